"""sources: where examples come from.

In            paths or a pinned repository, the name of a reader or the columns of a table.
Out           examples, a ledger, fingerprints.
Leaves alone  the network, unless `fetch` in hub.py is asked for it.
Start at      file.py.
"""
