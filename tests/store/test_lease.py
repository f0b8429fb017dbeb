"""Leases: never two holders, and nobody blocked by the dead."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from intermezzo.store import Lease, Store
from intermezzo.store.lease import SILENCE_SECONDS, Patience, guarded, lease_path, read_holding, seize
from intermezzo.store.owner import Owner, this_process

from .racers import hold, take_all, work_alone
from .scenes import KEY, OTHER, SPAWN, die_at_every_step, elsewhere

HANGS_SECONDS = 60

KEYS = [f"{n:040x}" for n in range(12)]
N_RACERS = 4


def write_lease(store: Store, owner: Owner, silent_seconds: float = 0.0, key: str = KEY) -> Path:
    """A lease as another process would have left it."""
    path = lease_path(store.root, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(owner.to_json()))
    beat = time.time() - silent_seconds
    os.utime(path, (beat, beat))
    return path


def foreign() -> Owner:
    return replace(this_process(), host="another-host", boot="another-boot")


def holder_process(root: Path, keys: list[str], ready: Path) -> SpawnProcess:
    process = SPAWN.Process(target=hold, args=(root, keys, ready))
    process.start()
    while not ready.exists():
        assert process.is_alive()
        time.sleep(0.002)
    return process


def taken(lease: Lease | None) -> Lease:
    assert lease is not None
    return lease


def test_one_at_a_time(store: Store) -> None:
    """A second taker gets None until the first releases; another key is another lease."""
    first = taken(store.lease(KEY))
    assert store.lease(KEY) is None
    assert Store(store.root).lease(KEY) is None
    taken(store.lease(OTHER)).release()
    first.release()
    first.release()  # once more does no harm
    taken(store.lease(KEY)).release()
    assert list((store.root / "leases").iterdir()) == []
    assert list((store.root / "tmp").iterdir()) == []


def test_released_at_the_end_of_the_block(store: Store) -> None:
    """Also when the block fails."""
    with pytest.raises(ZeroDivisionError), taken(store.lease(KEY)) as lease:
        assert lease.still_ours()
        raise ZeroDivisionError
    assert not lease.still_ours()
    taken(store.lease(KEY)).release()


def test_it_names_its_holder(store: Store) -> None:
    """A person who looks into the file finds host and process."""
    with taken(store.lease(KEY)) as lease:
        stated = json.loads(lease.path.read_text())
    assert (stated["host"], stated["pid"]) == (os.uname().nodename, os.getpid())
    assert set(stated) == {"host", "boot", "space", "pid", "start", "token"}


def test_a_killed_holder_is_replaced_at_once(store: Store, tmp_path: Path) -> None:
    """A living process keeps its lease however silent; killed, it loses it before its parent even asks."""
    process = holder_process(store.root, [KEY], tmp_path / "ready")
    assert process.pid
    long_ago = time.time() - 100 * SILENCE_SECONDS
    os.utime(lease_path(store.root, KEY), (long_ago, long_ago))
    assert store.lease(KEY) is None
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and still listed
    lease = taken(store.lease(KEY))
    assert lease.still_ours()
    lease.release()
    process.join()


def test_a_number_used_again(store: Store) -> None:
    """A holder whose number now belongs to a later process is dead."""
    write_lease(store, replace(this_process(), start="1"))
    taken(store.lease(KEY)).release()


def test_another_host_is_believed_until_it_is_silent(store: Store) -> None:
    """Up to 60 s of silence a process elsewhere counts as living, whatever lives here under its number."""
    write_lease(store, foreign(), silent_seconds=SILENCE_SECONDS - 20)
    assert store.lease(KEY) is None
    write_lease(store, foreign(), silent_seconds=SILENCE_SECONDS + 1)
    taken(store.lease(KEY)).release()


def test_silence_is_a_setting(store: Store) -> None:
    """Who runs many short jobs may wait less."""
    write_lease(store, foreign(), silent_seconds=20)
    assert store.lease(KEY) is None
    taken(Store(store.root, patience=Patience(silence_seconds=10)).lease(KEY)).release()


@pytest.mark.parametrize("change", [{"space": "pid:[1]"}, {"boot": "before"}, {"host": "twin"}])
def test_what_cannot_be_asked_is_not_dead(store: Store, change: dict[str, str]) -> None:
    """A number from another container, boot or host says nothing here, even if nothing bears it."""
    stranger = replace(this_process(), pid=2**22 + 1, start="1", **change)
    write_lease(store, stranger)
    assert store.lease(KEY) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"host":1,"boot":"","space":"","pid":1}'])
def test_an_unreadable_lease(store: Store, content: str) -> None:
    """It blocks as long as a process elsewhere would, and no longer."""
    path = write_lease(store, foreign())
    path.write_text(content)
    assert store.lease(KEY) is None
    os.utime(path, (0, 0))
    taken(store.lease(KEY)).release()
    assert list((store.root / "leases").iterdir()) == []


def test_the_heart_beats(store: Store) -> None:
    """While a lease is held its file is touched; afterwards the thread ends."""
    lease = taken(Store(store.root, patience=Patience(heartbeat_seconds=0.01)).lease(KEY))
    (heart,) = (each for each in threading.enumerate() if each.name == f"lease {lease.path.stem}")
    for _ in range(3):
        os.utime(lease.path, (0, 0))
        assert in_time(lambda: lease.path.stat().st_mtime > 0)
    lease.release()
    heart.join(timeout=HANGS_SECONDS)
    assert not heart.is_alive()


def in_time(is_so: Callable[[], bool]) -> bool:
    """Whether it comes about before one would think that it never does."""
    end = time.monotonic() + HANGS_SECONDS
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def test_a_lease_that_was_lost(store: Store) -> None:
    """A holder that was silent for too long learns it, and keeps its hands off the next one's lease."""
    lease = taken(Store(store.root, patience=Patience(heartbeat_seconds=0.01)).lease(KEY))
    path = write_lease(store, next_one := foreign())
    os.utime(path, (1, 1))
    assert not lease.still_ours()
    time.sleep(0.05)
    assert path.stat().st_mtime == 1
    lease.release()
    holding = read_holding(path)
    assert holding
    assert holding.owner == next_one


