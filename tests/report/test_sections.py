"""Sections: from findings to what stands on the page."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from intermezzo.report import number_text, page
from intermezzo.report.findings import BETWEEN_GOLDS, ExclusionFact
from intermezzo.report.sections import curves, data, errors, jobs, languages, mixture, scores, verdicts
from intermezzo.report.table import Cell, Column, Table
from report import scenes


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (number_text.signed(2.34), "+2.3"),
        (number_text.signed(-0.4), "−0.4"),
        (number_text.signed(-0.0001), "0"),
        (number_text.whole(14280), "14,280"),
        (number_text.count(1, "seed"), "1 seed"),
        (number_text.count(0, "batch", "batches"), "0 batches"),
        (number_text.listed(["a", "b", "c"]), "a, b and c"),
        (number_text.listed([]), ""),
        (number_text.p_value(0.0004), "< 0.001"),
        (number_text.p_value(0.0304), "0.030"),
        (number_text.duration(0.42), "0.4 s"),
        (number_text.duration(59.6), "1 min 00 s"),
        (number_text.duration(7500), "2 h 05 min"),
        (number_text.duration(math.nan), "—"),
        (number_text.nats(math.nan), "—"),
    ],
)
def test_numbers_as_read(shown: str, text: str) -> None:
    """Signs are true, thousands apart, units written out."""
    assert shown == text


def test_tables_are_even() -> None:
    """A row of another length than the columns is our fault, and stops."""
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table(caption="t", columns=(Column(title="a"),), rows=((Cell(text="1"), Cell(text="2")),))


def test_longer_axis_goes_down() -> None:
    """Three arms stand in columns; forty stand in rows."""
    few = scores.of(scenes.whole_study()).measured[0].table
    many = scores.of(scenes.large_study()).measured[0].table
    averages = [name for name, _ in scores.averages(scenes.whole_study().languages)]
    assert (len(few.columns), len(few.rows)) == (1 + 3, 13 + len(averages))
    assert (len(many.columns), len(many.rows)) == (1 + 1 + 13, 40)


def test_mean_and_spread() -> None:
    """Mean of 1, 2 and 6 with standard deviation 2.6 (by hand: squares 4, 1, 9; 14 / 2; root)."""
    given = scenes.whole_study()
    of_seed = {1: 1.0, 2: 2.0, 3: 6.0}
    one = tuple(
        replace(s, score=of_seed[s.seed])
        for s in given.scores
        if (s.metric, s.profile, s.arm, s.language) == ("em", "squad-1.1", "none", "th")
    )
    (row,) = scores.of(replace(given, scores=one)).measured[0].table.rows
    assert (row[0].text, row[1].text, row[1].note) == ("Thai", "3.0", "± 2.6")


def test_mean_of_languages_needs_all_of_them() -> None:
    """A seed that lacks a language has no mean over languages."""
    table = scores.of(scenes.unfinished_study()).measured[0].table
    means = [[cell.text for cell in row] for row in table.rows[13:]]
    assert means[0][0] == "mean of 13"
    assert all(none != "—" and others == ["—", "—"] for _, none, *others in means)


def test_averages_have_names() -> None:
    """With and without English, groups of two and more, and what is lost on the way from English, by hand."""
    points = {"en": 90.0, "de": 60.0, "sw": 30.0, "te": 42.0, "th": 48.0}
    found = {name: average(points) for name, average in scores.averages([*points])}
    assert found == {
        "mean of 5": 54.0,
        "mean of 4, without English": 45.0,
        "mean of 2, low-resource, without English": 36.0,
        "mean of 2, Latin, without English": 45.0,
        "transfer gap: English less the mean of the others": 45.0,
    }
    assert [name for name, _ in scores.averages(["de", "sw"])] == ["mean of 2"]
    assert list(scores.averages(["sw"])) == []


def test_packed_scores_cannot_end_their_element() -> None:
    """The JSON has no `<`, whatever the scores are called, and reads back; NaN becomes null."""
    given = (replace(scenes.scores()[0], arm=scenes.HOSTILE, score=math.nan),)
    packed = scores.pack(given)
    assert "<" not in packed and "&" not in packed
    read = json.loads(packed)
    assert read["words"]["arm"] == [scenes.HOSTILE]
    assert read["rows"][0][scores.COLUMNS.index("score")] is None


def test_languages_of_one_name_are_told_apart() -> None:
    """Two codes that share a name show their codes."""
    named = languages.labels(replace(scenes.whole_study(), language_names={"ar": "Arabic", "hi": "Arabic"}))
    assert named["ar"] == "Arabic (ar)" and named["hi"] == "Arabic (hi)" and named["th"] == "th"


def test_claims_without_figures_have_no_plot() -> None:
    """Only claims with effects by language stand in that section, in the study's order."""
    assert [c.claim for c in languages.of(scenes.whole_study())] == ["claim 1", "claim 2", "claim 3"]


def test_settling() -> None:
    """An open claim says how many seeds would settle it, or that none would; a settled one says nothing."""
    held, undecided, *_ = scenes.verdicts()
    given = replace(scenes.whole_study(), verdicts=(held, undecided, replace(undecided, more_seeds=None)))
    settle = [claim.settle for claim in verdicts.of(given).claims]
    assert settle[0] == ""
    assert settle[1].startswith("about 11 more seeds")
    assert settle[2] == "no number of seeds would; more examples might"


