"""One thread for products of numpy's matrices: with another number their last bits are others.

torch has a setting of its own (`threads` of a phase and of predictions), which this leaves alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Inside, products come out the same however many cores the machine has and whatever the environment says."""
    import numpy  # noqa: F401 - only libraries that are loaded can be told
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
