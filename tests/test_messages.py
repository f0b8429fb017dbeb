"""Every message of DESIGN section 5, provoked as people provoke it: with a study, a file, a model or a store on disk.

The table has the words as they stand there; what is in braces is filled in. Each row has the test of its name.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import doors
import miniature
from data.scenes import CONTEXT, as_json, qa, squad
from doors import forked, typed
from intermezzo.store import Store
from miniature import Place, changed, put
from study.scenes import PHASE, STUDY

MESSAGES = {
    "unknown field": "{study}: phase.target.bugdet: unknown field. Did you mean 'budget'?",
    "wrong kind of value": (
        '{study}: phase.target.budget.steps: expected a whole number above 0, found "many"'
    ),
    "unknown axis value": (
        "{study}: phase.intermediate.mixture: no entry for intermediate = 'english'. "
        "Add one, or leave the phase out with 'when'."
    ),
    "expression": (
        "{study}: phase.target.mixture.en: cannot read '1 - shares': 'shares' is not an axis. "
        "Axes: share, order."
    ),
    "unknown task": (
        "{study}: evaluate.zero-shot.task: no task 'xquadd'. Did you mean 'xquad'? "
        "All tasks: intermezzo list tasks"
    ),
    "language not served": (
        "{study}: evaluate.zero-shot.languages: task 'xquad' has no 'sw'. It has: ar, de, el, {rest}"
    ),
    "circle": (
        "{study}: phase.target.after: phases form a circle: target → intermediate → target"
    ),
    "claim on nothing": (
        "{study}: claim 2: compares intermediate = 'french', but no arm has it"
    ),
    "not matched": (
        "{study}: claim 1: says equal tokens, but '{arm}' trains {a} and '{control}' {b}. "
        "Set budget = {{ tokens = … }} or drop 'equal'."
    ),
    "file not found": (
        "{study}: data.mine.path: no file {path} (looked in {folder})"
    ),
    "misplaced answer": (
        "{file}: question {id}: the answer '{text}' is not at {start} in its context (there: '{other}'). "
        'Set misplaced = "repair" or "drop" to go on.'
    ),
    "broken data file": "{file}: not valid JSON: {what} (column {column})",
    "blanked labels": (
        "{file}: split 'test' has no labels (all answers empty). "
        "Its labels are not public; evaluate on 'dev', or write a submission."
    ),
    "leak": (
        "{study}: phase.intermediate trains on 'squad-es@dev', which holds {n_held} of the {n} questions of "
        "'xquad'. Take the train split, or exclude them with 'without'."
    ),
    "nothing to answer with": (
        "{model} has no fast tokenizer, which exact answer positions need. Use a model that has one."
    ),
    "no network": (
        "hub:{name} is not on this machine and offline is set. Fetch it with: intermezzo fetch …"
    ),
    "pinned": (
        "{study}: encoder.name: 'hub:{name}' has no revision. Pin one: hub:{name}@<commit>"
    ),
    "out of memory": (
        "job phase {key}: out of memory at batch {rows} rows x {length} tokens. Lower batch.rows (it is accumulated "
        "to the same step with 'accumulate'), or give this phase more memory."
    ),
    "damaged record": (
        "store: record {key}… (phase): model.safetensors does not match its hash. "
        "Set aside; it will be made again."
    ),
    "disk full": (
        "store: no space left on {folder} (needs {size}). "
        "Nothing was lost; free space and run the same command again."
    ),
    "read-only store": (
        "store: {folder} cannot be written. "
        "Give another with --store, or use 'intermezzo report', which only reads."
    ),
    "diverged": (
        "job phase {key}: the loss is not a number at step {step}. The phase is marked as failed; "
        "lower 'rate' or raise 'warmup'."
    ),
    "too few to say": (
        "claim 1: undecided: with {n_seeds} seeds and {n_languages} languages the smallest effect this study can "
        "see is about {points} points"
    ),
}  # fmt: skip


def message(situation: str, **filled: object) -> str:
    """The message of a row, filled in."""
    return MESSAGES[situation].format(**filled)


def pattern(situation: str, **filled: object) -> str:
    """The same as a regular expression, for what differs from one machine to another; what is filled in is one."""
    parts = re.split(r"(?<!\{)\{(\w+)\}(?!\})", MESSAGES[situation])
    words = [part.replace("{{", "{").replace("}}", "}") for part in parts]
    return "".join(str(filled[w]) if i % 2 else re.escape(w) for i, w in enumerate(words))


def test_every_row_has_its_test() -> None:
    """A row of the table without a test of its name would be a promise nobody looks after."""
    wanted = {f"test_{re.sub(r'[^a-z]+', '_', situation)}" for situation in MESSAGES}
    assert wanted <= set(globals())


# A study that is wrong: told by every command that reads it, before anything else happens

INTERMEDIATE = """\
[axes]
intermediate = ["none", "english"]

