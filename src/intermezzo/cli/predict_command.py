"""`intermezzo predict`: answers questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(
        epilog='Example: intermezzo predict model/ --question "Who lives in Cairo?" --context "Anna lives in Cairo."'
    )
    def predict(
        model: Annotated[
            str, typer.Argument(metavar="MODEL", help="An exported directory, or a run: STUDY:ARM@SEED.")
        ],
        question: Annotated[str | None, typer.Option("--question", "-q", help="What is asked.")] = None,
        context: Annotated[
            str | None, typer.Option("--context", "-c", help="The text that holds the answer.")
        ] = None,
        file: Annotated[
            Path | None,
            typer.Argument(
                metavar="FILE", help="JSON lines with question and context; - for standard input."
            ),
        ] = None,
        n_best: Annotated[int, typer.Option("--n-best", min=1, help="How many answers, best first.")] = 1,
        null_threshold: Annotated[
            float | None,
            typer.Option(
                "--null-threshold", help="Answer nothing where 'no answer' scores higher by more than this."
            ),
        ] = None,
        store: o.StoreOption = None,
        data: o.DataOption = None,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Answer questions from arguments or JSON lines, with scores."""
        from intermezzo.problem import Problem, Refused

        if (question is None) != (context is None) or (question is None) == (file is None):
            raise Refused(
                Problem(what="give --question and --context, or a file of JSON lines (- for standard input).")
            )
        items = [{"question": question, "context": context}] if file is None else _lines(file)

        from intermezzo.cli._run import find_run
        from intermezzo.models.answer import Answerer, answer_all
        from intermezzo.store import Store

        if Path(model).is_dir():
            answerer = Answerer(Path(model))
        else:
            folder = Store(o.store_folder(store), read_only=True)
            found = find_run(model, folder, changes=changes, seeds=seeds, scale=scale, data=data)
            answerer = Answerer(found.phase.folder, found.tokenizer)
        for result in answer_all(answerer, items, n_best=n_best, null_threshold=null_threshold):
            if as_json or file is not None:
                typer.echo(json.dumps(result, ensure_ascii=False))
                continue
            if not result["answer"]:
                typer.echo("(no answer)")
            for candidate in result["candidates"]:
                typer.echo(f"{candidate['score']:8.2f}  {candidate['answer']}")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    from intermezzo.problem import Problem, Refused, mismatch

    name = "standard input" if str(file) == "-" else str(file)
    if name != "standard input" and not file.exists():
        raise Refused(Problem(what=f"no file {file}"))
    with sys.stdin.buffer if name == "standard input" else file.open("rb") as stream:
        for number, written in enumerate(stream, 1):
            try:
                line = written.decode("utf-8")
            except UnicodeDecodeError as error:
                raise Refused(Problem(place=f"{name}:{number}", what="not UTF-8.")) from error
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except json.JSONDecodeError as error:
                raise Refused(
                    Problem(
                        place=f"{name}:{number}", what=f"not valid JSON: {error.msg} (column {error.colno})"
                    )
                ) from error
            for key in ("question", "context"):
                if not isinstance(item, dict) or not isinstance(item.get(key), str):
                    raise Refused(mismatch(place=f"{name}:{number}", expected=f"an object with the text '{key}'",
                                           found=line.strip()[:60]))  # fmt: skip
            yield item
