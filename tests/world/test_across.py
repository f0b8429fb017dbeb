"""Answers in every language: all that answer are targets."""

from __future__ import annotations

import pytest

from intermezzo.world.across import answers_across
from intermezzo.world.language import codes

from .reading import is_answer_to, read_question, read_story


@pytest.mark.parametrize("code", [*codes(), "cipher-0"])
def test_targets_are_the_answers(code: str) -> None:
    """Read back: what answers a question, in whatever language, is exactly its targets."""
    passages = list(answers_across(code, "dev", 12))
    answers = {p.id: read_story(p.text, p.language)[0] for p in passages if p.role == "candidate"}
    for query in (p for p in passages if p.role == "query"):
        assert query.language == code
        question = read_question(query.text, code)
        assert tuple(id for id, fact in answers.items() if is_answer_to(fact, question)) == query.targets
        assert len(query.targets) == len(codes())


def test_candidates_are_the_same_for_all() -> None:
    """Questions in any language look for answers among the same sentences."""
    found = [[p for p in answers_across(c, "dev", 9) if p.role == "candidate"] for c in ("en", "zh")]
    assert found[0] == found[1]
