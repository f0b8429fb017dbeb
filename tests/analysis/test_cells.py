import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.analysis.cells import Cells, mean_points, row_wise
from intermezzo.problem import Problem

from .simulated import cells_of, two_arms


def test_score_is_combine_of_the_sum_of_all_examples():
    """Summing by cluster first changes no score."""
    statistics, clusters = two_arms(np.random.default_rng(0), n_seeds=2, n_clusters=20, seed=1, cluster=2)
    cells = cells_of(statistics, clusters)
    for (arm, seed, language), rows in statistics.items():
        assert cells.score(arm, seed, language) == pytest.approx(100 * rows[:, 0].mean(), abs=1e-12)


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_of_examples_does_not_matter(random):
    """Examples and their labels may come in any order, the sums by cluster are the same."""
    statistics, clusters = two_arms(np.random.default_rng(1), n_seeds=1, n_clusters=5)
    order = list(range(15))
    random.shuffle(order)
    shuffled = {place: rows[order] for place, rows in statistics.items()}
    relabelled = {language: [labels[i] for i in order] for language, labels in clusters.items()}
    one, other = cells_of(statistics, clusters), cells_of(shuffled, relabelled)
    for a, b in zip(one.sums, other.sums, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-14)


def test_cells_with_a_missing_run_say_so():
    """A run that left nothing is absent, not zero."""
    statistics, clusters = two_arms(np.random.default_rng(2), n_seeds=2, n_clusters=4)
    del statistics["arm", 1, "sw"]
    cells = cells_of(statistics, clusters)
    assert not cells.has("arm", 1, "sw")
    assert cells.has("arm", 1, "hi")
    assert not cells.has("arm", 7, "hi")
    assert np.isnan(cells.score("arm", 1, "sw"))


def test_unequal_examples_are_a_problem():
    """Statistics of another list of examples are refused with their place and both counts."""
    statistics, clusters = two_arms(np.random.default_rng(3), n_seeds=1, n_clusters=4)
    statistics["arm", 0, "sw"] = statistics["arm", 0, "sw"][:-1]
    problem = Cells.of(statistics, clusters, metric="f1", combine=mean_points)
    assert isinstance(problem, Problem)
    assert problem.place == "arm arm, seed 0, sw"
    assert problem.what.startswith("expected 12 lines of statistics, one an example, found 11")
    assert problem.remedy == "Score all arms on the same examples."


def test_language_without_labels_is_a_problem():
    """Statistics in a language whose examples nobody listed are refused."""
    statistics, clusters = two_arms(np.random.default_rng(3), n_seeds=1, n_clusters=4)
    del clusters["sw"]
    problem = Cells.of(statistics, clusters, metric="f1", combine=mean_points)
    assert isinstance(problem, Problem)
    assert "sw" in str(problem)


def test_statistics_that_are_not_finite_are_a_bug():
    """Metrics never give NaN, so it raises."""
    with pytest.raises(ValueError, match="finite"):
        Cells.of({("a", 0, "hi"): np.array([[np.nan, 1.0]])}, {"hi": ["x"]}, metric="f1", combine=mean_points)


def test_shared_labels_make_one_block():
    """Languages that share a cluster, even by way of a third, are drawn together; others apart."""
    rows = np.ones((2, 2))
    clusters = {"hi": ["1", "2"], "sw": ["2", "3"], "te": ["3", "4"], "fi": ["5", "6"]}
    cells = cells_of({("a", 0, language): rows for language in clusters}, clusters)
    assert [block.tolist() for block in cells.blocks(("hi", "sw", "te", "fi"))] == [[0, 1, 2, 3], [4, 5]]
    assert [block.tolist() for block in cells.blocks(("hi", "te"))] == [[0, 1], [2, 3]]


def test_row_wise_is_the_broadcast_mean():
    """A function of one [K], applied row by row, is the function that broadcasts."""
    sums = np.random.default_rng(4).uniform(1, 2, (3, 2, 5, 2))
    one_by_one = row_wise(lambda row: float(100 * row[0] / row[1]))
    np.testing.assert_array_equal(one_by_one(sums), mean_points(sums))
