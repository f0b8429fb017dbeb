"""file: examples from files of the user's own, one or many, through a reader."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from intermezzo import shelf
from intermezzo.data import opening
from intermezzo.data.identity import unique
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected
from intermezzo.data.reader import SHELF, Examples, Reader, ReadOptions
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused


def read_files(
    paths: Sequence[str | Path],
    *,
    reader: str,
    language: str,
    options: ReadOptions | None = None,
    folder: Path | None = None,
) -> tuple[Examples, Ledger]:
    """Examples of all files, in the order of `find`, and their ledgers added up.

    Args:
        paths: files or patterns (`train/*.json.xz`).
        reader: a name on the shelf of readers.
        language: of the contexts, or of the lines of text.
        folder: what relative paths start from; where one stands otherwise.

    Errors:
        Refused with what is wrong in any of the files, all together.
    """
    folder = folder or Path()
    options = options or ReadOptions()
    chosen = shelf.load(SHELF, reader, "READER")
    found = find(paths, folder)
    problems = [each for each in (chosen, found) if isinstance(each, Problem)]
    if isinstance(chosen, Reader):
        problems += unknown_columns(chosen, options)
    if problems or isinstance(found, Problem):
        raise Refused(problems)

    assert isinstance(chosen, Reader)
    if chosen.read_together:
        sources: dict[str, Path | bytes] = {name: folder / name for name in found}
        return chosen.read_together(sources, language=language, options=options)
    assert chosen.read, reader
    examples: list[Any] = []  # of one unit, as the reader has one
    ledger = Ledger()
    for name in found:
        try:
            more, its_ledger = chosen.read(folder / name, name=name, language=language, options=options)
        except Refused as refused:
            problems += refused.problems
            continue
        examples += more
        ledger += its_ledger
    if problems:
        raise Refused(problems)
    return told_apart(examples, ledger)


def find(paths: Sequence[str | Path], folder: Path) -> list[str] | Problem:
    """Names of the files, patterns replaced by what they match in order of names; each file once."""
    names: list[str] = []
    for path in map(str, paths):
        is_pattern = glob.has_magic(path) and not (folder / path).exists()
        files = matching(path, folder) if is_pattern else [path]
        if not files or not (folder / files[0]).exists():
            return opening.not_found(path, folder)
        names += [Path(match).as_posix() for match in files]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        return Problem(
            place=twice[0], what="named twice.", remedy="Name each file once; patterns may overlap."
        )
    return names


def matching(pattern: str, folder: Path) -> list[str]:
    # Not Path.glob: it takes no absolute pattern and raises on one like "**x".
    found = glob.glob(pattern, root_dir=folder, recursive=True)  # noqa: PTH207
    return sorted(match for match in found if (folder / match).is_file())


def fingerprint(paths: Sequence[str | Path], *, folder: Path | None = None) -> str | Problem:
    """What identifies the data of several files: their uncompressed bytes in order, and no name or path."""
    folder = folder or Path()
    names = find(paths, folder)
    if isinstance(names, Problem):
        return names
    digests = []
    for name in names:
        content = opening.read_bytes(folder / name, name=name)
        if isinstance(content, Problem):
            return content
        digests.append(opening.fingerprint(content))
    return opening.fingerprint("\n".join(digests).encode("ascii"))


def unknown_columns(reader: Reader, options: ReadOptions) -> list[Problem]:
    """Columns that a reader would pass over without a word."""
    unknown = sorted(set(options.columns) - set(reader.columns))
    if not unknown:
        return []
    if not reader.columns:
        return [Problem(what=f"reader '{reader.name}' has no columns to name.", remedy="Drop 'columns'.")]
    return [expected(f"one of {', '.join(reader.columns)}", ", ".join(unknown), Place("columns"))]


def told_apart(examples: Examples, ledger: Ledger) -> tuple[Examples, Ledger]:
    """Ids unique across files; a reader sees to one file only."""
    ids, n_renamed = unique([example.id for example in examples])
    if not n_renamed:
        return examples, ledger
    if any(isinstance(example, PassageExample) for example in examples):
        what = f"{n_renamed:,} ids of passages stand in several files, so that nobody knows which of them is meant."
        raise Refused(Problem(what=what, remedy="Give passages ids of their own."))
    each: list[Any] = list(examples)
    renamed = [replace(example, id=id_) for example, id_ in zip(each, ids)]
    return renamed, ledger + Ledger(notes={"repeated ids made unique": n_renamed})
