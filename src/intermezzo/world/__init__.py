"""world: a small world of facts without words, and the languages that put them into words.

In            a seed, a split, languages; nothing is read but the files beside this one.
Out           examples of every format, parallel by group and true of the facts; raw text; an oracle translation.
Leaves alone  the model, the store, the network.
Start at      facts.py, then languages/en.toml.
"""
