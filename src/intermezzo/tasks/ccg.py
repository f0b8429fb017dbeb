"""CCG: supertags of the Combinatory Categorial Grammar for the words of English newspaper sentences (CCGbank).

    Mr.   Vinken   is              chairman
    N/N   N        (S[dcl]\\NP)/NP   N

An intermediate task of X-STILTs: 38,015 training and 5,484 dev sentences there. CCGbank is sold by the Linguistic Data
Consortium (LDC2005T13) under a licence of its own, so nothing here fetches it: put the files that your licence gives you
into `ccg/`, as `SPLIT.tsv` (a word, a tab, its supertag) or `SPLIT.conll` (word, part of speech, supertag), a blank line
between sentences. Labels are the supertags of the train file.
"""

from intermezzo.tasks._task import FileSource, Split, Task

TASK = Task(
    name="ccg",
    title="CCGbank supertags",
    about="Supertags of English; needs your own licence for CCGbank, and its files.",
    format="token-tagging",
    family="ccg",
    splits={
        name: Split(
            sources=(
                FileSource(patterns=(f"ccg/{name}.tsv",), reader="token-tsv"),
                FileSource(
                    patterns=(f"ccg/{name}.conll",), reader="token-tsv", columns={"words": "1", "tags": "3"}
                ),
            ),
            languages=("en",),
        )
        for name in ("train", "dev", "test")
    },
    metrics=("tag-accuracy",),
    licence="LDC user agreement (LDC2005T13); not free",
    citation="Hockenmaier and Steedman (2007), CCGbank; Phang et al. (2020), English Intermediate-Task Training",
)
