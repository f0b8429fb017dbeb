"""readers: a dialect a file, each with its constant READER.

In            a path or uncompressed bytes, the language, `ReadOptions`.
Out           examples and a ledger; `Refused` with all that is wrong with the file.
Leaves alone  where files lie (sources/), what their tasks are (tasks/).
Start at      squad.py.
"""