def test_marked_context_is_the_context() -> None:
    """Marks take nothing from the context and add nothing; each answer is marked once."""
    for error in scenes.errors():
        pieces = errors.marked(error.context, error.gold, error.predicted)
        assert "".join(text for text, _ in pieces) == error.context
        assert [text for text, mark in pieces if mark == "gold"] == [error.gold]


def test_overlapping_answers_are_one_mark() -> None:
    """Where the prediction lies within the gold answer, or over it, the gold answer is marked."""
    assert errors.marked("on 3 May 1901", "3 May", "3 May 1901") == (
        ("on ", ""),
        ("3 May", "gold"),
        (" 1901", ""),
    )


def test_second_gold_answer_is_found() -> None:
    """Of several gold answers the first that stands in the context is marked."""
    error = replace(scenes.errors()[3], context="it was Rome", gold=f"Roma{BETWEEN_GOLDS}Rome")
    ((_, _, (wrong,)),) = errors.of(replace(scenes.whole_study(), errors=(error,))).by_language
    assert ("Rome", "gold") in wrong.context


def test_a_label_is_no_piece_of_the_context() -> None:
    """A 1 that stands in a text is not what was said of it."""
    error = replace(
        scenes.errors()[3], context="in 1908, 0 of 1", gold="1", predicted="0", is_in_context=False
    )
    ((_, _, (wrong,)),) = errors.of(replace(scenes.whole_study(), errors=(error,))).by_language
    assert wrong.context == (("in 1908, 0 of 1", ""),)
    assert (wrong.gold, wrong.predicted) == ("1", "0")


def test_long_contexts_are_cut_around_the_answer() -> None:
    """A cut context shows the answer and says on which sides it goes on."""
    text = 3000 * "a " + "the answer" + 3000 * " b"
    shown = errors.cut(text, ["the answer"])
    assert len(shown) == errors.MAX_CONTEXT + 2
    assert shown[0] == shown[-1] == "…" and "the answer" in shown
    assert errors.cut("short", ["x"]) == "short"


def test_no_language_is_left_out_of_the_errors() -> None:
    """Of more wrong answers than a page holds, every language keeps as many as another."""
    shown = errors.of(scenes.large_study())
    assert shown.n_given == 40 * 5 * 13
    assert shown.n_shown == errors.MAX_SHOWN
    assert {len(wrong) for _, _, wrong in shown.by_language} == {errors.MAX_SHOWN // 13}


def test_equal_mixtures_stand_together() -> None:
    """Arms whose rows came out the same are told once; shares of a mixture make one whole."""
    found = mixture.of(scenes.whole_study())
    assert [m.arms for m in found if m.phase == "target"] == [("none", "english", "multilingual")]
    for m in found:
        assert math.isclose(sum(part.realised for part in m.parts), 1)
        assert math.isclose(sum(part.requested for part in m.parts), 1)


def test_failed_jobs_come_first() -> None:
    """The table of jobs begins with what needs a reader, and loses none."""
    given = scenes.unfinished_study()
    shown = jobs.of(given)
    states = [row[2].text for row in shown.table.rows]
    assert states == ["failed", "missing", *["done"] * (len(given.jobs) - 2)]
    assert not shown.is_finished
    assert jobs.of(scenes.whole_study()).is_finished


def test_thinned_steps_keep_their_ends() -> None:
    """At most a dozen columns, with the first and the last step, none twice."""
    for n in (1, 12, 13, 100):
        steps = curves.thinned(range(n))
        assert len(steps) == min(n, curves.MAX_STEPS) == len(set(steps))
        assert (steps[0], steps[-1]) == (0, n - 1)


def test_what_was_left_out() -> None:
    """Beside the ledger: how many examples went, and for whose questions; no such table where nothing was asked for."""
    given = scenes.whole_study()
    assert data.excluded(given).rows == ()
    assert "Left out" not in page.render(given)
    held = {"xquad/th@test": 4, "xquad/de@test": 1200}
    fact = ExclusionFact(
        source="squad/en@train", key="ab" * 32, examples=9000, excluded=1202, held=held, n_rows=8000
    )
    full = replace(given, exclusions=(fact,))
    (row,) = data.excluded(full).rows
    told = ["squad/en@train", "9,000", "1,202", "xquad/de@test: 1,200; xquad/th@test: 4", "8,000", "ab" * 32]
    assert [cell.text for cell in row] == told
    assert page.render(full).count("Left out with") == 2  # the caption, and the name of the region


def test_signatures_that_differ_in_a_field_are_one() -> None:
    """Values of the field stand in braces; signatures with other fields stay apart."""
    given = ["f1|lang:de|n:2|v:1", "f1|lang:hi|n:2|v:1", "f1|lang:hi|n:2|v:1", "f1|v:1"]
    assert scores._merged(given) == ["f1|lang:{de,hi}|n:2|v:1", "f1|v:1"]


def test_a_claim_that_several_claims_left_open_says_so() -> None:
    """Its interval excludes no effect, so the word 'undecided' needs its reason beside it."""
    base = next(v for v in scenes.whole_study().verdicts if v.verdict == "holds")
    open_ = replace(base, verdict="undecided", p=0.03, p_holm=0.06, n_claims=2)
    (shown,) = verdicts.of(replace(scenes.whole_study(), verdicts=(open_,))).claims
    assert shown.correction == "alone it would hold (p = 0.03), but not among 2 claims (p = 0.06 after Holm)"
    (shown,) = verdicts.of(replace(scenes.whole_study(), verdicts=(base,))).claims
    assert shown.correction == ""
