"""Progress: a live line on a terminal, plain lines otherwise, JSON lines for programs."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator

import typer

from intermezzo.execute.events import Event, Listener
from intermezzo.plan import Plan

LINE_SECONDS = 10.0  # between plain lines about a phase under way


@contextlib.contextmanager
def progress(plan: Plan, *, as_json: bool) -> Iterator[Listener]:
    """A listener that shows what happens."""
    if as_json:
        yield _json
    elif sys.stderr.isatty():
        with _live(plan) as listener:
            yield listener
    else:
        yield _Lines()


def _json(event: Event) -> None:
    told = {"event": event.name, "job": event.job, "kind": event.kind, "what": event.what, **event.facts}
    typer.echo(json.dumps(told, ensure_ascii=False))


class _Lines:
    """One line for each phase that ends, and now and then one for a phase under way."""

    def __init__(self) -> None:
        self.last = 0.0
        self.n_done = 0

    def __call__(self, event: Event) -> None:
        now = time.monotonic()
        if event.name == "plan":
            f = event.facts
            typer.echo(
                f"{f['jobs']:,} jobs, {f['present']:,} of them done before, {f['missing']:,} to do", err=True
            )
        elif event.name == "done":
            self.n_done += 1
            if event.kind in ("phase", "tokenizer"):
                typer.echo(f"{event.what}: {event.facts['seconds']:.1f} s", err=True)
        elif event.name == "step" and now - self.last > LINE_SECONDS:
            self.last = now
            f = event.facts
            typer.echo(f"{event.what}: step {f['step']:,} of {f['steps']:,}, loss {f['loss']:.3f}", err=True)
        elif event.name == "warning":
            typer.echo(f"warning: {event.facts['text']}", err=True)
        elif event.name == "failed":
            typer.echo(f"failed: {event.what}", err=True)
            for problem in event.facts["problems"]:  # and again at the end, where it is not missed
                typer.echo(f"  {problem}", err=True)
        elif event.name == "blocked" and event.kind == "phase":  # the end counts the others
            typer.echo(f"not begun: {event.what} (it needs {event.facts['by']})", err=True)
        elif event.name == "stopping":
            typer.echo("finishing the step, saving …", err=True)


@contextlib.contextmanager
def _live(plan: Plan) -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.fields[note]}"))  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bars:
        whole = bars.add_task("jobs", total=len(plan.jobs), note="")
        under_way: dict[str, object] = {}

        def listen(event: Event) -> None:
            if event.name == "plan":
                bars.update(whole, total=event.facts["missing"] or 1)
                console.print(f"{event.facts['jobs']:,} jobs, {event.facts['present']:,} done before")
            elif event.name == "step":
                f = event.facts
                if event.job not in under_way:
                    under_way[event.job] = bars.add_task(event.what, total=f["steps"], note="")
                note = f"loss {f['loss']:.3f}  {f['rows'] * f['step'] / max(f['seconds'], 1e-9):,.0f} rows/s"
                bars.update(under_way[event.job], completed=f["step"], note=note)  # type: ignore[arg-type]
            elif event.name in ("done", "failed", "interrupted"):
                if event.job in under_way:
                    bars.remove_task(under_way.pop(event.job))  # type: ignore[arg-type]
                bars.advance(whole)
                if event.name == "failed":
                    console.print(f"failed: {event.what}", style="red", markup=False, highlight=False)
                for problem in event.facts.get(
                    "problems", ()
                ):  # and again at the end, where it is not missed
                    console.print(f"  {problem}", markup=False, highlight=False)
            elif event.name == "blocked":
                bars.advance(whole)
                if event.kind == "phase":
                    told = f"not begun: {event.what} (it needs {event.facts['by']})"
                    console.print(told, markup=False, highlight=False)
            elif event.name == "warning":
                console.print(f"warning: {event.facts['text']}", markup=False, highlight=False)
            elif event.name == "stopping":
                console.print("finishing the step, saving …")

        yield listen