[phase.intermediate]
task = "world-qa-unanswerable"
budget = { steps = 10 }
mixture = { by = "intermediate", none = { en = 1 }, english = { en = 1 } }

"""
EVALUATE = """\
[evaluate.zero-shot]
task = "world-qa"
languages = "all"
"""
CLAIM = """\
[[claim]]
says = "it helps"
compare = { intermediate = ["english", "none"] }
on = "zero-shot"
expect = "> 0"
"""


def said_of(text: str, folder: Path) -> list[str]:
    """What `plan` says to a study, which it refuses."""
    (folder / "study.toml").write_text(text, encoding="utf-8")
    said = typed("plan", "study.toml", folder=folder)
    assert (said.code, said.out) == (2, "")
    return said.lines


def test_unknown_field(tmp_path: Path) -> None:
    """A misspelt field is named with its line and the field that was meant."""
    said = said_of(STUDY + PHASE.replace("budget", "bugdet"), tmp_path)
    assert said == [message("unknown field", study="study.toml:6")]


def test_wrong_kind_of_value(tmp_path: Path) -> None:
    """A value of another kind is shown beside what was expected."""
    said = said_of(STUDY + PHASE.replace("10", '"many"'), tmp_path)
    assert said == [message("wrong kind of value", study="study.toml:6")]


def test_unknown_axis_value(tmp_path: Path) -> None:
    """A choice without an entry for a value of its axis names the value."""
    said = said_of(STUDY + INTERMEDIATE.replace(", english = { en = 1 }", "") + PHASE, tmp_path)
    assert said == [message("unknown axis value", study="study.toml:10")]


def test_expression(tmp_path: Path) -> None:
    """An expression over what is no axis names the axes there are."""
    axes = '[axes]\nshare = [0.5, 1]\norder = ["joint", "sequential"]\n'
    said = said_of(STUDY + axes + PHASE.replace("en = 1", 'en = "1 - shares"'), tmp_path)
    assert said == [message("expression", study="study.toml:10")]


def test_unknown_task(tmp_path: Path) -> None:
    """An unknown task is answered with the nearest."""
    said = said_of(STUDY + PHASE + EVALUATE.replace("world-qa", "xquadd"), tmp_path)
    assert said == [message("unknown task", study="study.toml:9")]


def test_language_not_served(tmp_path: Path) -> None:
    """A language that a task lacks is answered with those it has."""
    xquad = EVALUATE.replace("world-qa", "xquad").replace('"all"', '["sw"]')
    said = said_of(STUDY + PHASE + xquad, tmp_path)
    rest = "en, es, hi, ro, ru, th, tr, vi, zh"
    assert said == [message("language not served", study="study.toml:10", rest=rest)]


def test_circle(tmp_path: Path) -> None:
    """Phases that come after each other are shown all the way round."""
    middle = INTERMEDIATE.replace("[phase.intermediate]", '[phase.intermediate]\nafter = "target"')
    said = said_of(STUDY + middle + PHASE + 'after = "intermediate"\n', tmp_path)
    assert said == [message("circle", study="study.toml:17")]


def test_claim_on_nothing(tmp_path: Path) -> None:
    """A claim on a value no arm has says so, and counts claims from 1."""
    claims = CLAIM + CLAIM.replace("english", "french")
    said = said_of(STUDY + INTERMEDIATE + PHASE + EVALUATE + claims, tmp_path)
    assert said == [message("claim on nothing", study="study.toml:24")]


def test_file_not_found(tmp_path: Path) -> None:
    """A missing file of one's own is named with the folder it was looked for in."""
    data = '[data.mine]\nreader = "squad"\nlanguage = "sw"\npath = "mine.json"\n'
    assert said_of(STUDY + data + PHASE, tmp_path) == [
        message("file not found", study="study.toml:7", path="mine.json", folder=".")
    ]


