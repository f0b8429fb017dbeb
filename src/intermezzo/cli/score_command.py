"""`intermezzo score`: official scores of predictions made anywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intermezzo.cli import _options as o

if TYPE_CHECKING:
    from intermezzo.execute.judge import Judged


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo score predictions.json --task world-qa --language hi")
    def score(
        predictions: Annotated[
            Path,
            typer.Argument(
                metavar="PREDICTIONS",
                help="JSON {id: prediction}, JSON lines with id and prediction (- for standard input), a folder "
                "as XTREME wants it, or translations, one a line.",
            ),
        ],
        task: Annotated[str, typer.Option("--task", "-t", help="A name of: intermezzo list tasks.")] = "",
        language: Annotated[str, typer.Option("--language", "-l", help="Of the task.")] = "",
        split: Annotated[str, typer.Option("--split", help="Which split. [default: test]")] = "",
        labels: Annotated[
            Path | None, typer.Option("--labels", help="Folder of labels, for a folder of predictions.")
        ] = None,
        benchmark: Annotated[
            str, typer.Option("--benchmark", help="xtreme or xtreme-r, for a folder of predictions.")
        ] = "xtreme",
        references: Annotated[
            list[Path] | None,
            typer.Option("--references", "-r", help="Right translations, one a line; may be given again."),
        ] = None,
        submission: Annotated[
            Path | None,
            typer.Option("--submission", help="Also write the file that XTREME takes, below this folder."),
        ] = None,
        data: o.DataOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Score predictions as the official scripts do."""
        from intermezzo.problem import Problem, Refused

        if predictions.is_dir():
            told = of_folder(predictions, labels, benchmark)
        elif references:
            told = of_texts(predictions, references, language)
        elif not task:
            raise Refused(
                Problem(what="which task?", remedy="Say it with --task; all: intermezzo list tasks")
            )
        else:
            told = of_file(predictions, task, language, split, data, submission)
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))
            return
        for line in lines(told):
            typer.echo(line)


def of_file(
    path: Path, task_name: str, language: str, split: str, data: Path | None, submission: Path | None
) -> dict[str, Any]:
    """Scores of one language, as plain values."""
    from intermezzo import tasks
    from intermezzo.execute import judge
    from intermezzo.execute.look import look

    name, content = read(path)
    said = judge.read_predictions(content, name=name)
    looked = look(task_name, language=language, split=split, data=data)
    found = tasks.find(task_name)
    assert isinstance(found, tasks.Task), found
    judged = judge.judge(found, looked, said)
    remarks = list(judged.remarks)
    if submission is not None:
        where = judge.submission_path(found, looked.reference.language)
        written = judge.write_submission(submission, where, judge.submission(found, looked, said))
        remarks.append(f"written: {written}")
    return {"of": str(looked.reference), "scores": scores_of(judged), "remarks": remarks}


def of_texts(path: Path, references: list[Path], language: str) -> dict[str, Any]:
    """Scores of translations, as plain values."""
    from intermezzo.execute import judge
    from intermezzo.problem import Problem, Refused

    if not language:
        raise Refused(Problem(what="which language are the texts in?", remedy="Say it with --language."))
    texts, *right = (lines_of(read(each)[1]) for each in (path, *references))
    judged = judge.judge_texts(texts, right, language=language)
    return {"of": str(path), "scores": scores_of(judged), "remarks": []}


def lines_of(content: str) -> list[str]:
    """Where a file's lines end; `str.splitlines` would cut texts at U+2028 and others, too."""
    return content.replace("\r\n", "\n").removesuffix("\n").split("\n") if content else []


def read(path: Path) -> tuple[str, str]:
    """The name of a file, or of standard input, and what is in it.

    Errors: `Refused` for no file and what is not UTF-8.
    """
    from intermezzo.problem import Problem, Refused

    name = "standard input" if str(path) == "-" else str(path)
    if name != "standard input" and not path.exists():
        raise Refused(Problem(what=f"no file {path}"))
    content = sys.stdin.buffer.read() if name == "standard input" else path.read_bytes()
    try:
        return name, content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(Problem(place=name, what="not UTF-8.")) from error


def scores_of(judged: Judged) -> list[dict[str, Any]]:
    """A line each."""
    return [
        {"score": value, "metric": column, "signature": judged.signatures[column]}
        for column, value in judged.scores.items()
    ]


def of_folder(folder: Path, labels: Path | None, benchmark: str) -> dict[str, Any]:
    """Scores of a whole submission, as plain values."""
    from intermezzo.metrics._xtreme import evaluate, read_folder
    from intermezzo.problem import Problem, Refused

    if labels is None:
        raise Refused(Problem(what="a folder of predictions needs --labels FOLDER of the same layout."))
    if benchmark not in ("xtreme", "xtreme-r"):
        raise Refused(Problem(place="--benchmark", what=f"expected xtreme or xtreme-r, found '{benchmark}'"))
    texts = {f"predictions/{path}": text for path, text in read_folder(folder, ".").items()}
    texts |= {f"labels/{path}": text for path, text in read_folder(labels, ".").items()}
    found = evaluate(texts, version="xtreme-r" if benchmark == "xtreme-r" else "xtreme")
    scores = [
        {"score": value, "metric": f"{task} {metric}", "signature": language}
        for task, its in found.tasks.items()
        for metric, by_language in its.by_language.items()
        for language, value in by_language.items()
    ]
    means = [
        {"score": its.score, "metric": task, "signature": "mean over languages"}
        for task, its in found.tasks.items()
    ]
    groups = [{"score": value, "metric": name, "signature": "group"} for name, value in found.groups.items()]
    whole = (
        []
        if found.score is None
        else [{"score": found.score, "metric": benchmark, "signature": "mean over tasks"}]
    )
    return {"of": str(folder), "scores": [*scores, *means, *groups, *whole], "remarks": list(found.remarks)}


def lines(told: dict[str, Any]) -> list[str]:
    """For people: scores first, to two digits; what was odd last."""
    width = max((len(each["metric"]) for each in told["scores"]), default=0)
    return [
        told["of"],
        *(f"{each['score']:7.2f}  {each['metric']:<{width}}  {each['signature']}" for each in told["scores"]),
        *told["remarks"],
    ]
