"""The shelf of tasks: what every task on it promises."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from data.scenes import as_json, qa, squad
from intermezzo import shelf, tasks
from intermezzo.data.gather import from_files
from intermezzo.data.reader import SHELF as READERS
from intermezzo.data.reader import Reader
from intermezzo.example import UNITS, QAExample
from intermezzo.execute.look import look
from intermezzo.metrics import _profiles
from intermezzo.plan import plan
from intermezzo.tasks import FORMATS, FileSource, HubSource, Source, Split, Task, named, of_contexts
from study.scenes import STUDY, mistakes, taken

REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
REVISION = re.compile(r"[0-9a-f]{40}|")  # empty: a study's lock pins it

# Readers that find a language's part of a file themselves; a pattern of theirs needs no {language}.
BY_LANGUAGE = {"chaii-csv", "chaii-mucot", "tydiqa-goldp", "tydiqa-primary", "xquad-r", "mewsli-x"}


def task_of(name: str) -> Task:
    found = tasks.find(name)
    assert isinstance(found, Task), found
    return found


def splits() -> list[object]:
    """Every split of every task."""
    return [
        pytest.param(split, id=f"{name}@{its}")
        for name in tasks.names()
        for its, split in task_of(name).splits.items()
    ]


def sources() -> list[object]:
    """Every source that is of somebody else: files and hubs."""
    return [
        pytest.param(task_of(name), split, source, id=f"{name}@{its}-{i}")
        for name in tasks.names()
        for its, split in task_of(name).splits.items()
        for i, source in enumerate(split.sources)
        if isinstance(source, FileSource | HubSource)
    ]


@pytest.mark.parametrize("name", tasks.names())
def test_a_task_says_what_it_is(name: str) -> None:
    """A task's file has its name, a first line that says what it is, its licence, and who is to be cited."""
    task = task_of(name)
    assert task.name == name
    told = import_module(f"intermezzo.tasks.{name.replace('-', '_')}").__doc__ or ""
    assert told.partition("\n")[0].endswith((".", ":")) and len(told.partition("\n")[0]) > 20
    assert task.title and task.about.endswith(".") and task.licence
    assert task.citation or name.startswith("world-")


@pytest.mark.parametrize("name", tasks.names())
def test_a_task_is_of_known_words(name: str) -> None:
    """Format, metrics and profile are words that planning and scoring know; sizes are of splits."""
    task = task_of(name)
    assert task.format in FORMATS
    assert FORMATS[task.format].unit in UNITS
    assert set(task.metrics) <= set(shelf.names("intermezzo.metrics"))
    if task.format == "extractive-qa":
        assert task.profile in _profiles.names()
        assert task.may_abstain == (task.profile == "squad-2.0")
    assert task.sizes.keys() <= task.splits.keys()
    assert all(size > 0 for size in task.sizes.values())


@pytest.mark.parametrize("split", splits())
def test_a_split_has_sources_and_languages(split: Split) -> None:
    """Languages are in order, each once, and can be written in a study."""
    assert split.sources and split.languages
    assert list(split.languages) == sorted(set(split.languages))
    assert all(re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", language) for language in split.languages)


@pytest.mark.parametrize(("task", "split", "source"), sources())
def test_a_source_can_be_found(task: Task, split: Split, source: Source) -> None:
    """Patterns and configurations tell languages apart, and names are such as shelves, hubs and readers know."""
    assert isinstance(source, FileSource | HubSource)
    assert source.misplaced in ("error", "repair", "drop")
    assert source.contexts.keys() <= set(split.languages)
    if isinstance(source, HubSource):
        assert REPOSITORY.fullmatch(source.repository) and REVISION.fullmatch(source.revision)
        places: tuple[str, ...] = (source.files or source.config,)
        # Somebody has to join configurations, read files, or tell languages apart that stand in one.
        assert source.reader or len(source.tables) == 1
        assert not source.reader or isinstance(shelf.load(READERS, source.reader, "READER"), Reader)
        if source.reader in BY_LANGUAGE:
            return
    else:
        reader = shelf.load(READERS, source.reader, "READER")
        assert isinstance(reader, Reader), reader
        assert reader.unit == ("passage" if source.into else FORMATS[task.format].unit)
        places = source.patterns
        assert places and len(set(places)) == len(places)
        if source.reader in BY_LANGUAGE or "language" in source.columns:
            return
    for place in places:
        told_apart = {named(source, place, language) for language in split.languages}
        assert len(told_apart) == len(split.languages), place


@pytest.mark.parametrize(("task", "split", "source"), sources())
def test_contexts_are_in_a_language(task: Task, split: Split, source: Source) -> None:
    """Where questions are asked across languages, what an example is in is one language, not a pair."""
    assert isinstance(source, FileSource | HubSource)
    for language in split.languages:
        assert re.fullmatch(r"[a-z]{2,3}(-hant)?", of_contexts(source, language))


def test_across_languages() -> None:
    """MLQA's pairs are written the context first; AfriQA's passages are English, and French for Fon."""
    (file, _) = task_of("mlqa-pairs").splits["test"].sources
    assert isinstance(file, FileSource)
    assert named(file, "test-context-{language}.json", "de-es") == "test-context-de-question-es.json"
    assert of_contexts(file, "de-es") == "de"
    (file,) = task_of("afriqa").splits["test"].sources
    assert isinstance(file, FileSource)
    assert [of_contexts(file, language) for language in ("fon", "ha", "zu")] == ["fr", "en", "en"]
    assert len(task_of("mlqa-pairs").languages) == 49


ACROSS = f'{STUDY}[phase.target]\ntask = "mlqa-pairs"\nbudget = {{ steps = 10 }}\nmixture = {{ "de-es@dev" = 1 }}\n'


def test_a_pair_is_read_in_the_language_of_its_context(tmp_path: Path) -> None:
    """What is asked in Spanish of German text is read from the file of that pair, and its answers are German."""
    place = tmp_path / "mlqa" / "dev" / "dev-context-de-question-es.json"
    place.parent.mkdir(parents=True)
    place.write_bytes(as_json(squad(qa())))
    (job,) = (each for each in plan(taken(ACROSS, data_folder=tmp_path)).jobs if each.kind == "source")
    ((example,), _) = from_files(job.settings, job.places)
    assert isinstance(example, QAExample)
    assert (example.language, example.group) == ("de", "q1")


def test_a_pair_whose_file_is_not_there(tmp_path: Path) -> None:
    """The file that is looked for is named as the data set names it."""
    (told,) = mistakes(ACROSS, data_folder=tmp_path)
    file = "mlqa/MLQA_V1/dev/dev-context-de-question-es.json"
    assert f"no file {file} (looked in {tmp_path})" in told


@pytest.mark.parametrize("name", [name for name in tasks.names() if name.startswith("world-")])
def test_sizes_of_the_world_are_those_that_are_made(name: str) -> None:
    """In all languages together, of the smallest split."""
    task = task_of(name)
    split = "dev" if "dev" in task.splits else "train"
    made = [
        look(name, language=each, split=split, data=None).examples for each in task.splits[split].languages
    ]
    assert sum(map(len, made)) == task.size(split)


def test_sizes_that_nobody_knows() -> None:
    """Are not guessed."""
    assert task_of("squad").size("dev") == 10_570
    assert task_of("ccg").size("train") is None
