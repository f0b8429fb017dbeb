"""hub: examples from a data set on the Hugging Face hub, pinned by revision and read offline.

`fetch` is the one function that goes to the network. Everything else reads the folder it left behind, and
neither runs a data set's code nor reads a pickle: only Parquet, JSON and CSV are taken.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from intermezzo import shelf
from intermezzo.data import columns
from intermezzo.data.asked import first_problem
from intermezzo.data.flat import FIELDS, in_row
from intermezzo.data.gold import settle
from intermezzo.data.identity import digest, unique
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.lock import Pinned
from intermezzo.data.place import Place, expected, keys, member
from intermezzo.data.reader import SHELF, Examples, Reader, ReadOptions, refuse
from intermezzo.data.sources.file import read_files
from intermezzo.example import TextExample
from intermezzo.problem import JOB_FAILED, Problem, Refused

COMMIT = re.compile(r"[0-9a-f]{40}")
DATA_FILES = ("*.parquet", "*.json", "*.jsonl", "*.json.gz", "*.jsonl.gz", "*.csv")
DESCRIPTION = "README.md"  # its head says which files make which configuration and split
TABLES = (DESCRIPTION, *DATA_FILES)
Kind = Literal["dataset", "model"]
TEXT_FIELDS = ("text", "second", "group")

# The libraries below tell their users what went wrong in a sentence and more; the first line is passed on.
MAX_TOLD = 200


def read_hub(
    repo: str,
    *,
    revision: str,
    split: str,
    language: str,
    config: str | None = None,
    unit: str = "qa",
    reader: str = "",
    files: str = "",
    options: ReadOptions | None = None,
    cache: Path | None = None,
) -> tuple[Examples, Ledger]:
    """Examples of one split of a data set that was fetched before; never goes to the network.

    Args:
        repo: `OWNER/NAME`.
        revision: the commit, in full: a branch is no pin.
        split: one, or one a line as `config` has them.
        config: the configuration, where the data set has several; several lines are read together by `reader`.
        unit: what a row is: a question (flat, see data/flat.py), a line of text, or another unit (data/columns.py).
        reader: of configurations that belong together, which takes their rows as JSON lines; of `files`.
        files: names or patterns inside the repository, one a line, that are read instead of configurations.
        options: as of readers; `columns` names the columns, by field.
        cache: where fetched data sets lie; the hub library's own folder otherwise.

    Errors:
        Refused with all that is wrong with the rows, or if the revision is not on this machine.
    """
    folder = located(repo, revision=revision, cache=cache)
    if isinstance(folder, Problem):
        raise Refused(folder)
    name, options = f"hub:{repo}", options or ReadOptions()
    if files:
        with told_of(name):
            return read_files(
                files.split("\n"), reader=reader, language=language, options=options, folder=folder
            )
    if reader:
        tables = list(zip((config or "").split("\n"), split.split("\n"), strict=True))
        return read_tables(
            folder, name=name, tables=tables, language=language, reader=reader, options=options
        )
    return read_folder(
        folder, name=name, split=split, language=language, config=config, unit=unit, options=options
    )


def read_folder(
    folder: Path,
    *,
    name: str,
    split: str,
    language: str,
    config: str | None = None,
    unit: str = "qa",
    options: ReadOptions | None = None,
) -> tuple[Examples, Ledger]:
    """Examples of a folder laid out as a data set on the hub is."""
    options = options or ReadOptions()
    fields = {"qa": FIELDS, "text": TEXT_FIELDS}.get(unit) or columns.fields_of(unit)
    if unknown := sorted(set(options.columns) - set(fields)):
        raise Refused(expected(f"one of {', '.join(fields)}", ", ".join(unknown), Place("columns")))
    rows = rows_of(folder, name=name, config=config, split=split)
    if isinstance(rows, Problem):
        raise Refused(rows)
    placed = [(Place(name, f"{split}[{i}]"), row) for i, row in enumerate(rows)]
    if unit == "text":
        return lines(placed, name=name, language=language, named=options.columns)
    if unit != "qa":
        return columns.read(placed, unit=unit, name=name, language=language, options=options)
    asked = (in_row(row, place, options.columns) for place, row in placed)
    return settle(asked, name=name, language=language, options=options, notes={})


def read_tables(
    folder: Path,
    *,
    name: str,
    tables: Sequence[tuple[str, str]],
    language: str,
    reader: str,
    options: ReadOptions,
) -> tuple[Examples, Ledger]:
    """Examples of configurations, each with its split, as a reader makes them of files of JSON lines named so."""
    found = shelf.load(SHELF, reader, "READER")
    if isinstance(found, Problem):
        raise Refused(found)
    assert isinstance(found, Reader)
    sources: dict[str, Path | bytes] = {}
    for config, split in tables:
        rows = rows_of(folder, name=name, config=config, split=split)
        if isinstance(rows, Problem):
            raise Refused(rows)
        sources[f"{config}.jsonl"] = "".join(
            json.dumps(row, ensure_ascii=False) + "\n" for row in rows
        ).encode("utf-8")
    with told_of(name):
        if found.read_together:
            return found.read_together(sources, language=language, options=options)
        assert found.read, reader
        ((only, content),) = sources.items()
        return found.read(content, name=only, language=language, options=options)


@contextmanager
def told_of(name: str) -> Iterator[None]:
    """What a reader says of a file, said of the data set that it is in."""
    try:
        yield
    except Refused as refused:
        raise Refused([problem.at(name) for problem in refused.problems]) from None


def rows_of(folder: Path, *, name: str, config: str | None, split: str) -> list[dict[str, Any]] | Problem:
    """The rows of a split, through `datasets`, whose working copies go to a folder that is then removed."""
    try:
        import datasets
    except ImportError:
        return without_extra(name)
    if not any(True for pattern in DATA_FILES for _ in folder.rglob(pattern)):
        return expected("Parquet, JSON or CSV files", names_in(folder), Place(name))
    if problem := elsewhere(folder, name=name):
        return problem
    with tempfile.TemporaryDirectory(prefix="intermezzo-") as scratch, without_progress_bars():
        try:
            table = datasets.load_dataset(
                str(folder), name=config, split=split, cache_dir=scratch, keep_in_memory=True
            )
        except Exception as error:  # the library's own and those of all its formats; each means: not readable
            return Problem(place=name, what=f"cannot be read: {told(error)}")
        return list(table)


def elsewhere(folder: Path, *, name: str) -> Problem | None:
    """A description may point at files anywhere in the world; only those of its own folder are read."""
    from huggingface_hub import DatasetCard

    description = folder / DESCRIPTION
    if not description.exists():
        return None
    try:
        stated = DatasetCard.load(description, ignore_metadata_errors=True).data.to_dict()
    except Exception as error:  # YAML's errors, and the card's
        return Problem(place=f"{name}: {DESCRIPTION}", what=f"its head cannot be read: {told(error)}")
    for path in strings_in(stated.get("configs", [])):
        if "://" in path or Path(path).is_absolute() or ".." in Path(path).parts:
            return expected("files of the data set itself", f'"{path}"', Place(name, DESCRIPTION))
    return None


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings_in(each)


@contextmanager
def without_progress_bars() -> Iterator[None]:
    """Talking is the command line's part."""
    from datasets.utils.logging import disable_progress_bar, enable_progress_bar, is_progress_bar_enabled

    was_enabled = is_progress_bar_enabled()
    disable_progress_bar()
    try:
        yield
    finally:
        if was_enabled:
            enable_progress_bar()