def test_pinned(tmp_path: Path) -> None:
    """A hub's encoder without a revision is not taken."""
    said = said_of(STUDY + '[encoder]\nname = "hub:OWNER/NAME"\n' + PHASE, tmp_path)
    assert said == [message("pinned", study="study.toml:5", name="OWNER/NAME")]


# Encoders


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder of the hub that nobody fetched is not fetched on the way."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    name = f"owner/name@{'a' * 40}"
    said = said_of(STUDY + f'[encoder]\nname = "hub:{name}"\n' + PHASE, tmp_path)
    assert said == [message("no network", name="owner/name")]
    assert not (tmp_path / "cache").exists()


def test_nothing_to_answer_with(tmp_path: Path) -> None:
    """A model directory whose only tokenizer is a slow one's vocabulary is refused before anything runs."""
    model = tmp_path / "slow"
    model.mkdir()
    (model / "config.json").write_text('{"model_type": "bert", "hidden_size": 32}')
    (model / "model.safetensors").write_bytes(b"")
    (model / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n")
    said = said_of(STUDY + '[encoder]\nname = "dir:slow"\n' + PHASE, tmp_path)
    assert said == [message("nothing to answer with", model="dir:slow")]
    answered = forked("predict", model, "-q", "Where?", "-c", CONTEXT, said=tmp_path / "said")
    assert (answered.code, answered.lines) == (2, [message("nothing to answer with", model=model)])


# Data

OWN = """\
[study]
question = "Does it learn?"
seeds = 1

[encoder]
name = "scratch"
layers = 1
width = 32
heads = 2
inner = 64
positions = 128
tokenizer = { text = ["world-text/en@dev"], vocabulary = 600 }

[data.mine]
reader = "squad"
splits = { train = "train.json", test = "test.json" }
language = "en"

[phase.target]
task = "mine"
budget = { steps = 2 }
batch = { rows = 2 }
length = 96
stride = 16
mixture = { en = 1 }

[evaluate.mine]
task = "mine"
languages = "all"
"""
WHOLE = as_json(squad(qa()))


def refused(folder: Path, *, train: bytes = WHOLE, test: bytes = WHOLE) -> str:
    """What `run` says last to files of one's own."""
    place = put(folder, OWN)
    (folder / "train.json").write_bytes(train)
    (folder / "test.json").write_bytes(test)
    said = doors.run(place)
    assert said.code == 2, said.err
    assert "Traceback" not in said.err
    return said.lines[-1]


def test_misplaced_answer(tmp_path: Path) -> None:
    """An answer that is not where its file says is shown with what stands there."""
    said = refused(tmp_path, train=as_json(squad(qa("q7", "Kisumu", 7))))
    filled = {"id": "q7", "text": "Kisumu", "start": 7, "other": CONTEXT[7:13]}
    assert said == message("misplaced answer", file=tmp_path / "train.json", **filled)


def test_broken_data_file(tmp_path: Path) -> None:
    """A broken file is named with line and column."""
    said = refused(tmp_path, train=b'{\n "version": "1.1" "data": []\n}')
    what = "Expecting ',' delimiter"
    assert said == message("broken data file", file=f"{tmp_path / 'train.json'}:2", what=what, column=19)


def test_blanked_labels(tmp_path: Path) -> None:
    """A split that was published without its labels is told as that, and not scored as zero."""
    said = refused(tmp_path, test=as_json(squad(qa(text="", start=0), qa("q2", text="", start=0))))
    assert said == message("blanked labels", file=tmp_path / "test.json")


# After features, before anything trains

LEAKING = """\
[phase.intermediate]
task = "squad-es"
budget = { steps = 2 }
batch = { rows = 2 }
length = 96
stride = 16
mixture = { "es@dev" = 1 }

[phase.target]
"""


def test_leak(tmp_path: Path) -> None:
    """Training on a translation of what is tested is found by the questions' ids, and nothing is trained."""
    drawn = [f"56beb4343aeaaa14008c925{i}" for i in range(5)]
    text = changed(
        ('splits = { train = "train.json", test = "test.json" }', 'path = "train.json"'),
        ("[phase.target]\n", LEAKING),
        ('[evaluate.mine]\ntask = "mine"\nlanguages = "all"', '[evaluate.x]\ntask = "xquad"\nlanguages = ["en"]'),
        text=OWN,
    )  # fmt: skip
    place = put(tmp_path, text)
    (tmp_path / "squad-es").mkdir()
    (tmp_path / "xquad").mkdir()
    (tmp_path / "train.json").write_bytes(WHOLE)
    (tmp_path / "squad-es" / "dev-v1.1-es.json").write_bytes(
        as_json(squad(*(qa(i) for i in drawn[:3]), context="Kisumu está junto al lago."))
    )
    xquad = squad(*(qa(i) for i in drawn), context="Kisumu is a port city.")
    (tmp_path / "xquad" / "xquad.en.json").write_bytes(as_json(xquad))
    said = doors.run(place)
    line = 1 + text.splitlines().index('mixture = { "es@dev" = 1 }')
    assert said.code == 2
    assert said.lines[-1] == message("leak", study=f"{place.study}:{line}", n_held=3, n=5)
    assert not Store(place.store).keys("phase")


def test_not_matched(tmp_path: Path) -> None:
    """Arms that are called equal in tokens are counted once their rows are cut, and nothing is trained."""
    place = put(tmp_path, changed(('over    = "unseen"', 'over    = "unseen"\nequal   = ["tokens"]')))
    said = doors.run(place)
    claim = 1 + place.study.read_text().splitlines().index("[[claim]]")
    number = r"\d{1,3}(,\d{3})*"
    study = re.escape(f"{place.study}:{claim}")
    assert said.code == 2
    assert re.fullmatch(
        pattern("not matched", study=study, arm="mixed", control="none", a=number, b=number), said.lines[-1]
    )
    assert not Store(place.store).keys("phase")


# While jobs run


def test_diverged(tmp_path: Path) -> None:
    """A loss that is no number ends the phase; what failed stays known to a report written later."""
    place = put(tmp_path)
    said = doors.run(place, "--seeds", "1", "--set", "phase.target.rate=1e18")
    assert said.code == 1
    assert re.fullmatch(pattern("diverged", key="[0-9a-f]{6}", step=r"\d+"), said.lines[-1])
    assert "failed" in said.out
    again = ("--seeds", "1", "--set", "phase.target.rate=1e18", "--store", place.store, "--out", place.page)
    later = typed("report", place.study, *again)
    assert said.lines[-1] in later.err


# Bytes of address space that a run may take beyond what is loaded: Arrow reserves one GiB, each thread of the tokenizer
# 64 MiB; what is left is too little for the step.
MARGIN = 5 * 2**29


def in_little_memory(arguments: list[str], out: Path, err: Path, ready: Any) -> None:
    """Be the command line of a process that the system gives no more than so much memory; torch is loaded there."""
    loaded = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (loaded + MARGIN, resource.RLIM_INFINITY))
    miniature._be(arguments, out, err, ready)


