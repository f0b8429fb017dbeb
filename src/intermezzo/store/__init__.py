"""store: a key in, a record out; a folder that can be copied, shared and interrupted.

In            a job's files, what it says about itself, and the key the plan gave it.
Out           records, whole or not at all; leases; partial work; when claims were first seen.
Leaves alone  how keys are made, what the files mean, who works on what: plan/ and execute/ know.
Start at      store.py.
"""

from intermezzo.store.lease import Lease
from intermezzo.store.record import Record
from intermezzo.store.store import Store

__all__ = ["Lease", "Record", "Store"]
