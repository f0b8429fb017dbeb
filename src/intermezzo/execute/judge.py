"""Judge: predictions made anywhere, scored as official scripts score them, and written as XTREME takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intermezzo.analysis.score import of_translations, statistics
from intermezzo.data.json_text import parse, parse_lines
from intermezzo.data.place import expected, shown
from intermezzo.example import Scored, asked
from intermezzo.execute.look import Looked
from intermezzo.problem import Problem, Refused
from intermezzo.tasks import FORMATS, Task

# What a line calls its prediction, by preference.
SAID = ("prediction", "answer", "label", "tags", "prediction_text")
XTREME = {"paws-x": "pawsx", "mewsli-x": "mewslix"}  # tasks that XTREME calls otherwise
IN_XTREME = (
    *("xnli", "paws-x", "xcopa", "udpos", "panx", "xquad", "mlqa", "tydiqa"),
    *("bucc2018", "tatoeba", "mewsli-x"),
)
N_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Scores by column, in points, with their signatures; what was odd about the predictions."""

    scores: Mapping[str, float]
    signatures: Mapping[str, str]
    remarks: tuple[str, ...]


def read_predictions(content: str, *, name: str) -> dict[str, Any]:
    """id -> prediction: of one JSON object, or of JSON lines with `id` and `prediction` (or answer, label, tags).

    Errors: `Refused` with the place of what is neither.
    """
    document = parse(content, name=name) if content.lstrip().startswith("{") else None
    if isinstance(document, dict) and not (
        {"id", "example_id"} & document.keys() and set(SAID) & document.keys()
    ):
        inner = document.get("data", document)
        if not isinstance(inner, dict):
            raise Refused(
                Problem(place=name, what=f"expected an object, id to prediction, found {shown(inner)}")
            )
        return dict(inner)
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for place, line in parse_lines(content, name=name):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        key = next((k for k in SAID if isinstance(line, dict) and k in line), None)
        if not isinstance(line, dict) or "id" not in line or key is None:
            problems.append(expected("an object with 'id' and 'prediction'", shown(line), place))
            continue
        found[str(line["id"])] = line[key]
    if problems:
        raise Refused(problems)
    if not found:
        raise Refused(Problem(place=name, what="no predictions in this file."))
    return found


def judge(task: Task, looked: Looked, predictions: Mapping[str, Any]) -> Judged:
    """Scores of one language of a task.

    A missing prediction counts as the official script counts it; ids that nobody asked for are told and left alone.

    Errors: `Refused` where the task is not scored, or a metric cannot score what is there.
    """
    if not task.metrics:
        raise Refused(Problem(what=f"task '{task.name}' has nothing to score: it is text to train on."))
    examples = asked(looked.examples)
    ids = {e.id for e in examples}
    missing, unknown = [i for i in ids if i not in predictions], [i for i in predictions if i not in ids]
    if len(missing) == len(ids):
        there = f" (there: {', '.join(list(predictions)[:N_NAMED])}, …)" if predictions else ""
        what = f"none of the {len(ids):,} ids of {looked.reference} has a prediction{there}."
        raise Refused(Problem(what=what, remedy="Check --task, --language and --split."))
    _, scores, signatures = statistics(
        examples,
        {i: as_said(task, p) for i, p in predictions.items()},
        metrics=task.metrics,
        official=task.profile,
    )
    remarks = [f"Gold: {looked.hub}"] if looked.hub else []
    if missing:
        remarks.append(f"{len(missing):,} of {len(ids):,} examples have no prediction.")
    if unknown:
        remarks.append(f"{len(unknown):,} predictions are for ids that are not in {looked.reference}.")
    return Judged(scores=scores, signatures=signatures, remarks=tuple(remarks))


def judge_texts(texts: Sequence[str], references: Sequence[Sequence[str]], *, language: str) -> Judged:
    """Scores of translations.

    Args:
        texts: E of them.
        references: R files' texts, each E of them.
        language: of the texts.

    Errors: `Refused` where their numbers differ, or sacreBLEU is not installed.
    """
    if not texts:
        raise Refused(Problem(what="no texts to score.", remedy="A file holds one a line."))
    for number, its in enumerate(references, start=1):
        if len(its) != len(texts):
            what = f"expected {len(texts):,} texts in reference {number}, as in the predictions, found {len(its):,}."
            raise Refused(Problem(what=what, remedy="Texts are compared line by line."))
    scores, signatures = of_translations(texts, list(zip(*references)), language=language)
    return Judged(scores=scores, signatures=signatures, remarks=())


def as_said(task: Task, prediction: Any) -> Any:
    """As metrics take it: numbers of labels and choices are texts."""
    is_number = isinstance(prediction, int) and not isinstance(prediction, bool)
    return str(prediction) if is_number and FORMATS[task.format].unit in ("label", "choice") else prediction


def submission_path(task: Task, language: str) -> str:
    """`xnli/test-sw.tsv`.

    Errors: `Refused` for a task that XTREME and XTREME-R do not have.
    """
    if task.name not in IN_XTREME:
        raise Refused(
            Problem(
                what=f"task '{task.name}' is in neither XTREME nor XTREME-R.",
                remedy=f"They have: {', '.join(sorted(IN_XTREME))}",
            )
        )
    unit = FORMATS[task.format].unit
    ending = {"qa": "json", "choice": "jsonl"}.get(unit, "json" if task.name == "mewsli-x" else "tsv")
    return f"{XTREME.get(task.name, task.name)}/test-{language}.{ending}"


def submission(task: Task, looked: Looked, predictions: Mapping[str, Any]) -> str:
    """The text of a submission's file.

    Errors: `Refused` where an example has no prediction; the official script would stop there or count something else.
    """
    examples = asked(looked.examples)
    said = {e.id: as_said(task, predictions.get(e.id)) for e in examples}
    if missing := [name for name, each in said.items() if each is None]:
        what = f"{len(missing):,} of {len(said):,} examples of {looked.reference} have no prediction ({missing[0]}, …)."
        raise Refused(Problem(what=what, remedy="A submission needs all of them."))
    unit = FORMATS[task.format].unit
    if unit == "qa" or task.name == "mewsli-x":
        return json.dumps(said, ensure_ascii=False)
    if unit == "choice":
        return "".join(json.dumps({"label": int(each)}) + "\n" for each in said.values())
    if unit == "tags":
        return "\n".join("".join(f"{tag}\n" for tag in tags) for tags in said.values())
    if unit == "label":
        return "".join(f"{each}\n" for each in said.values())
    return "".join(retrieved(task, looked, examples, said))


def retrieved(task: Task, looked: Looked, examples: Sequence[Scored], said: Mapping[str, Any]) -> list[str]:
    """Lines of retrieval: pairs of ids (BUCC), or the number of the candidate's line (Tatoeba)."""
    first = {name: each if isinstance(each, str) else next(iter(each), "") for name, each in said.items()}
    if task.name == "bucc2018":
        return [f"{name}\t{target}\n" for name, target in first.items() if target]
    queries = {e.id for e in examples}
    number = {name: i for i, name in enumerate(n for n in looked.passages if n not in queries)}
    return [f"{number[target]}\n" for target in first.values()]


def write_submission(folder: Path, path: str, text: str) -> Path:
    """One file of it; others of the folder stay as they are."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target
