"""Checks before anything trains: leaks, and what a claim calls equal."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import miniature
from intermezzo.store import Store

from .scenes import records

STUDY = """\
[study]
question = "Does it help?"
seeds = 1

[axes]
data = ["short", "long"]

[data.short]
reader   = "squad"
path     = { train = "short.json", dev = "short-dev.json" }
language = "en"

[data.long]
reader   = "squad"
path     = { train = "long.json" }
language = "en"

[data.exam]
reader   = "squad"
path     = { test = "exam-{language}.json" }
languages = ["en", "de"]
parallel = true

[encoder]
name      = "scratch"
layers    = 1
width     = 32
heads     = 2
inner     = 64
positions = 128
tokenizer = { text = ["long/en"], vocabulary = 300 }

[phase.target]
task      = { by = "data", short = "short", long = "long" }
budget    = { epochs = 1 }
batch     = { rows = 2 }
length    = 96
stride    = 16
mixture   = { en = 1 }

[evaluate.exam]
task      = "exam"
languages = "all"

[[claim]]
says    = "Long contexts help"
compare = { data = ["long", "short"] }
on      = "exam"
expect  = "> 0"
equal   = ["steps"]
"""
NUMBERS = ("one", "two", "three", "four", "five", "six")


def drawn(text: str) -> str:
    """An id as SQuAD has them: drawn, and not counted."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def question(of: str, number: str, context: str, *, id: str = "") -> tuple[str, dict[str, object]]:
    """A paragraph's context and its one question."""
    answer = {"text": number, "answer_start": context.index(number)}
    return context, {
        "id": id or drawn(f"{of} {number}"),
        "question": "Which number is it?",
        "answers": [answer],
    }


def write(path: Path, *paragraphs: tuple[str, dict[str, object]]) -> None:
    """A SQuAD file."""
    told = [{"context": context, "qas": [asked]} for context, asked in paragraphs]
    document = {"version": "1.1", "data": [{"title": "numbers", "paragraphs": told}]}
    path.write_text(json.dumps(document), encoding="utf-8")


def exam(number: str, language: str) -> tuple[str, dict[str, object]]:
    said = {"en": "The number of the exam is {} today.", "de": "Die Zahl der Prüfung ist heute {}."}[language]
    return question("exam", number, said.format(number))


@pytest.fixture
def place(tmp_path: Path) -> miniature.Place:
    """A study on files of its own in which nothing is wrong."""
    more = (
        " It was so yesterday, and it was so the day before, and nobody expects that it will change tomorrow."
    )
    write(tmp_path / "short.json", *(question("short", n, f"Here it is {n}.") for n in NUMBERS))
    write(tmp_path / "short-dev.json", *(question("dev", n, f"There it is {n}.") for n in NUMBERS))
    write(tmp_path / "long.json", *(question("long", n, f"Far away it is {n}.{more}") for n in NUMBERS))
    for language in ("en", "de"):
        write(tmp_path / f"exam-{language}.json", *(exam(n, language) for n in NUMBERS))
    return miniature.put(tmp_path, STUDY)


def refused(place: miniature.Place) -> list[str]:
    """What a run says; nothing was trained when it says it, and all data were read."""
    run = miniature.start(miniature.run_arguments(place), place.folder / "said")
    assert run.end() == 2, run.err.read_text()
    assert records(place.store, "phase") == []
    assert not (place.store / "partial").exists()
    plan, store = place.plan(), Store(place.store, read_only=True)
    assert all(store.has(job.kind, job.key) for job in plan.jobs if job.kind in ("source", "features"))
    return [line for line in run.err.read_text().splitlines() if line.startswith(str(place.study))]


def line_of(place: miniature.Place, text: str) -> str:
    """`STUDY:LINE` of a line of the study."""
    (number,) = (n for n, line in enumerate(place.study.read_text().splitlines(), 1) if line.startswith(text))
    return f"{place.study}:{number}"


