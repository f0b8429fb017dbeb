"""Owners: which process holds something in the store, and whether it still lives.

A process number alone proves little: numbers are used again, and mean something else on another machine or in
another container. So an owner is named by machine (host, boot, process namespace), number and start time, and
a token tells apart what one process holds several times.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

Fate = Literal["alive", "dead", "unknown"]

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
START_FIELD = (
    19  # proc(5): starttime is field 22 of /proc/PID/stat; we count from the state, which is field 3
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A process, named so that no other process, now or later, bears the same name."""

    host: str
    boot: str  # "" where the system names no boot
    space: (
        str  # the namespace its number counts in, "" where there are none: containers may share a host's name
    )
    pid: int
    start: str  # letters and digits; "" where the system does not tell
    token: str

    @property
    def machine(self) -> str:
        """Short name of the place where `pid` means something."""
        return _machine(self.host, self.boot, self.space)

    @property
    def tag(self) -> str:
        """The owner as a folder's name, so that one `mkdir` creates and signs at once."""
        return "-".join((self.machine, str(self.pid), self.start, self.token))

    def fate(self) -> Fate:
        return _fate(self.machine, self.pid, self.start)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def this_process() -> Owner:
    """The running process under a new token."""
    pid = os.getpid()
    return Owner(
        host=os.uname().nodename,
        boot=_boot(),
        space=_namespace(),
        pid=pid,
        start=process_start(pid) or "",
        token=secrets.token_hex(8),
    )


def owner_from(value: Any) -> Owner | None:
    """The owner a lease names; None if it does not name one (cut short, or not ours)."""
    try:
        owner = Owner(**value)
    except TypeError:
        return None
    texts = (owner.host, owner.boot, owner.space, owner.start, owner.token)
    # The token becomes part of a file's name: what is not plainly a token is not an owner.
    sound = all(isinstance(t, str) for t in texts) and isinstance(owner.pid, int) and owner.pid > 0
    return owner if sound and owner.token.isalnum() else None


def fate_of_tag(tag: str) -> Fate:
    """What became of the process that signed a folder with its tag."""
    parts = tag.split("-")
    if len(parts) != 4 or not parts[1].isdecimal() or int(parts[1]) == 0:
        return "unknown"
    return _fate(parts[0], int(parts[1]), parts[2])


def process_start(pid: int) -> str | None:
    """When a process on this machine started: None if it is gone, "" if it is there and hides its start."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return None
    except PermissionError:
        pass  # somebody else's, and there
    return _start_from_proc(pid) if Path("/proc/self/stat").exists() else start_from_ps(pid)


def start_from_ps(pid: int) -> str | None:
    """The same question put to `ps`, for systems without /proc."""
    plain = {
        **os.environ,
        "LC_ALL": "C",
        "TZ": "UTC0",
    }  # two processes with two time zones must read one start
    command = ["ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid)]
    try:
        told = subprocess.run(command, env=plain, capture_output=True, text=True, check=False).stdout.split()
    except FileNotFoundError:
        return ""
    if not told or told[0].startswith("Z"):
        return None
    return "".join(c for c in "".join(told[1:]) if c.isalnum())


def _start_from_proc(pid: int) -> str | None:
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except ProcessLookupError:
        return None
    except OSError:
        return ""  # hidepid hides other people's processes; a hidden one must not look dead
    state, *rest = told.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
    if state in "ZX":
        return None  # killed, and its parent has not asked yet: it will never write again
    return rest[START_FIELD - 1]


def _boot() -> str:
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _fate(machine: str, pid: int, start: str) -> Fate:
    if machine != _machine(os.uname().nodename, _boot(), _namespace()):
        return "unknown"
    found = process_start(pid)
    if found is None:
        return "dead"
    if not found or not start:
        return "unknown"
    return "alive" if found == start else "dead"


def _machine(host: str, boot: str, space: str) -> str:
    return sha256("\n".join((host, boot, space)).encode()).hexdigest()[:12]
