"""One thread: products of numpy's matrices do not hang on the machine's cores."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
import threadpoolctl

from intermezzo.one_thread import one_thread

PRODUCT = """
import hashlib
import numpy as np
rng = np.random.default_rng(0)
x, y = (rng.standard_normal((n, 768), dtype=np.float32) for n in (1024, 3000))
"""


def threads() -> set[int]:
    return {lib["num_threads"] for lib in threadpoolctl.threadpool_info() if lib["user_api"] == "blas"}


def test_the_bits_are_those_of_a_process_with_one_thread() -> None:
    """Which may be others than those of two."""
    alone = subprocess.run(
        [sys.executable, "-c", PRODUCT + "print(hashlib.sha256((x @ y.T).tobytes()).hexdigest())"],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    rng = np.random.default_rng(0)
    x, y = (rng.standard_normal((n, 768), dtype=np.float32) for n in (1024, 3000))
    with one_thread():
        assert hashlib.sha256((x @ y.T).tobytes()).hexdigest() == alone


def test_what_was_set_before_comes_back() -> None:
    """Also after an error."""
    with threadpoolctl.threadpool_limits(limits=2, user_api="blas"):
        before = threads()
        with pytest.raises(KeyError), one_thread():
            assert threads() == {1}
            raise KeyError
        assert threads() == before