def test_nothing_is_wrong(place: miniature.Place) -> None:
    """Files that have nothing in common pass, and the study trains. Otherwise the tests below would prove nothing."""
    run = miniature.start(miniature.run_arguments(place), place.folder / "said")
    assert run.end() == 0, run.err.read_text()
    assert len(records(place.store, "phase")) == 2


def test_trained_on_what_is_tested(place: miniature.Place) -> None:
    """Questions with an id of the exam, under another ending, and contexts of it, written a little differently, count; a
    question that is parallel in two languages counts once. The remedy is the train split, where there is one."""
    dev = (
        question("exam", "one", "It is one.", id=f"{drawn('exam one')}-de"),
        question("dev", "two", "The  NUMBER of the exam is two today."),
        question("dev", "three", "It is three."),
    )
    write(place.folder / "short-dev.json", *dev)
    on_dev = 'mixture   = { by = "data", short = { "en@dev" = 1 }, long = { en = 1 } }'
    text = STUDY.replace("mixture   = { en = 1 }", on_dev)
    place.study.write_text(text.replace('equal   = ["steps"]\n', ""))
    assert refused(place) == [
        (
            f"{line_of(place, 'mixture')}: phase.target trains on 'short@dev', which holds 2 of the 6 questions of "
            "'exam'. Take the train split, or exclude them with 'without'."
        ),
    ]


def test_a_leak_without_another_split(place: miniature.Place) -> None:
    """Where the train split itself holds the questions, leaving them out is the remedy; a German context gives a
    question away as well as the English one."""
    write(place.folder / "long.json", exam("six", "de"), question("long", "two", "Far away it is two."))
    place.study.write_text(STUDY.replace('equal   = ["steps"]\n', ""))
    assert refused(place) == [
        (
            f"{line_of(place, 'mixture')}: phase.target trains on 'long@train', which holds 1 of the 6 questions of "
            "'exam'. Exclude them with 'without'."
        ),
    ]


# Leaving out


def leaking(place: miniature.Place, without: str) -> None:
    """Long training data that hold four of the exam's questions: by a German context, by an English one in another
    edition, by an id under another ending, and by an id and a context; and a study with that `without`."""
    write(
        place.folder / "long.json",
        question("other", "six", exam("six", "de")[0]),
        question("long", "three", "Far away it is three."),
        question("other", "two", "The  NUMBER of the exam is two today."),
        question("long", "four", "Far away it is four."),
        question("exam", "one", "It is one.", id=f"{drawn('exam one')}-de"),
        exam("five", "en"),
        question("long", "five", "Far away it is five."),
    )
    text = STUDY.replace('equal   = ["steps"]\n', "")
    phase = "[phase.target]\n"
    place.study.write_text(text.replace(phase, f"{phase}without   = {without}\n"))


def of_long(place: miniature.Place) -> dict[str, Any]:
    """What the rows of the long training data say of themselves."""
    store = Store(place.store, read_only=True)
    found = [
        store.get(job.kind, job.key)
        for job in place.plan().jobs
        if job.kind == "features" and job.settings["of"] == "long/en@train"
    ]
    (record,) = found
    assert record
    numbers = np.load(record.file("example.npy"))
    return {**record.facts["without"], "numbers": sorted(set(numbers.tolist()))}


def test_without_what_is_tested(place: miniature.Place) -> None:
    """What the message advises helps: the study trains, on all examples that are not of the exam and on no other, and
    the page says how many went."""
    leaking(place, '["exam"]')
    run = miniature.start(miniature.run_arguments(place), place.folder / "said")
    assert run.end() == 0, run.err.read_text()
    assert len(records(place.store, "phase")) == 2
    told = of_long(place)
    assert told["numbers"] == [1, 3, 6]
    assert (told["examples"], told["excluded"]) == (7, 4)
    assert sorted(told["held"].values()) == [3, 3]  # by an id of both languages, by a context of one
    page = " ".join(re.sub("<[^>]*>", " ", place.page.read_text(encoding="utf-8")).split())
    assert "long/en@train 7 4 exam/de@test: 3; exam/en@test: 3 3" in page
    assert "short/en@train 6 0 exam/de@test: 0; exam/en@test: 0 6" in page


