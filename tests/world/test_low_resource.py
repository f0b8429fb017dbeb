"""The small set in two languages: long stories, one answer each."""

from __future__ import annotations

import pytest

from intermezzo.world.low_resource import FACTS, LANGUAGES, chaii

from .reading import is_answer_to, read_question, read_story


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_answer_answers(code: str) -> None:
    """Read back: of six to ten facts about four or five persons one answers, and the span lies in its sentence."""
    for example in chaii(code, "dev", 60):
        facts = read_story(example.context, code)
        assert len(facts) in FACTS
        assert len({fact.subject for fact in facts}) in (4, 5)
        question = read_question(example.question, code)
        assert sum(is_answer_to(fact, question) for fact in facts) == 1
        (answer,) = example.answers
        assert example.context[answer.start : answer.start + len(answer.text)] == answer.text != ""


def test_other_languages_are_refused() -> None:
    """There is no third language."""
    with pytest.raises(ValueError, match="hi and ta, not in te"):
        next(chaii("te", "dev", 1))
