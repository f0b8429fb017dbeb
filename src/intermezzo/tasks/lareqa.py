"""LAReQA: find, among the sentences of all languages, those that answer a question (XQuAD-R); 11 languages.

    query       How many points did the Panthers defense surrender?
    candidate   The Panthers defense gave up just 308 points, ranking sixth in the league, …

1,190 questions a language, 13,014 candidates for all of them together, each sentence with its paragraph; right is the
sentence with the answer in each of the 11 languages, also that of the question. An encoder that prefers its own language
loses. A test set, made of SQuAD dev as XQuAD is: never train or choose on either.
Traps: the pool needs the files of all 11 languages, with fewer the score is another; a study may read what it has as
data of its own, reader `xquad-r`. The hub's xquad_r lacks the sentences. Of 2 to 20 answers a language the end is in the
next sentence; where it starts counts. Romanian is in XQuAD and not here.
"""

from intermezzo.tasks._task import FileSource, Split, Task

LANGUAGES = ("ar", "de", "el", "en", "es", "hi", "ru", "th", "tr", "vi", "zh")
LAYOUTS = ("lareqa/xquad-r.{}.json", "lareqa/xquad-r/{}.json", "xquad-r/{}.json", "xquad-r.{}.json")

TASK = Task(
    name="lareqa",
    title="LAReQA (XQuAD-R)",
    about="Answer retrieval from a pool in 11 languages; a test set.",
    format="retrieval",
    family="answer-retrieval",
    splits={
        "test": Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        "\n".join(layout.format(code) for code in LANGUAGES) for layout in LAYOUTS
                    ),
                    reader="xquad-r",
                ),
            ),
            languages=LANGUAGES,
        )
    },
    metrics=("map-at-20",),
    sizes={"test": 13_090},
    licence="CC BY-SA 4.0",
    citation="Roy et al. (2020), LAReQA: Language-Agnostic Answer Retrieval from a Multilingual Pool",
)
