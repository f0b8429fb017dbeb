"""The decoders of other people's scripts: equal to the scripts, oddities and crashes included.

Golden values: span/ beside the repository, and golden/extract_span.json; both say which script, version and
call they come from.
"""

from __future__ import annotations

import doctest
import gzip
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intermezzo.models.formats import _decoders
from intermezzo.models.formats._decoders import (
    Decoded,
    Decoder,
    Rules,
    Window,
    bert,
    mucot,
    utils_qa,
    windows_of,
)
from intermezzo.models.rows import Rows
from intermezzo.problem import Problem, Refused

TOLERANCE = 1e-6  # of all scores; texts are compared exactly
DECODER_OF = {
    "compute_predictions_logits": bert.DECODER,
    "postprocess_qa_predictions": utils_qa.DECODER,
    "mucot postprocess_qa_predictions": mucot.DECODER,
}
EXTRACT = json.loads((Path(__file__).parents[2] / "golden" / "extract_span.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def inputs(shared: Path) -> Any:
    """Examples and windows of the golden runs."""
    return _read(shared, "span_inputs.json.gz")


@pytest.fixture(scope="module")
def outputs(shared: Path) -> Any:
    """What the scripts gave for them."""
    return _read(shared, "span_outputs.json.gz")["runs"]


@pytest.fixture(scope="module")
def windows(shared: Path, inputs: Any) -> Callable[[str, str], list[list[Window]]]:
    """The windows of each golden example, for a casing and a precision of the logits."""
    with np.load(shared / "golden" / "span" / "span_logits.npz", allow_pickle=False) as file:
        logits = {name: file[name] for name in file.files}

    def build(casing: str, precision: str) -> list[list[Window]]:
        out: list[list[Window]] = [[] for _ in inputs["examples"]]
        for n, feature in enumerate(inputs["features"][casing]):
            example = feature["example_index"]
            start, end = (logits[f"{casing}_{side}"][n].astype(precision) for side in ("start", "end"))
            out[example].append(_window(feature, inputs["examples"][example]["context"], start, end))
        return out

    return build


def _read(shared: Path, name: str) -> Any:
    return json.loads(gzip.decompress((shared / "golden" / "span" / name).read_bytes()))


def _window(feature: Any, context: str, start_logits: np.ndarray, end_logits: np.ndarray) -> Window:
    """A golden feature as a window; one without offsets gets those of the words its tokens come from."""
    offsets = feature.get("offset_mapping")
    n = len(feature.get("tokens") or offsets or ())
    chars = np.full((n, 2), -1)
    if offsets:
        for position, limits in enumerate(offsets[:n]):
            chars[position] = limits or (-1, -1)
    else:
        _, word_of = bert.words(context)
        for position, word in feature["token_to_orig_map"].items():
            chars[int(position)] = word_of.index(word)
    is_widest = np.zeros(n, bool)
    for position, value in feature.get("token_is_max_context", {}).items():
        is_widest[int(position)] = value
    return Window(
        char_start=chars[:, 0],
        char_end=chars[:, 1],
        start_logits=start_logits,
        end_logits=end_logits,
        is_widest=is_widest,
        tokens=tuple(feature.get("tokens") or ()),
    )


def _rules(run: Any) -> Rules:
    return Rules(
        n_best=run.get("n_best_size", 20),
        max_answer_tokens=run.get("max_answer_length", 30),
        may_abstain=run.get("version_2_with_negative", False),
        null_threshold=run.get("null_score_diff_threshold", 0.0),
        only_widest=run.get("token_is_max_context_given", False),
        lower_case=run.get("do_lower_case", False),
    )


def _assert_says(said: Decoded, answer: str, nbest: list[list[Any]] | None, null_odds: float | None) -> None:
    assert said.answer == answer
    if nbest is not None:
        assert [c.text for c in said.candidates] == [text for text, *_ in nbest]
        ours = [(c.start_logit, c.end_logit, c.probability) for c in said.candidates]
        theirs = [[float(number) for number in numbers] for _, *numbers in nbest]
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOLERANCE)
    assert said.null_margin == (None if null_odds is None else pytest.approx(null_odds, abs=TOLERANCE))


def _assert_run_is_repeated(run: Any, inputs: Any, all_windows: list[list[Window]], *, group: str) -> int:
    decoder, rules = DECODER_OF[run["function"]], _rules(run)
    n_compared = 0
    for example, some in zip(inputs["examples"], all_windows):
        if (example["group"] == "ties") == (group == "ties"):
            id = example["id"]
            nbest = [
                [c["text"], c["start_logit"], c["end_logit"], c["probability"]]
                for c in run.get("nbest", {}).get(id, ())
            ]
            odds = run["null_odds"][id] if rules.may_abstain else None
            said = decoder.decode(example["context"], some, rules)
            _assert_says(said, run["predictions"][id], nbest if "nbest" in run else None, odds)
            n_compared += 1
    return n_compared


def test_all_golden_runs_are_repeated(inputs, outputs, windows):
    """27 runs of three scripts over 22 examples: answers, candidates, shares, null margins are theirs."""
    n = sum(
        _assert_run_is_repeated(
            run, inputs, windows(run["features"], run.get("logits_dtype", "float32")), group="others"
        )
        for run in outputs
    )
    assert n == 27 * 22


def test_all_golden_runs_with_equal_logits_are_repeated(inputs, outputs, windows):
    """Equal logits: bert's sort is stable anywhere, numpy's order is the golden machine's on x86-64."""
    if platform.machine() not in ("x86_64", "AMD64"):
        outputs = [run for run in outputs if run["function"] == "compute_predictions_logits"]
    for run in outputs:
        all_windows = windows(run["features"], run.get("logits_dtype", "float32"))
        assert _assert_run_is_repeated(run, inputs, all_windows, group="ties") == 4


def test_the_extract_is_the_golden_file(shared):
    """The cases that ship are those of span_corner.json, only written shorter."""
    golden = json.loads((shared / "golden" / "span" / "span_corner.json").read_text(encoding="utf-8"))
    assert list(EXTRACT["cases"]) == list(golden["cases"])
    assert EXTRACT["get_final_text"] == [list(case.values()) for case in golden["get_final_text"]]
    for name, case in golden["cases"].items():
        shown = EXTRACT["cases"][name]["result"]
        if "error" in case["result"]:
            assert shown == case["result"]
        else:
            assert shown["prediction"] == case["result"]["predictions"]["q"]
            assert [text for text, *_ in shown["nbest"]] == [c["text"] for c in case["result"]["nbest"]["q"]]


@pytest.mark.parametrize("name", EXTRACT["cases"])
def test_corner_cases(name):
    """What the script said is said here; where it crashed, the refusal names its exception."""
    case = EXTRACT["cases"][name]
    if name == "longer_than_max_answer_length" and platform.machine() not in ("x86_64", "AMD64"):
        pytest.skip("equal logits, in the order that numpy's sort has on x86-64")
    decoder = DECODER_OF[case["function"]]
    context = case["context"] if "context" in case else " ".join(case["doc_tokens"])
    start, end = (np.array(case[side], np.float32) for side in ("start_logits", "end_logits"))
    some = [_window(case, context, start, end)] if case.get("features_given", True) else []
    result = case["result"]
    if "error" in result:
        with pytest.raises(Refused, match=result["error"]):
            decoder.decode(context, some, _rules(case))
    else:
        _assert_says(
            decoder.decode(context, some, _rules(case)),
            result["prediction"],
            result["nbest"],
            result["null_odds"],
        )


@pytest.mark.parametrize(("said", "written", "lower_case", "expected"), EXTRACT["get_final_text"])
def test_projection(said, written, lower_case, expected):
    """Tokens are found in the words as get_final_text finds them, or the words come back whole."""
    assert bert.project(said, written, lower_case=lower_case) == expected


def test_mucot_says_nothing_where_nothing_is_legal():
    """No window, and a window without context: the empty text, not the word `empty`."""
    assert mucot.decode("Ada", [], Rules()).answer == ""
    assert mucot.decode("Ada", [_small([-1, -1], [-1, -1])], Rules()).answer == ""


def test_mucot_does_not_abstain():
    """The script never gives the null answer; asking for it is refused, with a way out."""
    with pytest.raises(Refused, match=r"mucot has no null answer\. Set may_abstain = false"):
        mucot.decode("Ada", [], Rules(may_abstain=True))


def test_bert_refuses_candidates_without_a_text():
    """Context at a row's first token reads as empty; with nothing else the script stops, and so do we."""
    window = _small([0], [3])
    assert bert.decode("Ada", [window], Rules()).answer == ""
    with pytest.raises(Refused, match="AttributeError"):
        bert.decode("Ada", [window], Rules(may_abstain=True))


def test_bert_sees_no_null_score_above_a_million():
    """The null score is looked for from a million down: without a window it stays there, and null wins."""
    said = bert.decode("Ada", [], Rules(may_abstain=True))
    assert said.answer == ""
    assert [c.text for c in said.candidates] == ["empty", ""]
    assert said.null_margin == 1_000_000


def _small(char_start: list[int], char_end: list[int]) -> Window:
    zeros = np.zeros(len(char_start), np.float32)
    return Window(
        char_start=np.array(char_start),
        char_end=np.array(char_end),
        start_logits=zeros,
        end_logits=zeros,
        is_widest=np.ones(len(char_start), bool),
        tokens=("x",) * len(char_start),
    )


def test_rows_become_the_windows_of_the_scripts(windows):
    """From our flat rows: limits and logits as they were, and the widest windows that BERT's script finds."""
    kept = windows("cased", "float32")
    flat = [window for some in kept for window in some]
    lengths = [len(window.tokens) for window in flat]
    vocabulary = sorted({token for window in flat for token in window.tokens})
    arrays = {
        "ids": np.array([vocabulary.index(token) for window in flat for token in window.tokens]),
        "char_start": np.concatenate([window.char_start for window in flat]),
        "char_end": np.concatenate([window.char_end for window in flat]),
        "limits": np.cumsum([0, *lengths]),
        "example": np.repeat(np.arange(len(kept)), [len(some) for some in kept]),
        "best_start": np.zeros(len(kept)),
    }
    start, end = (
        np.concatenate([getattr(window, side)[:n] for window, n in zip(flat, lengths)])
        for side in ("start_logits", "end_logits")
    )
    made = windows_of(Rows(arrays), start, end, token_text=vocabulary.__getitem__)
    assert [len(some) for some in made] == [len(some) for some in kept]
    for ours, theirs, n in zip([window for some in made for window in some], flat, lengths):
        assert ours.tokens == theirs.tokens
        np.testing.assert_array_equal(ours.is_widest, theirs.is_widest)
        np.testing.assert_array_equal(ours.char_start, theirs.char_start)
        np.testing.assert_array_equal(ours.start_logits, theirs.start_logits[:n])
        np.testing.assert_array_equal(ours.end_logits, theirs.end_logits[:n])


def test_decoders_are_found_by_their_scripts_names():
    """Three on the shelf, each under the word in its file; another name is a problem naming the nearest."""
    assert _decoders.names() == ["bert", "mucot", "utils_qa"]
    for name in _decoders.names():
        decoder = _decoders.load(name)
        assert isinstance(decoder, Decoder)
        assert decoder.name == name
    missing = _decoders.load("util_qa")
    assert isinstance(missing, Problem)
    assert "Did you mean 'utils_qa'?" in str(missing)


def test_signatures_name_the_script_and_what_it_reads():
    """Rules that a decoder looks at stand in its signature; others cannot change a score and do not."""
    assert mucot.DECODER.signature(Rules(lower_case=True)) == "decoder:mucot|n_best:20|max_answer_tokens:30"
    assert utils_qa.DECODER.signature(Rules(may_abstain=True, null_threshold=-1.5)) == (
        "decoder:utils_qa|n_best:20|max_answer_tokens:30|may_abstain:True|null_threshold:-1.5|only_widest:False"
    )
    assert "lower_case:True" in bert.DECODER.signature(Rules(lower_case=True))


@pytest.mark.parametrize("module", [utils_qa, bert, mucot])
def test_examples_in_the_docs(module):
    """What the docstrings show is what comes out."""
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
