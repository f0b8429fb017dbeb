"""The user's own sources: [data.NAME] becomes a task."""

from __future__ import annotations

from pathlib import Path

import pytest

from intermezzo.data import faq
from intermezzo.study.data import NEGATIVES
from intermezzo.tasks import FileSource, HubSource
from study.scenes import PHASE, STUDY, mistakes, taken

MINE = '[data.mine]\nreader = "squad"\nlanguage = "sw"\n'
TRAINED = STUDY + "DATA\n" + PHASE.replace('task = "world-qa"', 'task = "mine"').replace("en = 1", "sw = 1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with some files, empty: the door only looks whether they are there."""
    (tmp_path / "parts").mkdir()
    for name in ("a.json", "b.json.xz", "sw.txt", "te.txt", "parts/1.json", "parts/2.json"):
        (tmp_path / name).touch()
    return tmp_path


def study(data: str, folder: Path) -> Path:
    path = folder / "study.toml"
    path.write_text(TRAINED.replace("DATA", data), "utf-8")
    return path


def source(data: str, folder: Path, split: str = "train") -> FileSource:
    (found,) = taken(study(data, folder)).data["mine"].splits[split].sources
    assert isinstance(found, FileSource)
    return found


def test_ten_lines(folder):
    """One's own encoder and one's own file fit in ten lines."""
    (folder / "my-model").mkdir()
    path = folder / "ten.toml"
    path.write_text(
        """\
study = { question = "Does my data help?", seeds = 3 }
encoder = { name = "dir:my-model" }
data.mine = { reader = "squad", path = "a.json", language = "sw" }
[phase.target]
budget = { epochs = 2 }
mixture = { "mine/sw" = 1 }
[evaluate.zero-shot]
task = "world-qa"
languages = ["sw", "te"]
""",
        "utf-8",
    )
    found = taken(path)
    assert found.arms[0].encoder.name == "dir:my-model"
    assert found.arms[0].phases[0].task == "mine"
    assert found.task("mine").format == "extractive-qa"


def test_qa(folder):
    """A reader of questions makes a task with the official scores."""
    task = taken(study(MINE + 'path = "a.json"\nmisplaced = "repair"', folder)).task("mine")
    assert (task.format, task.family, task.metrics, task.profile) == (
        "extractive-qa",
        "qa",
        ("f1", "em"),
        "squad-1.1",
    )
    (found,) = task.splits["train"].sources
    assert found == FileSource(patterns=("a.json",), reader="squad", misplaced="repair")


def test_text(folder):
    """A reader of text makes a masked-lm task; {language} stands for each language."""
    data = '[data.mine]\nreader = "text"\npath = "{language}.txt"\nlanguages = ["sw", "te"]\n'
    task = taken(study(data, folder)).task("mine")
    assert (task.format, task.family, task.metrics, task.languages) == ("masked-lm", "text", (), ("sw", "te"))


def test_profile_says_whether_no_answer_is_one(folder):
    """Under the rules of SQuAD 2.0 an empty answer is an answer."""
    task = taken(study(MINE + 'path = "a.json"\nprofile = "squad-2.0"', folder)).task("mine")
    assert task.may_abstain


def test_splits(folder):
    """Splits stand in a table of their own or in that of the path."""
    two = '{ train = "a.json", dev = "b.json" }'
    for data in (f"path = {two}", f"splits = {two}", '[data.mine.splits]\ntrain = "a.json"\ndev = "b.json"'):
        assert source(MINE + data, folder, "dev").patterns == ("b.json",)
    assert taken(study(MINE + 'path = "a.json"\nsplit = "train"', folder)).data["mine"].splits.keys() == {
        "train"
    }


def test_list_means_all(folder):
    """A list is one pattern, a path a line: several patterns would be alternatives."""
    assert source(MINE + 'path = ["parts/*.json", "a.json"]', folder).patterns == ("parts/*.json\na.json",)


@pytest.mark.parametrize(
    "path", ["a.json", "b.json", "parts/*.json", "parts/[12].json", "**/2.json", "*.json.*"]
)
def test_there(path, folder):
    """A file is there as it is, compressed, or through a pattern."""
    assert source(f"{MINE}path = '{path}'", folder).patterns == (path,)


@pytest.mark.parametrize("path", ["c.json", "parts", "parts/*.txt", "../a.json", "\\u0000", "x" * 300, "["])
def test_not_there(path, folder):
    """What is no file is named with the folder it was looked for in."""
    (said,) = mistakes(study(f'{MINE}path = "{path}"', folder))
    assert said.startswith(f"{folder / 'study.toml'}:7: data.mine.path: no file ")
    assert said.endswith(f" (looked in {folder})")


def test_data_folder(folder, tmp_path_factory):
    """Paths start from --data, where it is given, and not from the study."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    path = study(MINE + 'path = "a.json"', folder)
    assert mistakes(path, data_folder=elsewhere)[0].endswith(f"no file a.json (looked in {elsewhere})")
    moved = study(MINE + 'path = "a.json"', elsewhere)
    assert taken(moved, data_folder=folder).data_folder == folder


def test_task_of_the_shelf(folder):
    """Files of a task of the shelf are looked for where the data folder is given, else when they are read."""
    text = STUDY + PHASE.replace("world-qa", "squad")
    assert taken(text)
    assert mistakes(text, data_folder=folder) == [
        (
            f"study:7: phase.target.mixture.en: no file squad/train-v1.1.json (looked in {folder}). "
            "Bring it from the hub with: intermezzo fetch …"
        )
    ]
    (folder / "train-v1.1.json.gz").touch()
    assert taken(text, data_folder=folder)


def test_hub(folder):
    """A data set of the hub is taken with its revision, configuration and columns."""
    data = """\
[data.mine]
hub = "OWNER/NAME@0123abc"
config = "xx.{language}"
columns = { question = "q" }
language = "sw"
splits = { train = "train", dev = "validation" }
"""
    task = taken(study(data, folder)).task("mine")
    assert task.format == "extractive-qa"
    assert task.splits["dev"].sources == (
        HubSource(
            repository="OWNER/NAME",
            revision="0123abc",
            config="xx.{language}",
            split="validation",
            columns={"question": "q"},
        ),
    )


@pytest.mark.parametrize(
    ("way", "form", "labels"),
    [
        ('{ way = "matching" }', "retrieval", ()),
        ('{ way = "pairs", negatives = "other-site", seed = 3 }', "sequence-classification", ("0", "1")),
        ('{ way = "reading", answers = 5 }', "extractive-qa", ()),
    ],
)
def test_what_becomes_of_websites(way, form, labels, folder):
    """Questions and answers of sites are a task in three ways, with its settings in the study."""
    data = f'[data.mine]\nreader = "faq-jsonl"\npath = "a.json"\nlanguage = "sw"\ninto = {way}\n'
    task = taken(study(data, folder)).task("mine")
    assert (task.format, task.labels) == (form, labels)
    (its,) = task.splits["train"].sources
    assert isinstance(its, FileSource) and its.into["way"] in way


def test_negatives_are_those_that_are_drawn():
    """The door, which may not load what draws them, knows the same words."""
    assert NEGATIVES == faq.NEGATIVES


def test_labels_and_columns(folder):
    """Data of the user's own say their labels and what their columns are called."""
    data = (
        '[data.mine]\nreader = "tsv-label"\npath = "a.json"\nlanguage = "sw"\n'
        'labels = ["no", "yes"]\ncolumns = { text = "q1", second = "q2" }\n'
    )
    task = taken(study(data, folder)).task("mine")
    assert (task.format, task.labels, task.metrics) == (
        "sequence-classification",
        ("no", "yes"),
        ("accuracy",),
    )
    (its,) = task.splits["train"].sources
    assert its.columns == {"text": "q1", "second": "q2"}


REFUSED = {
    '[data.squad]\nreader = "squad"\npath = "a.json"\nlanguage = "sw"': (
        "4: data.squad: there is a task 'squad' already. Take another name."
    ),
    '[data.mine]\nhub = "OWNER/NAME"\nlanguage = "sw"': (
        "5: data.mine.hub: 'hub:OWNER/NAME' has no revision. Pin one: hub:OWNER/NAME@<commit>"
    ),
    '[data.mine]\nreader = "sqad"\npath = "a.json"\nlanguage = "sw"': (
        "5: data.mine.reader: no reader 'sqad'. Did you mean 'squad'? All readers: intermezzo list readers"
    ),
    MINE: '4: data.mine.path: missing. Write path = "FILE"',
    MINE + 'path = "a.json"\nprofile = "squad-1.2"': (
        "8: data.mine.profile: no profile 'squad-1.2'. Did you mean 'squad-1.1'? "
        "All profiles: intermezzo list profiles"
    ),
    MINE + 'path = "a.json"\nmisplaced = "mend"': (
        '8: data.mine.misplaced: expected "error", "repair" or "drop", found "mend"'
    ),
    MINE + 'path = "a.json"\nlanguages = ["te"]': (
        "8: data.mine.languages: 'language' is given, too. Drop one of them."
    ),
    '[data.mine]\nreader = "squad"\npath = "a.json"\nlanguages = ["sw", "te"]': (
        "6: data.mine.path: a.json is one file for 2 languages. Write {language} into the path."
    ),
    '[data.mine]\nreader = "squad"\npath = "a.json"': '4: data.mine.language: missing. Write language = "sw"',
    MINE + 'path = "a.json"\ninto = { way = "pairs" }': (
        "8: data.mine.into: 'squad' reads no questions and answers of websites. Drop it."
    ),
    MINE + 'path = "a.json"\ninto = { way = "pears" }': (
        '8: data.mine.into.way: expected matching or pairs or reading, found "pears"'
    ),
    MINE + 'path = "a.json"\ninto = { negatives = "same-site" }': (
        '8: data.mine.into.way: missing. Write way = "matching"'
    ),
    MINE
    + 'path = "a.json"\nlabels = ["a", "b"]': "8: data.mine.labels: extractive-qa has no labels. Drop them.",
    MINE + 'path = "a.json"\nconfig = "x"': "8: data.mine.config: is for data of the hub. Drop it.",
}


@pytest.mark.parametrize("data", REFUSED)
def test_refused(data, folder):
    """What is wrong with a source is said at the source, and not again where it is used."""
    path = study(data, folder)
    if "squad]" in data:
        path.write_text(path.read_text("utf-8").replace('task = "mine"', 'task = "world-qa"'), "utf-8")
    assert mistakes(path) == [f"{path}:{REFUSED[data]}"]
