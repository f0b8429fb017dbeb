"""The ledger's books."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scenes import UNTIMED
from intermezzo.data.ledger import Ledger

TALLIES = st.dictionaries(st.sampled_from(["empty", "misplaced", "no context"]), st.integers(1, 9))
LEDGERS = st.builds(
    lambda kept, dropped, **more: Ledger(
        read=kept + sum(dropped.values()), kept=kept, dropped=dropped, **more
    ),
    kept=st.integers(0, 99),
    dropped=TALLIES,
    answers=st.integers(0, 99),
    repaired=st.integers(0, 99),
    answers_dropped=TALLIES,
    notes=TALLIES,
)


@UNTIMED
@given(a=LEDGERS, b=LEDGERS, c=LEDGERS)
def test_ledgers_add_up(a: Ledger, b: Ledger, c: Ledger) -> None:
    """Addition is that of counts: the order of files and their grouping make no difference."""
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + Ledger() == a
    assert (a + b).read == a.read + b.read


@UNTIMED
@given(LEDGERS)
def test_json_gives_the_ledger_back(ledger: Ledger) -> None:
    """A ledger survives JSON, and equal ledgers are equal JSON whatever the order they were filled in."""
    assert Ledger.from_json(json.loads(json.dumps(ledger.to_json()))) == ledger
    turned = Ledger(
        read=ledger.read,
        kept=ledger.kept,
        dropped=dict(reversed(list(ledger.dropped.items()))),
        answers=ledger.answers,
        repaired=ledger.repaired,
        answers_dropped=ledger.answers_dropped,
        notes=dict(reversed(list(ledger.notes.items()))),
    )
    assert json.dumps(turned.to_json()) == json.dumps(ledger.to_json())


def test_books_that_do_not_balance_cannot_be_made() -> None:
    """What was read is kept or dropped with a reason; a ledger that loses an example is a bug."""
    with pytest.raises(ValueError, match=r"3 read, but 1 kept and \{'empty': 1\} dropped"):
        Ledger(read=3, kept=1, dropped={"empty": 1})