def test_out_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that the system has no memory for is told with its size; what was done before stays."""
    place = put(tmp_path)
    monkeypatch.setattr(miniature, "_be", in_little_memory)
    said = doors.run(place, "--seeds", "1", "--set", "phase.target.batch.rows=80000")
    # The exit is left alone: the page's charts come from an engine that dies where it finds so little address space.
    wanted = pattern("out of memory", key="[0-9a-f]{6}", rows=80000, length=96)
    assert [line for line in said.lines if re.fullmatch(wanted, line.strip())], said
    assert Store(place.store).keys("features")


# The store


def corrupted(place: Place) -> str:
    """Turn one bit of the weights that the first run ends with; the key of their record."""
    key = place.plan().runs[0].phases["target"].key
    record = Store(place.store).get("phase", key)
    assert record
    path = record.folder / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    return key


def copied(finished: Place, folder: Path) -> Place:
    """The finished study, to spoil."""
    shutil.copytree(finished.folder, folder)
    return Place(folder)


def test_damaged_record(finished: Place, tmp_path: Path) -> None:
    """A record whose bytes changed is named, set aside, and made again by the same command."""
    place = copied(finished, tmp_path / "copy")
    key = corrupted(place)
    said = typed("store", "check", "--store", place.store)
    assert (said.code, said.lines) == (3, [message("damaged record", key=key[:6])])
    assert not Store(place.store).has("phase", key)
    again = doors.run(place)
    assert again.code == 0, again.err
    assert Store(place.store).has("phase", key)


def test_damaged_record_met_by_a_run(finished: Place, tmp_path: Path) -> None:
    """A run that comes by damage says the same, and goes on from whole records the next time."""
    place = copied(finished, tmp_path / "copy")
    key = corrupted(place)
    for kind in ("predict", "score"):
        shutil.rmtree(place.store / "records" / kind)
    said = doors.run(place)
    assert said.code == 3
    assert message("damaged record", key=key[:6]) in said.lines
    assert doors.run(place).code == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
        mounted = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if mounted.returncode:
        pytest.skip("may not mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_full(small_disk: Path, tmp_path: Path) -> None:
    """A run on a full disk says so, and goes on with the same command once there is room."""
    place = put(tmp_path / "here")
    store = small_disk / "store"
    said = typed("plan", place.study, "--store", store)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(900_000))
    arguments = miniature.run_arguments(place, "--store", str(store), "--seeds", "1")
    said = forked(*arguments, said=place.folder / "said")
    size = r"(about|more than) [\d.]+ (bytes|kB|MB)"
    assert said.code == 3
    assert re.fullmatch(pattern("disk full", folder=re.escape(str(store)), size=size), said.lines[-1])


def test_disk_full_while_copying(finished: Place, small_disk: Path) -> None:
    """A copy knows what it needs."""
    (small_disk / "ballast").write_bytes(bytes(900_000))
    said = typed("store", "copy", finished.study, small_disk / "store", "--store", finished.store)
    folder = re.escape(str(small_disk / "store"))
    assert said.code == 3
    assert re.fullmatch(pattern("disk full", folder=folder, size=r"about [\d.]+ kB"), said.lines[-1])


@pytest.fixture
def closed_store(small_disk: Path) -> Path:
    """A store on a disk that is mounted to be read only: root passes through closed doors, but not through these."""
    store = small_disk / "store"
    store.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    return store


def test_read_only_store(closed_store: Path, finished: Place, tmp_path: Path) -> None:
    """Whoever wants to write is told at once; a report is written all the same."""
    place = put(tmp_path / "here")
    for arguments in (
        ("run", place.study, "--report", place.page, "--store", closed_store),
        ("store", "gc", place.study, "--store", closed_store),
        ("store", "copy", finished.study, closed_store, "--store", finished.store),
    ):
        said = typed(*arguments)
        assert (said.code, said.lines) == (3, [message("read-only store", folder=closed_store)])
    said = typed("report", place.study, "--out", place.page, "--store", closed_store)
    assert said.code == 0
    assert place.page.is_file()


# What a study cannot say


def test_too_few_to_say(finished: Place, tmp_path: Path) -> None:
    """An open verdict says how small an effect the study could have seen."""
    place = put(tmp_path, changed(('over    = "unseen"', 'over    = "all"')))
    said = typed("report", place.study, "--store", finished.store, "--out", place.page)
    wanted = pattern("too few to say", n_seeds=2, n_languages=2, points=r"[\d.]+")
    assert said.code == 0
    assert re.search(wanted, said.out)
