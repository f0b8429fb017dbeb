"""The user's own sources: each [data.NAME] becomes a task like those of the shelf."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from intermezzo import shelf
from intermezzo.problem import Problem
from intermezzo.study import files
from intermezzo.study.encoder import HUB, is_pinned
from intermezzo.study.fields import given, text_table, texts
from intermezzo.study.kinds import About, OneOf
from intermezzo.study.model import TRAIN
from intermezzo.study.node import ABSENT, Node
from intermezzo.study.shelved import task_names
from intermezzo.tasks import FORMATS, FileSource, HubSource, Source, Split, Task

READERS = "intermezzo.data.readers"
QA = "extractive-qa"
ABSTAINING = "squad-2.0"  # the profile under which an empty answer is an answer
LANGUAGE = "{language}"
FORMAT_OF_WAY = {"matching": "retrieval", "pairs": "sequence-classification", "reading": QA}
NEGATIVES = ("same-site", "other-site", "in-batch")  # of pairs, as data/faq.py draws them

Paths = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """A source of the user's own, as the file has it."""

    reader: Annotated[str, About("a name of: intermezzo list readers")] = ""
    path: Annotated[
        str, About("a file, a pattern, a list of them, or a table by split; may hold {language}")
    ] = ""
    hub: Annotated[str, About("OWNER/NAME@REVISION, instead of reader and path")] = ""
    config: Annotated[str, About("of the hub's data set; may hold {language}")] = LANGUAGE
    columns: Annotated[Mapping[str, str], About("our field = the data's column")] = field(
        default_factory=dict
    )
    language: Annotated[str, About("of all examples")] = ""
    languages: Annotated[tuple[str, ...], About("where the path or the config holds {language}")] = ()
    split: Annotated[str, About("what the path is")] = TRAIN
    splits: Annotated[Mapping[str, str], About("split = path, or the hub's name of it")] = field(
        default_factory=dict
    )
    format: Annotated[str, About("how it meets the model; as the reader has it, unless given")] = ""
    labels: Annotated[
        tuple[str, ...], About("of classification and tagging; those of the train split, unless given")
    ] = ()
    misplaced: Annotated[
        str, OneOf(("error", "repair", "drop")), About("answers not where the file says")
    ] = "error"
    profile: Annotated[str, About("how answers are normalised for the score")] = "squad-1.1"
    parallel: Annotated[bool, About("whether ids are shared between languages")] = False
    into: Annotated[
        Mapping[str, Any],
        About(
            "what questions and answers of websites become: { way = WAY }, one of matching, pairs, reading; for pairs "
            "also negatives = same-site, other-site or in-batch, for reading answers = N in a context; filters, seed"
        ),
    ] = field(default_factory=dict)
    licence: Annotated[str, About("of the data; the report and model cards name it")] = ""


def own_data(node: Node) -> dict[str, Task]:
    """All sources of the study that can be read; the names of the others are kept at the door."""
    if not node.is_absent and not isinstance(node.value, dict):
        node.expected("tables [data.NAME]")
    found: dict[str, Task] = {}
    for name, child in node.children():
        task = own_task(name, child)
        if task is None:
            node.door.broken_data.add(name)
        else:
            found[name] = task
    return found


