"""WebFAQ reading: answers of a site in random order are a passage, and one of them is the span that is asked for.

    context    Parcels leave each day.

               No, we rest on Sundays.
    question   Are you open on Sunday?
    answer     No, we rest on Sundays.

The third of the three ways to use WebFAQ, and the one that has the format of question answering. A context has 4 answers,
fewer where a site has fewer, never one; sites with one answer are left out and counted. Sites are train or dev as in
`webfaq`. Answers are long: a decoder that allows 30 tokens will not reach them, so evaluate on other tasks or raise it.
"""

from intermezzo.tasks._task import Task
from intermezzo.tasks._webfaq import CITATION, LICENCE, splits

TASK = Task(
    name="webfaq-reading",
    title="WebFAQ, reading",
    about="Extractive QA over the answers of FAQ pages, 20 languages; an intermediate task.",
    format="extractive-qa",
    family="qa",
    splits=splits(way="reading", answers=4, seed=0),
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence=LICENCE,
    citation=CITATION,
)
