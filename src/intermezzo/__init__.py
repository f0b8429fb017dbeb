"""Intermezzo: does the phase in the middle help?

The folders follow the way of the data: study -> plan -> execute -> store -> analysis -> report.
Start at `docs/design.md`; every folder's own docstring says what goes in and what comes out.
"""

__version__ = "0.1.0"