def own_task(name: str, node: Node) -> Task | None:
    """One source as a task; None once a mistake has been said."""
    n_mistakes = len(node.door.mistakes)
    if name in task_names():
        node.say(f"there is a task '{name}' already.", "Take another name.")
        return None
    if not name or set(name) & set("/@{},") or not name.isprintable():
        node.say(f"'{name}' cannot be referred to.", "Take a name without / @ { } and comma.")
        return None
    values = given(
        node,
        OwnData,
        readers={
            "path": paths,
            "splits": splits,
            "reader": reader,
            "profile": profile,
            "format": format_,
            "into": into,
        },
    )
    if not isinstance(node.value, dict):
        return None
    said = OwnData(**{key: each for key, each in values.items() if key not in ("path", "splits")})
    languages = languages_of(node, said)
    by_split = values.get("splits") or values.get("path") or {}
    if isinstance(by_split, str | tuple):
        by_split = {said.split: by_split}
    if "hub" in node.value:
        sources: Mapping[str, Source] = from_hub(node, said, by_split)
    else:
        sources = from_files(node, said, by_split, languages)
    if len(node.door.mistakes) > n_mistakes:
        return None
    form = said.format or (format_of_reader(said.reader) if said.reader else QA)
    if said.into:
        if FORMATS[form].unit != "passage":
            node.child("into").say(f"'{said.reader}' reads no questions and answers of websites.", "Drop it.")
            return None
        form = FORMAT_OF_WAY[said.into["way"]]
    if said.labels and not FORMATS[form].has_labels:
        node.child("labels").say(f"{form} has no labels.", "Drop them.")
        return None
    return Task(
        name=name,
        title=name,
        about="The study's own data.",
        format=form,
        family=FORMATS[form].family,
        splits={split: Split(sources=(source,), languages=languages) for split, source in sources.items()},
        labels=("0", "1") if said.into.get("way") == "pairs" else said.labels,
        metrics=FORMATS[form].metrics,
        profile=said.profile if form == QA else "",
        may_abstain=form == QA and said.profile == ABSTAINING,
        licence=said.licence,
    )


def languages_of(node: Node, said: OwnData) -> tuple[str, ...]:
    if said.language and said.languages:
        node.child("languages").say("'language' is given, too.", "Drop one of them.")
    found = said.languages or ((said.language,) if said.language else ())
    if not found and not {"language", "languages"} & node.value.keys():
        node.child("language").say("missing.", 'Write language = "sw"')
    for each in found:
        if not each.isprintable() or set(each) & set("/@{}, \\") or each in ("all", ".", ".."):
            node.child("language" if said.language else "languages").say(f"'{each}' cannot be a language.")
    return found


def from_files(
    node: Node, said: OwnData, by_split: Mapping[str, Paths], languages: tuple[str, ...]
) -> dict[str, FileSource]:
    """A source a split, each of whose files is there."""
    if "reader" not in node.value:
        node.child("reader").say("missing.", 'Write reader = "squad"')
    if "path" in node.value and "splits" in node.value:
        node.child("splits").say("'path' is given, too.", "Drop one of them.")
    elif not {"path", "splits"} & node.value.keys():
        node.child("path").say("missing.", 'Write path = "FILE"')
    if "config" in node.value:
        node.child("config").say("is for data of the hub.", "Drop it.")
    for split, path in by_split.items():
        place = node.child("splits" if "splits" in node.value else "path")
        if isinstance(place.value, dict):
            place = place.child(split)
        each_path = (path,) if isinstance(path, str) else path
        for one in each_path:
            if len(languages) > 1 and LANGUAGE not in one:
                place.say(
                    f"{one} is one file for {len(languages)} languages.", f"Write {LANGUAGE} into the path."
                )
            for language in languages if LANGUAGE in one else ("",):
                name = one.replace(LANGUAGE, language)
                if not files.is_there(name, node.door.folder):
                    place.say(files.not_found(name, node.door.folder))
    return {
        split: FileSource(
            # Several patterns are alternatives. A list means all its files: one pattern, a path a line.
            patterns=(path if isinstance(path, str) else "\n".join(path),),
            reader=said.reader,
            misplaced=said.misplaced,
            parallel=said.parallel,
            columns=said.columns,
            into=said.into,
        )
        for split, path in by_split.items()
    }


