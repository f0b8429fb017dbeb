"""Malformed studies: each is answered with its exact place and what is wrong there, and never with a traceback."""

from __future__ import annotations

import pytest

from intermezzo.study import read
from study.scenes import PHASE, STUDY, TWO_ARMS, changed, mistakes, with_phase

EVALUATE = '[evaluate.z]\ntask = "world-qa"\nlanguages = "all"\n'
CLAIM = '[[claim]]\nsays = "s"\ncompare = { middle = ["english", "none"] }\non = "z"\nexpect = "> 0"\n'
CLAIMED = STUDY + TWO_ARMS + PHASE + EVALUATE + CLAIM
BY = '{ by = "middle", none = { en = 1 }, english = { en = 1 } }'
NO_HEAD = (
    "'world-qa' needs a head for extractive-qa, and no phase up to 'target' trains one. "
    "Train on a task of that format first."
)
SCRATCH = '[encoder]\nname = "scratch"\ntokenizer = { text = ["world-text/all"] }\n'

CASES = {
    # what TOML does not take
    "no value": ("a = \n", "study:1: not valid TOML: invalid value (column 5)"),
    "open table": (
        "\n[a\n",
        "study:2: not valid TOML: expected ']' at the end of a table declaration (column 3)",
    ),
    "twice": ("a = 1\na = 2\n", "study:2: not valid TOML: cannot overwrite a value (column 6)"),
    "open string": ('a = 1\nb = """x\n\n', "study:2: not valid TOML: unterminated string (at the end)"),
    "deep": (f"a = {'[' * 5000}\n", "study:1: not valid TOML: nested too deeply"),
    "many digits": (f"a = {'1' * 5000}\n", "study:1: not valid TOML: a number of very many digits"),
    # sections
    "no study": (
        "\n" + PHASE,
        "study:1: study: missing. Write [study] with a question and seeds = 3",
    ),
    "no question": (
        changed('question = "Does it help?"\n', ""),
        'study:1: study.question: missing. Write question = "…"',
    ),
    "no phase": (STUDY + "\n", "study:1: phase: missing. Write at least one [phase.NAME]"),
    "section": (STUDY + PHASE + "[clam]\n", "study:8: clam: unknown field. Did you mean 'claim'?"),
    "phase as number": (STUDY + "[phase]\ntarget = 3\n", "study:5: phase.target: expected a table, found 3"),
    "claim as table": (
        STUDY + PHASE + "[claim]\n",
        "study:8: claim: expected [[claim]] tables, found a table",
    ),
    # numbers
    "zero steps": (
        changed("10", "0"),
        "study:6: phase.target.budget.steps: expected a whole number above 0, found 0",
    ),
    "part of a step": (
        changed("10", "1.5"),
        "study:6: phase.target.budget.steps: expected a whole number above 0, found 1.5",
    ),
    "truth as number": (
        changed("10", "true"),
        "study:6: phase.target.budget.steps: expected a whole number above 0, found true",
    ),
    "hexadecimal": (
        changed("10", f"0x{'f' * 5000}"),
        (
            "study:6: phase.target.budget.steps: expected a whole number above 0, "
            "found a whole number of more than 64 bits"
        ),
    ),
    "no number": (
        with_phase("rate = nan"),
        "study:8: phase.target.rate: expected a number above 0, found nan",
    ),
    "fraction": (
        with_phase("warmup = 1.5"),
        "study:8: phase.target.warmup: expected a number from 0 to 1, found 1.5",
    ),
    "two budgets": (
        changed("steps = 10", "steps = 10, tokens = 9"),
        "study:6: phase.target.budget: expected one of steps, epochs and tokens, found steps and tokens",
    ),
    "overlap": (
        with_phase("length = 64\nstride = 64"),
        "study:9: phase.target.stride: windows of 64 tokens cannot share 64. Take a stride below the length.",
    ),
    "seed twice": (
        changed("seeds = 2", "seeds = [1, 1]"),
        "study:3: study.seeds 2: 1 stands here twice. Write it once.",
    ),
    # words
    "schedule": (
        with_phase('schedule = "cosin"'),
        'study:8: phase.target.schedule: expected "linear", "constant" or "cosine", found "cosin"',
    ),
    "rule": (
        with_phase('checkpoint = "first"'),
        (
            'study:8: phase.target.checkpoint: expected "last", "average of last K" or '
            '"best on TASK/LANGUAGE@dev", found "first"'
        ),
    ),
    "rule on many": (
        with_phase('checkpoint = "best on world-qa/{hi,sw}"'),
        (
            "study:8: phase.target.checkpoint: 'world-qa/{hi,sw}' is 2 languages; "
            "the best checkpoint is chosen on one. Name it."
        ),
    ),
    # axes, choices, conditions
    "time as axis": (
        STUDY + '[axes]\nt = ["a"]\n' + PHASE,
        "study:5: axes.t: 't' is taken: expressions use names of axes. Use letters, digits and _ .",
    ),
    "no values": (
        STUDY + "[axes]\na = []\n" + PHASE,
        "study:5: axes.a: expected a list of values, found a list of 0",
    ),
    "value twice": (
        STUDY + "[axes]\na = [1,\n  1]\n" + PHASE,
        "study:6: axes.a 2: 1 stands here twice. Write it once.",
    ),
    "too many arms": (
        STUDY + "[axes]\n" + "".join(f"{axis} = [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" for axis in "abcde") + PHASE,
        "study:4: axes: the axes make 59,049 arms; at most 4,096 are planned. Take fewer values.",
    ),
    "choice by nothing": (
        STUDY + TWO_ARMS + PHASE.replace("{ en = 1 }", BY.replace('"middle"', '"midle"')),
        (
            'study:9: phase.target.mixture.by: expected the name of an axis, found "midle". '
            "Did you mean 'middle'? Axes: middle."
        ),
    ),
    "choice of nothing": (
        STUDY + TWO_ARMS + PHASE.replace("{ en = 1 }", BY[:-1] + ", englih = { en = 1 } }"),
        (
            "study:9: phase.target.mixture.englih: 'englih' is not a value of middle. "
            "Did you mean 'english'? Values: none, english."
        ),
    ),
    "condition on nothing": (
        STUDY + TWO_ARMS + PHASE + "when = \"middle != 'non'\"\n",
        (
            "study:10: phase.target.when: cannot read 'middle != 'non'': 'non' is not a value of middle. "
            "Did you mean 'none'? Values: none, english."
        ),
    ),
    "number as condition": (
        with_phase('when = "1"'),
        'study:8: phase.target.when: expected a condition such as "order == \'joint\'", found "1"',
    ),
    "nothing left": (
        STUDY + TWO_ARMS + "[[exclude]]\nwhen = true\n" + PHASE,
        "study:6: exclude: no arm is left. Exclude fewer.",
    ),
    # mixtures and references
    "negative share": (
        changed("en = 1", "en = -1"),
        "study:7: phase.target.mixture.en: expected a number of at least 0, found -1",
    ),
    "no share": (
        changed("en = 1", "en = 0"),
        "study:7: phase.target.mixture: all shares are 0. Give at least one source a share above 0.",
    ),
    "no share at the end": (
        changed("en = 1", 'en = "1 - t"'),
        "study:7: phase.target.mixture: all shares are 0 at t = 1. Give at least one source a share above 0.",
    ),
    "language twice": (
        changed("en = 1", "en = 1, all = 1"),
        "study:7: phase.target.mixture.all: 'world-qa/en@train' is in this mixture twice. Name it once.",
    ),
    "division": (
        changed("en = 1", 'en = "1 / t"'),
        "study:7: phase.target.mixture.en: cannot read '1 / t': it divides by zero.",
    ),
    "time elsewhere": (
        with_phase('rate = "t"'),
        "study:8: phase.target.rate: cannot read 't': 't', the time of a phase, is known in a mixture only.",
    ),
    "split": (
        changed("en = 1", '"en@tets" = 1'),
        (
            "study:7: phase.target.mixture.\"en@tets\": task 'world-qa' has no split 'tets'. "
            "It has: train, dev, test"
        ),
    ),
    "bare language": (
        changed('task = "world-qa"\n', ""),
        (
            "study:6: phase.target.mixture.en: expected TASK/LANGUAGE, TASK/{sw,te} or TASK/all, "
            'with @SPLIT where needed, found "en"'
        ),
    ),
    "probe": (
        with_phase('probe = { on = [\n  "world-qa/sw",\n  "world-qa/xx"] }'),
        (
            "study:10: phase.target.probe.on 2: task 'world-qa' has no 'xx'. "
            "It has: ar, de, en, es, fr, hi, ru, sw, ta, te, th, tr, zh"
        ),
    ),
    # what cannot be scored
    "text evaluated": (
        STUDY + PHASE + EVALUATE.replace("world-qa", "world-text"),
        (
            "study:9: evaluate.z.task: task 'world-text' has nothing to score: it is text to train on. "
            "Take one with answers."
        ),
    ),
    "evaluated without a head": (
        changed("world-qa", "world-text") + EVALUATE,
        f"study:9: evaluate.z.task: {NO_HEAD}",
    ),
    "probed without a head": (
        changed("world-qa", "world-text") + 'probe = { on = ["world-qa/sw"] }\n',
        f"study:8: phase.target.probe.on: {NO_HEAD}",
    ),
    "chosen without a head": (
        changed("world-qa", "world-text") + 'checkpoint = "best on world-qa/sw"\n',
        f"study:8: phase.target.checkpoint: {NO_HEAD}",
    ),
    # what is left out
    "without, no list": (
        with_phase('without = "xquad"'),
        'study:8: phase.target.without: expected a list such as ["world-qa/sw"], found "xquad"',
    ),
    "without, no task": (
        with_phase('without = ["world-qa/sw", "xquadd"]'),
        "study:8: phase.target.without 2: no task 'xquadd'. Did you mean 'xquad'? All tasks: intermezzo list tasks",
    ),
    "without, a language alone": (
        with_phase('without = ["sw"]'),
        "study:8: phase.target.without 1: no task 'sw'. All tasks: intermezzo list tasks",
    ),
    "without, not served": (
        with_phase('without = ["world-qa/xx"]'),
        (
            "study:8: phase.target.without 1: task 'world-qa' has no 'xx'. "
            "It has: ar, de, en, es, fr, hi, ru, sw, ta, te, th, tr, zh"
        ),
    ),
    "without, no split": (
        with_phase('without = ["xquad@dev"]'),
        "study:8: phase.target.without 1: task 'xquad' has no split 'dev'. It has: test",
    ),
    "without, nothing": (
        with_phase('without = ["@test"]'),
        (
            "study:8: phase.target.without 1: expected TASK, TASK/LANGUAGE, TASK/{sw,te} or TASK/all, "
            'with @SPLIT where needed, found "@test"'
        ),
    ),
    "without, twice": (
        with_phase('without = ["world-qa", "world-qa/sw"]'),
        "study:8: phase.target.without 2: 'world-qa/sw@test' stands here twice. Write it once.",
    ),
    # chains and evaluations
    "after nothing": (
        with_phase('after = "targt"'),
        "study:8: phase.target.after: no phase 'targt'. Did you mean 'target'? Phases: target.",
    ),
    "after itself": (
        with_phase('after = "target"'),
        "study:8: phase.target.after: phases form a circle: target → target",
    ),
    "fork": (
        STUDY + PHASE + PHASE.replace("target", "b") + PHASE.replace("target", "c") + 'after = "target"\n',
        (
            "study:16: phase.c.after: 'b' and 'c' both come after 'target', and the phases of an arm form one "
            "chain. Change 'after', or leave one of them out with 'when'."
        ),
    ),
    "nothing trained": (
        STUDY + TWO_ARMS + PHASE + "when = \"middle == 'none'\"\n" + EVALUATE,
        (
            "study:11: evaluate.z: the arm middle = english trains nothing that could be evaluated. "
            "Leave the evaluation out with 'when'."
        ),
    ),
    "two rules": (
        STUDY
        + PHASE
        + EVALUATE
        + 'checkpoint = "last"\n'
        + EVALUATE.replace(".z", ".y")
        + 'checkpoint = "average of last 2"\n',
        (
            "study:15: evaluate.y.checkpoint: evaluation 'z' has 'target' chosen by 'last' already. "
            "Make the rule an axis to compare two."
        ),
    ),
    # encoders
    "folder": (
        STUDY + '[encoder]\nname = "dir:nowhere"\n' + PHASE,
        "study:5: encoder.name: no folder nowhere (looked in .)",
    ),
    "encoder": (
        STUDY + '[encoder]\nname = "world-tny"\n' + PHASE,
        (
            "study:5: encoder.name: no encoder 'world-tny'. Did you mean 'world-tiny'? "
            "All encoders: intermezzo list encoders"
        ),
    ),
    "no tokenizer": (
        STUDY + '[encoder]\nname = "scratch"\n' + PHASE,
        'study:4: encoder.tokenizer: missing. Write tokenizer = { text = ["world-text/all"] }',
    ),
    "sizes for nothing": (
        STUDY + "[encoder]\nlayers = 3\n" + PHASE,
        'study:5: encoder.layers: is for an encoder from scratch, and name is "world-tiny". Drop it.',
    ),
    "heads": (
        STUDY + SCRATCH + "heads = 3\n" + PHASE,
        (
            "study:7: encoder.heads: a width of 128 cannot be cut into 3 heads. "
            "Take a width that is a multiple of the heads."
        ),
    ),
    # claims
    "evaluation": (
        CLAIMED.replace('on = "z"', 'on = "zz"'),
        "study:16: claim 1.on: no evaluation 'zz'. Did you mean 'z'? Evaluations: z.",
    ),
    "expectation": (
        CLAIMED.replace("> 0", "up"),
        (
            'study:17: claim 1.expect: expected a comparison with a number of points, found "up". '
            'Write "> 0", "< -1.5" or "within 0.5", in points.'
        ),
    ),
    "metric": (
        CLAIMED + 'metric = "f2"\n',
        "study:18: claim 1.metric: no metric 'f2'. Did you mean 'f1'? All metrics: intermezzo list metrics",
    ),
    "over": (
        CLAIMED + 'over = "unsen"\n',
        'study:18: claim 1.over: expected "all", "unseen", "seen" or a list of languages, found "unsen"',
    ),
    "over a language": (
        CLAIMED + 'over = ["el"]\n',
        (
            "study:18: claim 1.over: evaluation 'z' has no 'el'. "
            "It has: ar, de, en, es, fr, hi, ru, sw, ta, te, th, tr, zh"
        ),
    ),
    "over nothing": (
        CLAIMED.replace('"all"', '["en"]') + 'over = "unseen"\n',
        (
            "study:18: claim 1.over: no language of 'z' is unseen by every compared arm. "
            "Evaluate on more languages."
        ),
    ),
    "axis of a claim": (
        CLAIMED.replace("{ middle", "{ midle"),
        "study:15: claim 1.compare.midle: 'midle' is not an axis. Did you mean 'middle'? Axes: middle.",
    ),
    "one value": (
        CLAIMED.replace('["english", "none"]', '["english"]'),
        "study:15: claim 1.compare.middle: expected two values of the axis, found a list of 1",
    ),
    "equal": (
        CLAIMED + 'equal = ["step"]\n',
        'study:18: claim 1.equal 1: expected "steps", "tokens" or "examples", found "step"',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_place_and_message(case, tmp_path, monkeypatch):
    """One mistake, one line: where, what, and what to do about it."""
    monkeypatch.chdir(tmp_path)
    text, message = CASES[case]
    found = mistakes(text)
    assert message in found
    if case != "over a language":  # which leaves nothing to claim on, too
        assert found == [message]


def test_no_file_of_this_name():
    """What is neither a file nor a study that ships is answered with the nearest that does."""
    assert mistakes("quickstrat") == [
        "no study 'quickstrat'. Did you mean 'quickstart'? All studies: intermezzo list studies"
    ]
    assert mistakes("missing/study.toml") == ["no file missing/study.toml"]


def test_not_text(tmp_path):
    """A file that is no UTF-8 is refused with the line that breaks it."""
    study = tmp_path / "study.toml"
    study.write_bytes(b'[study]\nquestion = "caf\xe9"\n')
    assert mistakes(study) == [f"{study}:2: not valid UTF-8: byte 0xe9. Save the file as UTF-8."]


def test_folder_instead_of_file(tmp_path):
    """A folder is no study."""
    assert len(mistakes(tmp_path)) == 1


@pytest.mark.parametrize("arguments", [{"seeds": 0}, {"scale": 0.0}, {"scale": float("nan")}])
def test_arguments(arguments):
    """Arguments are checked like fields, with the option as the place."""
    (name,) = arguments
    (said,) = mistakes("quickstart", **arguments)
    assert said.startswith(f"--{name}: expected ")


def test_data_folder_that_is_not_there(tmp_path):
    """A data folder that does not exist is named."""
    assert read("quickstart", data_folder=tmp_path / "no") != []
    assert mistakes("quickstart", data_folder=tmp_path / "no")[0] == f"--data: no folder {tmp_path / 'no'}"
