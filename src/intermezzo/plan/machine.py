"""What this processor offers. Settings resolved from it stand in a phase's key; nothing is timed."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from intermezzo import __version__

LIBRARIES = ("torch", "transformers", "tokenizers", "numpy", "pyarrow")  # what results can depend on

BF16_WIDTH = (
    256  # below this, casts cost more than narrow matrix products save (AMX, our measurement of S and tiny)
)


@cache
def flags() -> frozenset[str]:
    """The processor's feature flags, as Linux lists them; empty elsewhere."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return frozenset()
    for line in text.splitlines():
        if line.startswith(("flags", "Features")):
            return frozenset(line.split(":", 1)[1].split())
    return frozenset()


@cache
def processor() -> str:
    """The processor's name, for records."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


@cache
def environment() -> dict[str, str]:
    """Versions and processor: in every record, and under `environment = "strict"` in every key."""
    return {
        "intermezzo": __version__,
        "python": platform.python_version(),
        "processor": processor(),
        "system": platform.system(),
        **{name: version(name) for name in LIBRARIES},
    }


def precision(wanted: str, width: int) -> str:
    """`auto` becomes bf16 where the processor multiplies it in hardware (AMX) and the encoder is wide enough."""
    if wanted != "auto":
        return wanted
    return "bf16" if "amx_bf16" in flags() and width >= BF16_WIDTH else "fp32"
