"""WebFAQ: questions of websites and their answers, to be matched; 20 of its 75 languages.

    query       Are you open on Sunday?
    candidate   No, we rest on Sundays and on public holidays.

An intermediate task, one of three ways to use the same data (`webfaq-pairs`, `webfaq-reading`): a dual encoder learns to
find the answer of a question. 96 million questions with one answer each; a site is train or dev by a hash of its name,
5 % dev. Questions or answers that are the same, case and space apart, are of one group and no negatives of each other;
the host is the cluster. None of the filters of its makers is applied a second time.
Traps: files are in the order of addresses, so a slice of consecutive rows is of few sites. Texts may be about the same
things as Wikipedia passages of a test: check with `without`.
"""

from intermezzo.tasks._task import Task
from intermezzo.tasks._webfaq import CITATION, LICENCE, splits

TASK = Task(
    name="webfaq",
    title="WebFAQ, matching",
    about="Question and answer matching from FAQ pages, 20 languages; an intermediate task.",
    format="retrieval",
    family="faq",
    splits=splits(way="matching"),
    metrics=("retrieval-accuracy",),
    licence=LICENCE,
    citation=CITATION,
)
