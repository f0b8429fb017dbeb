import numpy as np
import pytest

from intermezzo.analysis.claim import Claim, Verdict, judge, judge_together
from intermezzo.analysis.expectation import parse_expectation
from intermezzo.problem import Problem

from .simulated import cells_of, known, two_arms


def claim(expect: str) -> Claim:
    return Claim(
        name="claim 1",
        says="the arm helps",
        arm="arm",
        control="control",
        languages=("hi", "sw"),
        expect=known(parse_expectation(expect)),
    )


def verdict(expect, *, effect=0.0, seed=0.3, cluster=2.0, n_seeds=4, **options):
    data = two_arms(
        np.random.default_rng(0), n_seeds=n_seeds, n_clusters=40, effect=effect, seed=seed, cluster=cluster
    )
    return judge(claim(expect), cells_of(*data), fingerprint="test", n_draws=400, **options)


@pytest.mark.parametrize(
    ("expect", "effect", "word"),
    [
        ("> 0", 3.0, "holds"),
        ("> 0", -3.0, "fails"),
        ("> 0", 0.0, "undecided"),
        ("> 3", 3.0, "undecided"),
        ("> 6", 3.0, "fails"),
        ("< 0", -3.0, "holds"),
        ("< 0", 3.0, "fails"),
        ("> -2", 0.0, "holds"),  # no worse by two points
        ("within 2", 0.0, "holds"),
        ("within 2", 5.0, "fails"),
        ("within 2", -5.0, "fails"),
        ("within 0.2", 0.0, "undecided"),
    ],
)
def test_verdicts(expect, effect, word):
    """Clear effects hold or fail, effects at the threshold stay undecided."""
    assert verdict(expect, effect=effect).verdict == word


@pytest.mark.parametrize("effect", np.linspace(-2, 2, 9))
@pytest.mark.parametrize("expect", ["> 0.5", "< 0.5", "within 1"])
def test_verdict_is_what_the_interval_says(expect, effect):
    """Holds: the interval wholly as expected; fails: wholly beyond; else undecided."""
    found = verdict(expect, effect=effect)
    low, high = found.interval.low, found.interval.high
    if expect == "within 1":
        narrow = found.equivalence_interval
        holds, fails = narrow.low > -1 and narrow.high < 1, low > 1 or high < -1
    else:
        above, below = low > 0.5, high < 0.5
        holds, fails = (above, below) if expect == "> 0.5" else (below, above)
    assert found.verdict == ("holds" if holds else "fails" if fails else "undecided")


def test_verdict_carries_what_a_report_needs():
    """Effect, both intervals, both p-values and all counts stand in the verdict."""
    found = verdict("> 0", effect=3.0, n_seeds=6, differences=("arm took 150 steps more",))
    assert (found.n_seeds, found.n_languages, found.n_examples, found.n_clusters) == (6, 2, 240, 40)
    assert found.interval.low < found.points < found.interval.high
    assert found.within_seeds.low < found.points < found.within_seeds.high
    assert found.p == found.p_holm < 0.05
    assert found.p_sign_flip == 2 / 64
    assert found.smallest_points > 0
    assert found.more_seeds is None
    assert found.notes == ("arm took 150 steps more",)
    assert len(found.contrast.by_language) == 2


def test_undecided_says_what_would_settle_it():
    """An open claim tells the smallest effect it could have seen, above the one it saw, and the seeds."""
    found = verdict("> 0", effect=0.3, seed=1.5, cluster=0.5)
    assert found.verdict == "undecided"
    assert found.smallest_points > abs(found.points)
    assert found.more_seeds > 0


def test_one_seed_decides_nothing():
    """However large the effect, one seed leaves a claim undecided, with the reason."""
    found = verdict("> 0", effect=30.0, n_seeds=1)
    assert found.verdict == "undecided"
    assert found.interval is None
    assert found.reasons[0].startswith("one seed: ")
    assert found.within_seeds is not None


def test_obstacles_stop_the_comparison():
    """With an obstacle nothing is computed, and the obstacle is the reason."""
    found = verdict("> 0", effect=3.0, obstacles=("steps are called equal: 150 and 300",))
    assert found.verdict == "not comparable"
    assert found.points is None
    assert found.reasons == ("steps are called equal: 150 and 300",)


def test_problems_become_reasons():
    """Cells that could not be put together, and arms that share nothing, are not comparable."""
    broken = judge(claim("> 0"), Problem(what="no statistics."), fingerprint="")
    assert (broken.verdict, broken.reasons) == ("not comparable", ("no statistics.",))

    statistics, clusters = two_arms(np.random.default_rng(0), n_seeds=2, n_clusters=5)
    apart = {place: rows for place, rows in statistics.items() if (place[0] == "arm") == (place[1] == 0)}
    assert judge(claim("> 0"), cells_of(apart, clusters), fingerprint="").verdict == "not comparable"


def test_left_out_seeds_are_noted():
    """A run that failed is told in the verdict, not dropped in silence."""
    statistics, clusters = two_arms(np.random.default_rng(0), n_seeds=3, n_clusters=5)
    del statistics["arm", 1, "hi"]
    found = judge(claim("> 0"), cells_of(statistics, clusters), fingerprint="", n_draws=100)
    assert found.n_seeds == 2
    assert found.notes == ("seed 1 is left out: scores of arm are missing",)


def test_identical_seeds_are_noted():
    """Seeds that agree to the last digit are probably no repetitions, and the verdict says so."""
    statistics, clusters = two_arms(np.random.default_rng(0), n_seeds=2, n_clusters=8, cluster=3, effect=1)
    same = {place: statistics[place[0], 0, place[2]] for place in statistics}
    found = judge(claim("> 0"), cells_of(same, clusters), fingerprint="", n_draws=100)
    assert any("all seeds gave the same effect" in note for note in found.notes)


def test_together_a_lone_success_may_not_stand():
    """A claim with p = 0.03 holds alone, but not among four."""
    near = holds_narrowly()
    alone = judge_together([near])
    assert alone[0] == near
    many = judge_together([near, *(verdict("> 0") for _ in range(4))])
    assert near.verdict == "holds"
    assert (many[0].verdict, many[0].alone, many[0].n_claims) == ("undecided", "holds", 5)
    assert many[0].p_holm == pytest.approx(5 * near.p)
    assert many[0].more_seeds is not None


def test_together_what_was_not_tested_does_not_count():
    """One seed and not comparable have no p-value and leave the others alone."""
    near = holds_narrowly()
    untested = verdict("> 0", n_seeds=1), verdict("> 0", obstacles=("unequal",))
    together = judge_together([untested[0], near, untested[1]])
    assert together == (untested[0], near, untested[1])


def holds_narrowly() -> Verdict:
    """A verdict with a p-value just below 0.05: its threshold lies just outside the interval."""
    low = verdict("> 0", effect=3.0, seed=1.5).interval.low
    return verdict(f"> {low - 0.05:.4f}", effect=3.0, seed=1.5)
