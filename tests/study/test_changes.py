"""Changes from the command line: --set, --seeds, --scale."""

from __future__ import annotations

import subprocess
import sys

import pytest

from intermezzo.study import Study, read
from study.scenes import PHASE, STUDY, mistakes, taken


def quickstart(*changes: str) -> Study:
    return taken("quickstart", changes=list(changes))


def test_quickstart():
    """The study that ships is taken by name: three arms, three seeds, thirteen languages, three claims."""
    study = taken("quickstart")
    assert study.name == "quickstart"
    assert [[phase.name for phase in arm.phases] for arm in study.arms] == [
        ["target"],
        ["intermediate", "target"],
        ["intermediate", "target"],
    ]
    assert study.seeds == (0, 1, 2)
    assert {len(arm.evaluations[0].languages) for arm in study.arms} == {13}
    assert len(study.claims) == 3


def test_a_number():
    """A change is as if the file had said it, and is kept for the report; the text stays as written."""
    study = quickstart("phase.target.budget.steps=21")
    assert {arm.phases[-1].budget.steps for arm in study.arms} == {21}
    assert study.changed == ("phase.target.budget.steps=21",)
    assert study.text == taken("quickstart").text


def test_places():
    """Other rooms can name the line of what they find wrong."""
    study = taken(STUDY + PHASE)
    assert study.place("phase", "target", "mixture") == "study:7: phase.target.mixture"


def test_kinds_of_values():
    """Values are TOML; what is not is text. Claims count from 1."""
    study = quickstart(
        "claim.2.metric=em", "study.question=Why, then?", 'claim.1.over=["sw"]', "phase.target.seed = 4"
    )
    assert (study.claims[1].metric, study.question, study.claims[0].over) == ("em", "Why, then?", ("sw",))
    assert study.arms[0].phases[0].seed == 4


def test_fewer_values_of_an_axis():
    """An axis may lose values; the entries of choices that are left over are no mistakes."""
    study = quickstart('axes.intermediate=["none", "english"]', "claim=[]")
    assert len(study.arms) == 2


def test_a_new_table():
    """A change may add what the file does not have."""
    study = quickstart(
        "evaluate.dev.task=world-qa", 'evaluate.dev.languages=["en"]', "evaluate.dev.split=dev"
    )
    assert [each.name for each in study.arms[0].evaluations] == ["zero-shot", "dev"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "phase.target.budget.steps=many",
            '--set: phase.target.budget.steps: expected a whole number above 0, found "many"',
        ),
        ("phase.target.bugdet=3", "--set: phase.target.bugdet: unknown field. Did you mean 'budget'?"),
        ("steps", "--set steps: expected KEY.KEY=VALUE. For example phase.target.budget.steps=20"),
        ("=3", "--set =3: expected KEY.KEY=VALUE. For example phase.target.budget.steps=20"),
        (
            "study.seeds.x=1",
            "--set study.seeds.x=1: 'study.seeds' is a value and holds no 'x'.",
        ),
        ("claim.4.metric=em", "--set claim.4.metric=em: 'claim' is a list of 3, and '4' is not in it."),
    ],
)
def test_mistakes(change, message):
    """A mistake on the command line is told with --set as its place: the file is not at fault."""
    assert mistakes("quickstart", changes=[change]) == [message]


def test_seeds():
    """--seeds goes before the file."""
    study = taken("quickstart", seeds=5)
    assert study.seeds == (0, 1, 2, 3, 4)
    assert study.changed == ("seeds=5",)


def test_scale():
    """Budgets and limits shrink, to one step at least; all examples stay all examples."""
    study = taken(
        "quickstart",
        scale=0.1,
        changes=[
            "phase.target.budget.steps=150",
            "phase.target.probe.limit=100",
            "evaluate.zero-shot.limit=0",
        ],
    )
    target = study.arms[1].phases[-1]
    assert (target.budget.steps, target.probe.limit, study.arms[1].evaluations[0].limit) == (15, 10, 0)
    tiny = taken("quickstart", scale=1e-9, changes=["evaluate.zero-shot.limit=300"])
    assert (tiny.arms[1].phases[0].budget.steps, tiny.arms[1].evaluations[0].limit) == (1, 1)
    assert tiny.changed == ("evaluate.zero-shot.limit=300", "scale=1e-09")


def test_the_file_goes_before_the_name(tmp_path, monkeypatch):
    """A file called as a study that ships is the file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quickstart").write_text("[study]\n", "utf-8")
    assert isinstance(read("quickstart"), list)


def test_light():
    """Reading a study loads neither torch nor numpy, scipy, pyarrow or pydantic."""
    heavy = {"numpy", "torch", "scipy", "pyarrow", "pydantic", "transformers"}
    program = f"import sys, intermezzo.study as s; s.read('quickstart'); print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