def lines(
    rows: list[tuple[Place, dict[str, Any]]], *, name: str, language: str, named: Mapping[str, str]
) -> tuple[list[TextExample], Ledger]:
    """Rows of text; `second` and `group` are taken where columns are named for them."""
    taken = {"text": "text", **named}
    found = [
        {field: member(row, column, str, place) for field, column in taken.items()} for place, row in rows
    ]
    refuse((p for each in found if (p := first_problem(*each.values()))), name=name)
    texts = [{field: str(value) for field, value in each.items()} for each in found]
    kept = [each for each in texts if each["text"].strip()]
    if not kept:
        raise Refused(Problem(place=name, what="no text in this split."))
    ids, n_renamed = unique([digest(each["text"]) for each in kept])
    return [TextExample(id=i, language=language, **each) for i, each in zip(ids, kept)], Ledger(
        read=len(texts),
        kept=len(kept),
        dropped=merged({"blank line": len(texts) - len(kept)}),
        notes=merged({"repeated ids made unique": n_renamed}),
    )


def located(repo: str, *, revision: str, cache: Path | None = None) -> Path | Problem:
    """The folder of a fetched revision. Looks at this machine only."""
    if not COMMIT.fullmatch(revision):
        return unpinned(repo)
    return snapshot(repo, revision=revision, kind="dataset", patterns=TABLES, cache=cache)