def test_the_guard_stands_before_a_dead_lease(store: Store) -> None:
    """Two find a holder dead: while one is at it the other gets nothing, and comes too late afterwards."""
    dead = replace(this_process(), start="1")
    path = write_lease(store, dead)
    with guarded(store.root, path, dead.token, store.patience) as is_theirs:
        assert is_theirs
        assert store.lease(KEY) is None
    lease = taken(store.lease(KEY))
    with guarded(store.root, path, dead.token, store.patience) as is_theirs:
        assert is_theirs is False
    assert lease.still_ours()
    lease.release()


def test_a_guard_may_die_too(store: Store) -> None:
    """Who dies while taking over is succeeded like any holder, at any depth."""
    dead = [replace(this_process(), start="1") for _ in range(3)]
    path = write_lease(store, dead[0])
    for depth, owner in enumerate(dead[1:], start=1):
        stem = ".".join([KEY, *(d.token for d in dead[:depth])])
        write_lease(store, owner, key=stem)
    taken(store.lease(KEY)).release()
    assert list(path.parent.iterdir()) == []


def test_a_fresh_name_has_one_winner(store: Store, tmp_path: Path) -> None:
    """Processes that are all about to create the same free name: each key has exactly one winner."""
    assert race(store, "os.link", tmp_path) == dict.fromkeys(KEYS, 1)


def test_a_dead_holder_has_one_successor(store: Store, tmp_path: Path) -> None:
    """Processes that have all read the name of the same killed holder: each key has exactly one winner."""
    process = holder_process(store.root, KEYS, tmp_path / "ready")
    process.kill()
    process.join()
    assert race(store, "os.utime", tmp_path) == dict.fromkeys(KEYS, 1)


def test_a_silent_holder_has_one_successor(store: Store, tmp_path: Path) -> None:
    """So when it was a process on another host that fell silent."""
    for key in KEYS:
        write_lease(store, foreign(), silent_seconds=2 * SILENCE_SECONDS, key=key)
    assert race(store, "os.utime", tmp_path) == dict.fromkeys(KEYS, 1)


def race(store: Store, moment: str, notes: Path) -> dict[str, int]:
    """How many processes won each key."""
    together = SPAWN.Barrier(N_RACERS, timeout=60)
    results = [notes / f"won-{n}" for n in range(N_RACERS)]
    racers = [
        SPAWN.Process(target=take_all, args=(store.root, KEYS, moment, together, won)) for won in results
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    won = " ".join(path.read_text() for path in results).split()
    return {key: won.count(key) for key in KEYS}


def test_alone_under_fire(store: Store, tmp_path: Path) -> None:
    """Processes take turns at one lease while others are killed: never are two inside, all get through."""
    witness = tmp_path / "witness"

    def worker(n_turns: int) -> SpawnProcess:
        process = SPAWN.Process(target=work_alone, args=(store.root, KEY, witness, n_turns))
        process.start()
        return process

    steady = [worker(40) for _ in range(2)]
    for _ in range(6):
        victim = worker(10**6)
        while not witness.exists():
            time.sleep(0.002)
        n_turns = witness.stat().st_size
        while witness.stat().st_size == n_turns and any(p.is_alive() for p in steady):
            time.sleep(0.001)
        time.sleep(0.1 + random.random() / 5)
        victim.kill()
        victim.join()
    for process in steady:
        process.join()
    assert [p.exitcode for p in steady] == [0, 0]
    assert not witness.with_suffix(".broken").exists()


def take_and_release(root: Path) -> None:
    taken(Store(root).lease(KEY)).release()


def succeed_the_dead(root: Path) -> None:
    write_lease(Store(root), replace(this_process(), start="1", token="dead"))
    take_and_release(root)


def next_gets_it(root: Path) -> None:
    """At once and without leftovers that would stop the one after."""
    store = Store(root)
    for _ in range(2):
        lease = taken(store.lease(KEY))
        assert store.lease(KEY) is None
        lease.release()


def test_killed_at_every_step(tmp_path: Path) -> None:
    """Wherever taking or releasing is killed, the next process on this machine gets the lease at once."""
    assert elsewhere(die_at_every_step, tmp_path / "free", take_and_release, next_gets_it) > 8
    assert elsewhere(die_at_every_step, tmp_path / "dead", succeed_the_dead, next_gets_it) > 15


def test_seize_tells_who_won(store: Store) -> None:
    """The file names the winner and stays as it is when another tries."""
    one, two = this_process(), this_process()
    path = lease_path(store.root, KEY)
    assert seize(store.root, path, one, store.patience)
    assert not seize(store.root, path, two, store.patience)
    holding = read_holding(path)
    assert holding
    assert holding.token == one.token != two.token