def test_without_less_than_what_is_tested(place: miniature.Place) -> None:
    """The check looks at the rows and not at the field: what was not left out is still found, and counted."""
    leaking(place, '["exam/en"]')
    assert refused(place) == [
        (
            f"{line_of(place, 'mixture')}: phase.target trains on 'long@train', which holds 1 of the 6 questions of "
            "'exam'. Exclude them with 'without'."
        ),
    ]
    assert of_long(place)["numbers"] == [0, 1, 3, 6]


def test_without_other_data(place: miniature.Place) -> None:
    """A field that names data with which nothing is shared changes nothing."""
    leaking(place, '["short@dev"]')
    (said,) = refused(place)
    assert "which holds 4 of the 6 questions of 'exam'" in said
    assert of_long(place)["excluded"] == 0


def test_without_everything(place: miniature.Place) -> None:
    """A phase that leaves out what it trains on has nothing to train on, and says so."""
    leaking(place, '{ by = "data", short = [], long = ["long@train"] }')
    run = miniature.start(miniature.run_arguments(place), place.folder / "said")
    assert run.end() != 0
    assert "long/en@train: no rows to train on. Look at its ledger." in run.err.read_text()
    assert of_long(place)["numbers"] == []


def test_a_malformed_without(place: miniature.Place) -> None:
    """Told before anything is read: an unknown task with the nearest, a language with those that there are."""
    leaking(place, '["exm", "exam/fr"]')
    run = miniature.start(miniature.run_arguments(place), place.folder / "said")
    assert run.end() == 2
    line = line_of(place, "without")
    assert run.err.read_text().splitlines() == [
        f"{line}: phase.target.without 1: no task 'exm'. Did you mean 'exam'? All tasks: intermezzo list tasks",
        f"{line}: phase.target.without 2: task 'exam' has no 'fr'. It has: en, de",
    ]
    assert not place.store.exists()


# Equal


def test_not_as_equal_as_it_says(place: miniature.Place) -> None:
    """Tokens are those of all rows, as an epoch has them, with both numbers; steps are equal and not complained about."""
    place.study.write_text(STUDY.replace('equal   = ["steps"]', 'equal   = ["steps", "tokens"]'))
    said = refused(place)
    n_tokens = {}
    for job in place.plan().jobs:
        if job.kind == "features" and "@train" in job.settings["of"]:
            record = Store(place.store, read_only=True).get(job.kind, job.key)
            assert record
            n_tokens[job.settings["of"]] = record.facts["tokens"]
    assert said == [
        (
            f"{line_of(place, '[[claim]]')}: claim 1: says equal tokens, but 'long' trains {n_tokens['long/en@train']:,} "
            f"and 'short' {n_tokens['short/en@train']:,}. Set budget = {{ tokens = … }} or drop 'equal'."
        ),
    ]


def test_everything_at_once(place: miniature.Place) -> None:
    """A leak and a claim that is not equal are told together."""
    write(place.folder / "long.json", exam("six", "de"), exam("five", "de"))
    said = refused(place)
    assert [("trains on 'long@train', which holds 2 of the 6" in line) for line in said] == [True, False]
    assert "says equal steps, but 'long' trains 1 and 'short' 3. Set budget = { steps = … }" in said[1]


def test_a_budget_in_tokens_makes_them_equal(place: miniature.Place) -> None:
    """What the message advises helps."""
    text = STUDY.replace('equal   = ["steps"]', 'equal   = ["tokens"]')
    place.study.write_text(text.replace("budget    = { epochs = 1 }", "budget    = { tokens = 8000 }"))
    run = miniature.start(miniature.run_arguments(place), place.folder / "said")
    assert run.end() == 0, run.err.read_text()
    short, long = (sum(record.facts["tokens"].values()) for record in records(place.store, "phase"))
    assert abs(short - long) <= 0.01 * max(short, long)