def snapshot(
    repo: str, *, revision: str, kind: Kind, patterns: Sequence[str], cache: Path | None = None
) -> Path | Problem:
    """The folder of what was fetched with these patterns. Looks at this machine only."""
    try:
        from huggingface_hub import errors, snapshot_download
    except ImportError:
        return without_extra(f"hub:{repo}")
    try:
        folder = snapshot_download(
            repo,
            repo_type=kind,
            revision=revision,
            cache_dir=cache,
            allow_patterns=list(patterns),
            local_files_only=True,
        )
    except errors.LocalEntryNotFoundError:
        return not_here(repo)
    except errors.HFValidationError:
        return expected("a name OWNER/NAME", f'"{repo}"', Place(f"hub:{repo}"))
    return Path(folder)


def is_cached(repo: str) -> bool:
    """Whether some revision of a data set was fetched to this machine's usual place."""
    try:
        from huggingface_hub import constants
    except ImportError:
        return False
    return (Path(constants.HF_HUB_CACHE) / f"datasets--{repo.replace('/', '--')}" / "snapshots").is_dir()


def cached_revision(repo: str) -> str | Problem:
    """The commit of a data set that lies in this machine's usual place: the main branch's, or the only one."""
    if not is_cached(repo):
        return not_here(repo)
    from huggingface_hub import constants

    folder = Path(constants.HF_HUB_CACHE) / f"datasets--{repo.replace('/', '--')}"
    main = folder / "refs" / "main"
    if main.is_file():
        return main.read_text("utf-8").strip()
    commits = sorted(path.name for path in (folder / "snapshots").iterdir())
    if len(commits) == 1:
        return commits[0]
    what = f"several revisions of hub:{repo} are on this machine: {', '.join(commits)}."
    return Problem(what=what, remedy="A study with its lock says which is meant.")


def not_here(repo: str) -> Problem:
    """Nobody has fetched it; a study does not do so on the way."""
    return Problem(
        what=f"hub:{repo} is not on this machine and offline is set.",
        remedy="Fetch it with: intermezzo fetch …",
    )


def fetch(
    repo: str,
    *,
    revision: str | None = None,
    cache: Path | None = None,
    kind: Kind = "dataset",
    patterns: Sequence[str] = TABLES,
) -> tuple[str, Path] | Problem:
    """Brings a data set or a model to this machine, over the network.

    Args:
        revision: a commit, branch or tag; the newest of the main branch otherwise.
        patterns: the files that are wanted; no others are brought.

    Returns:
        The commit it is from now on pinned to, and the folder it lies in.
    """
    try:
        from huggingface_hub import HfApi, errors, snapshot_download
    except ImportError:
        return without_extra(f"hub:{repo}")
    try:
        commit = HfApi().repo_info(repo, revision=revision, repo_type=kind).sha
        folder = snapshot_download(
            repo,
            repo_type=kind,
            revision=commit,
            cache_dir=cache,
            allow_patterns=list(patterns),
        )
    except errors.HFValidationError:
        return expected("a name OWNER/NAME", f'"{repo}"', Place(f"hub:{repo}"))
    except Exception as error:  # the hub's answers, and whatever its transport of the day calls a lost line
        return Problem(
            place=f"hub:{repo}",
            what=f"cannot be fetched: {told(error)}.",
            remedy="Check the name, the revision and the network.",
            exit_code=JOB_FAILED,
        )
    return str(commit), Path(folder)


def pinned(folder: Path, *, revision: str, rows: Mapping[str, int]) -> Pinned:
    """What a lock keeps of a fetched folder: a hash for each file that is read from it."""
    paths = {path for pattern in TABLES for path in folder.rglob(pattern)}
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
    }
    return Pinned(revision=revision, files=files, rows=dict(rows))


def unpinned(repo: str) -> Problem:
    return Problem(what=f"'hub:{repo}' has no revision.", remedy=f"Pin one: hub:{repo}@<commit>")


def without_extra(name: str) -> Problem:
    return Problem(
        place=name,
        what="needs the libraries of the extra 'hub', which are not installed.",
        remedy="pip install 'intermezzo[hub]'",
    )


def names_in(folder: Path) -> str:
    return keys(dict.fromkeys(sorted(path.name for path in folder.iterdir()))).replace(
        "no fields", "no files"
    )


def told(error: Exception) -> str:
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return first if len(first) <= MAX_TOLD else f"{first[: MAX_TOLD - 1]}…"
