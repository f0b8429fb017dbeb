"""References: `TASK/LANGUAGE`, `TASK/{sw,te}`, `TASK/all`, with `@SPLIT` or the split of their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from intermezzo import shelf
from intermezzo.problem import Problem
from intermezzo.study import files
from intermezzo.study.model import TEST, TRAIN, Phase, Reference
from intermezzo.study.node import Node, shown
from intermezzo.study.shelved import on_shelf, task_names
from intermezzo.tasks import FileSource, HubSource, Task, named
from intermezzo.world.cipher import NAME as CIPHER

ALL = "all"
FORM = "TASK/LANGUAGE, TASK/{sw,te} or TASK/all, with @SPLIT where needed"


def references(
    text: str, node: Node, *, split: str, task: str | None = "", takes_tasks: bool = False
) -> tuple[Reference, ...]:
    """What a reference means; none, once it has been said what is wrong with it.

    Args:
        text: the reference.
        node: where it stands.
        split: the split that is meant where none is named.
        task: what a bare language is of; None if there is a task that cannot be read, which has been said.
        takes_tasks: a bare word is a task, and means all its languages.
    """
    told, at, own_split = text.partition("@")
    is_task = takes_tasks and "/" not in told
    name, slash, language = (f"{told}/{ALL}" if is_task else told).rpartition("/")
    if not slash and task is None:
        return ()
    name = name if slash else task or ""
    wanted = tuple(each.strip() for each in language.removeprefix("{").removesuffix("}").split(","))
    is_list = language.startswith("{") and language.endswith("}")
    is_readable = all(wanted) and (is_list or len(wanted) == 1) and "{" not in "".join(wanted)
    if not name or not is_readable or (at and not own_split):
        form = f"TASK, {FORM}" if takes_tasks else FORM
        node.say(f"expected {form}, found {shown(text)}")
        return ()
    found = find_task(name, node)
    if found is None:
        return ()
    split = own_split or split
    return tuple(
        Reference(task=name, language=each, split=split)
        for each in languages(found, ALL if wanted == (ALL,) else wanted, split, node)
    )


def written(meant: Iterable[Reference], task_of: Callable[[str], Task], *, split: str) -> str:
    """References as a person writes them: `world-qa/en + world-text/all`; `@SPLIT` where it is not `split`."""
    languages: dict[tuple[str, str], list[str]] = {}
    for each in meant:
        languages.setdefault((each.task, each.split), []).append(each.language)
    told = []
    for (name, its_split), some in languages.items():
        there = task_of(name).splits[its_split].languages
        which = ALL if len(some) > 1 and set(some) == set(there) else ",".join(some)
        at = "" if its_split == split else f"@{its_split}"
        told.append(f"{name}/{f'{{{which}}}' if ',' in which else which}{at}")
    return " + ".join(told)


def material(phase: Phase, task_of: Callable[[str], Task]) -> str:
    """What a phase trains on, as a study writes it: `squad/{en,es}`, `squad/en without xquad/all`."""
    told = written((share.of for share in phase.mixture), task_of, split=TRAIN)
    return f"{told} without {written(phase.without, task_of, split=TEST)}" if phase.without else told


def find_task(name: str, node: Node) -> Task | None:
    """The task of that name, the study's own first; None once it has been said that there is none."""
    own = node.door.data.get(name)
    if own is not None:
        return own
    if name in node.door.broken_data:
        return None  # what is wrong with it has been said where it stands
    found = on_shelf(name)
    if isinstance(found, Problem):
        problem = shelf.unknown("tasks", name, [*task_names(), *node.door.data])
        node.say(problem.what, problem.remedy)
        return None
    return found


def languages(task: Task, wanted: str | tuple[str, ...], split: str, node: Node) -> tuple[str, ...]:
    """The languages of a split that are wanted, "all" for each; none once a mistake has been said."""
    if split not in task.splits:
        node.say(f"task '{task.name}' has no split '{split}'.", f"It has: {', '.join(task.splits)}")
        return ()
    there = task.splits[split].languages
    if wanted == ALL:
        wanted = there
    served = [each for each in wanted if is_served(task, split, each)]
    for each in wanted:
        if each not in served:
            node.say(f"task '{task.name}' has no '{each}'.", f"It has: {', '.join(there)}")
    if len(set(wanted)) < len(wanted):
        twice = next(each for each in wanted if wanted.count(each) > 1)
        node.say(f"'{twice}' stands here twice.", "Write it once.")
    if node.door.has_data_folder and task.name not in node.door.data:
        for each in served:
            on_disk(task, each, split, node)
    return tuple(served)


def is_served(task: Task, split: str, language: str) -> bool:
    """Whether a split has a language: listed, or a cipher that is made on demand."""
    is_cipher = task.accepts_ciphers and bool(CIPHER.fullmatch(language))
    return language in task.splits[split].languages or is_cipher


def on_disk(task: Task, language: str, split: str, node: Node) -> None:
    """Says so where a task of the shelf needs files that the data folder does not have."""
    sources = task.splits[split].sources
    if not all(isinstance(source, FileSource) or is_unpinned(source, node) for source in sources):
        return  # the world makes it, or the hub has it
    patterns = [
        named(source, pattern, language)
        for source in sources
        if isinstance(source, FileSource)
        for pattern in source.patterns
    ]
    if patterns and not any(are_there(pattern, node.door.folder) for pattern in patterns):
        on_hub = any(isinstance(source, HubSource) for source in sources)
        remedy = "Bring it from the hub with: intermezzo fetch …" if on_hub else ""
        first = patterns[0].partition("\n")[0]
        node.say(f"{files.not_found(first, node.door.folder)}{'.' * on_hub}", remedy)


def are_there(pattern: str, folder: Path) -> bool:
    """Whether all files of a pattern are there; several lines mean all of them together."""
    return all(files.is_there(each, folder) for each in pattern.split("\n"))


def is_unpinned(source: object, node: Node) -> bool:
    """A data set of the hub that neither its task nor a lock beside the study pins."""
    return isinstance(source, HubSource) and not source.revision and not node.door.may_be_on_hub
