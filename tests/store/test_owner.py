"""Owners: who is alive can be told, and who cannot be asked is not called dead."""

from __future__ import annotations

import os
from dataclasses import replace

from intermezzo.store.owner import fate_of_tag, process_start, start_from_ps, this_process

from .scenes import elsewhere


def test_this_process_lives() -> None:
    """And is told apart from itself only by the token."""
    one, two = this_process(), this_process()
    assert one.fate() == "alive"
    assert one.token != two.token
    assert replace(two, token=one.token) == one


def test_a_process_that_ended() -> None:
    """Its own word, from when it lived, is enough to see that it is gone."""
    gone = elsewhere(this_process)
    assert gone.machine == this_process().machine
    assert gone.fate() == "dead"
    assert fate_of_tag(gone.tag) == "dead"


def test_the_tag_says_the_same() -> None:
    """A folder's name carries what the fate depends on; what is no tag is unknown."""
    own = this_process()
    assert fate_of_tag(own.tag) == "alive"
    assert fate_of_tag(replace(own, start="1").tag) == "dead"
    assert fate_of_tag(replace(own, host="elsewhere").tag) == "unknown"
    assert {fate_of_tag(t) for t in ("", "notes", "a-b-c-d", "a-0-1-b", "a--1-2-c")} == {"unknown"}


def test_a_hidden_start_is_unknown() -> None:
    """Where the system does not tell when a process started, its fate is left to the heartbeat."""
    assert replace(this_process(), start="").fate() == "unknown"


def test_init_is_there() -> None:
    """A process of somebody else is not gone because we may not signal it."""
    assert process_start(1) is not None


def test_numbers_nobody_bears() -> None:
    """Neither one that is free nor one beyond all numbers is alive."""
    assert process_start(2**22 + 1) is None
    assert process_start(2**70) is None


def test_ps_tells_it_too() -> None:
    """Where there is no /proc, `ps` answers, the same to everybody."""
    told = start_from_ps(os.getpid())
    assert told == "" or (told and told.isalnum() and told == start_from_ps(os.getpid()))
