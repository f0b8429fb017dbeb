"""WebFAQ pairs: is this the answer of the question? Half are, half are another answer of the same site.

    Are you open on Sunday?   No, we rest on Sundays.        1
    Are you open on Sunday?   Yes, parcels leave each day.   0

The second of the three ways to use WebFAQ. Each question comes twice, with its answer and with one drawn from its site
(hard: the same words come back); never one that says the same, nor that of a question of nearly the same words. Sites
with one answer are left out and counted. Sites are train or dev as in `webfaq`. Other negatives, of another site or of
any, are settings of data/faq.py.
"""

from intermezzo.tasks._task import Task
from intermezzo.tasks._webfaq import CITATION, LICENCE, splits

TASK = Task(
    name="webfaq-pairs",
    title="WebFAQ, pairs",
    about="Right and wrong answers of FAQ pages, balanced, 20 languages; an intermediate task.",
    format="sequence-classification",
    family="faq",
    splits=splits(way="pairs", negatives="same-site", seed=0),
    labels=("0", "1"),
    metrics=("accuracy",),
    licence=LICENCE,
    citation=CITATION,
)