def from_hub(node: Node, said: OwnData, by_split: Mapping[str, Paths]) -> dict[str, HubSource]:
    """A source a split, pinned."""
    for key in ("reader", "path", "misplaced"):
        if key in node.value:
            node.child(key).say("is for files.", "Drop it, or drop 'hub'.")
    if not said.hub:
        return {}
    text = f"hub:{said.hub.removeprefix('hub:')}"
    pinned = HUB.fullmatch(text)
    if not is_pinned(text, node.child("hub")) or pinned is None:
        return {}
    return {
        split: HubSource(
            repository=pinned["repository"],
            revision=pinned["revision"],
            config=said.config,
            split=str(theirs),
            columns=said.columns,
            parallel=said.parallel,
        )
        for split, theirs in (by_split or {said.split: said.split}).items()
    }


def paths(node: Node) -> Any:
    """A path, a list of paths, or either by split."""
    if isinstance(node.value, dict):
        return by_split(node, one_or_more)
    return one_or_more(node)


def splits(node: Node) -> Any:
    if not isinstance(node.value, dict):
        return text_table(node)
    return by_split(node, one_or_more)


def by_split(node: Node, read: Callable[[Node], Any]) -> Any:
    found = {split: read(child) for split, child in node.children()}
    for split, child in node.children():
        if not split.isalnum():
            child.say(f"'{split}' cannot be a split.", "Use letters and digits: train, dev, test.")
    if not found:
        node.expected('a table such as { train = "FILE" }')
        return ABSENT
    return ABSENT if ABSENT in found.values() else found


def one_or_more(node: Node) -> Any:
    if isinstance(node.value, str) and node.value and "\n" not in node.value:
        return node.value
    if isinstance(node.value, list) and node.value:
        return texts(node)
    node.expected("a path or a list of paths")
    return ABSENT


def reader(node: Node) -> Any:
    return on(READERS, "readers", names(READERS), node)


def format_(node: Node) -> Any:
    return on("", "formats", tuple(FORMATS), node)


def into(node: Node) -> Any:
    """What passages become, as data/faq.py takes it."""
    if not isinstance(node.value, dict):
        node.expected('a table such as { way = "pairs" }')
        return ABSENT
    allowed: dict[str, tuple[str, Callable[[Any], bool]]] = {
        "way": (" or ".join(FORMAT_OF_WAY), FORMAT_OF_WAY.__contains__),
        "negatives": (" or ".join(NEGATIVES), NEGATIVES.__contains__),
        "answers": ("a whole number above 1", lambda v: type(v) is int and v > 1),
        "filters": ("true or false", lambda v: type(v) is bool),
        "seed": ("a whole number of at least 0", lambda v: type(v) is int and v >= 0),
    }
    n_mistakes = len(node.door.mistakes)
    for key, child in node.children():
        if key not in allowed:
            child.say("unknown field.", f"Fields: {', '.join(allowed)}.")
        elif not isinstance(child.value, str | int) or not allowed[key][1](child.value):
            child.expected(allowed[key][0])
    if "way" not in node.value:
        node.child("way").say("missing.", 'Write way = "matching"')
    return ABSENT if len(node.door.mistakes) > n_mistakes else dict(node.value)


def profile(node: Node) -> Any:
    from intermezzo.metrics import _profiles  # late: it brings numpy along

    return on("", "profiles", tuple(_profiles.names()), node)


def on(shelf_name: str, kind: str, known: tuple[str, ...], node: Node) -> Any:
    """A name that is on a shelf."""
    if not isinstance(node.value, str):
        node.expected("text")
        return ABSENT
    if node.value not in known:
        problem = shelf.unknown(kind, node.value, list(known))
        node.say(problem.what, problem.remedy)
        return ABSENT
    return node.value


@cache
def names(shelf_name: str) -> tuple[str, ...]:
    return tuple(shelf.names(shelf_name))


@cache
def format_of_reader(name: str) -> str:
    found = shelf.load(READERS, name, "READER")
    assert not isinstance(found, Problem), found
    return next(name for name, each in FORMATS.items() if each.unit == found.unit)
