"""data: files and hub data sets in, examples and a ledger out.

In            plain or compressed files, folders fetched from a hub, a reader's name.
Out           examples whose placed answers are slices of their contexts, and a ledger of what was read,
              repaired and dropped.
Leaves alone  tokens, windows, torch. Text is never normalised or stripped: offsets would move.
Start at      gold.py, then readers/squad.py.
"""
