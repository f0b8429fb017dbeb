"""Findings to draw pages of: a whole study, an unfinished one, an empty one, and a large one.

The figures are made up, by arithmetic on names, so that they are the same everywhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from intermezzo.analysis.claim import Claim, Verdict
from intermezzo.analysis.expectation import Expectation
from intermezzo.analysis.student import Interval
from intermezzo.report.findings import (
    Curve,
    DataFact,
    ErrorExample,
    Findings,
    JobFact,
    LanguageEffect,
    PhaseFact,
    Score,
)

HOSTILE = "</script><img src=x onerror=alert(1)>"
ARMS = ("none", "english", "multilingual")
SEEDS = (1, 2, 3)
NAMES = {
    "en": "English",
    "fr": "French",
    "ru": "Russian",
    "tr": "Turkish",
    "ar": "Arabic",
    "hi": "Hindi",
    "th": "Thai",
    "sw": "Swahili",
    "te": "Telugu",
    "fi": "Finnish",
    "el": "Greek",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
SEEN = {"none": {"en"}, "english": {"en"}, "multilingual": {"en", "fr", "ru", "tr"}}
STUDY = f"""[study]
question = "Does an intermediate phase help languages that were never trained on?"
seeds = 3          # {HOSTILE}

[axes]
intermediate = ["none", "english", "multilingual"]

[phase.intermediate]
when    = "intermediate != 'none'"
task    = "world-qa-unanswerable"
budget  = {{ steps = 150 }}
mixture = {{ by = "intermediate", english = {{ en = 1 }}, multilingual = {{ en = 1, fr = 1, ru = 1 }} }}
"""


def between(low: float, high: float, *names: object) -> float:
    """A figure that looks drawn by chance and is the same for the same names."""
    digits = hashlib.sha256("/".join(map(str, names)).encode()).hexdigest()[:8]
    return low + (high - low) * int(digits, 16) / 16**8


def key(*names: object) -> str:
    """What looks like a record's key."""
    return hashlib.sha256("/".join(map(str, names)).encode()).hexdigest()


def verdicts() -> tuple[Verdict, ...]:
    """One that holds, one undecided, one of equivalence that fails, one that could not be compared."""
    unseen = tuple(lg for lg in NAMES if lg not in SEEN["multilingual"])
    held = Verdict(
        claim=Claim(
            name="claim 1",
            says="Multilingual intermediate training helps languages that no phase has seen",
            arm="multilingual",
            control="none",
            languages=unseen,
            expect=Expectation(kind="above", points=0),
        ),
        metric="f1",
        verdict="holds",
        alone="holds",
        points=4.21,
        interval=Interval(low=1.6, high=6.8, level=0.95, covers="seeds and clusters"),
        within_seeds=Interval(low=3.1, high=5.3, level=0.95, covers="clusters, seeds fixed"),
        p=0.004,
        p_holm=0.012,
        n_claims=3,
        n_seeds=3,
        n_languages=len(unseen),
        n_examples=1190 * len(unseen),
        n_clusters=240,
        smallest_points=3.4,
    )
    undecided = replace(
        held,
        claim=replace(
            held.claim, name="claim 2", says="English intermediate training helps them too", arm="english"
        ),
        verdict="undecided",
        alone="undecided",
        points=0.9,
        interval=Interval(low=-2.3, high=4.1, level=0.95, covers="seeds and clusters"),
        p=0.35,
        p_holm=0.35,
        smallest_points=4.1,
        more_seeds=11,
        notes=("english trained for 150 steps more than none",),
    )
    failed = replace(
        held,
        claim=replace(
            held.claim,
            name="claim 3",
            says="English and multilingual intermediate training are worth the same",
            control="english",
            expect=Expectation(kind="within", points=0.5),
        ),
        verdict="fails",
        alone="fails",
        points=3.3,
        interval=Interval(low=1.1, high=5.5, level=0.95, covers="seeds and clusters"),
        equivalence_interval=Interval(low=1.7, high=4.9, level=0.9, covers="seeds and clusters"),
        p=0.02,
        p_holm=0.04,
        smallest_points=2.9,
    )
    apart = Verdict(
        claim=replace(held.claim, name="claim 4", says=f"At equal tokens it still helps {HOSTILE}"),
        metric="f1",
        verdict="not comparable",
        alone="not comparable",
        reasons=("the arms are called equal in tokens, but multilingual read 412,118 and none 208,930.",),
    )
    return held, undecided, failed, apart


def effects(stated: tuple[Verdict, ...]) -> tuple[LanguageEffect, ...]:
    """Each claim with figures, in each language."""
    found = []
    for verdict in stated:
        for language in NAMES if verdict.points is not None else ():
            effect = (verdict.points or 0) + between(-2.5, 2.5, verdict.claim.name, language)
            half = between(1.5, 4.5, "half", verdict.claim.name, language)
            p = between(0, 1, "p", language) ** 6 if abs(effect) > half else between(0.05, 1, "p", language)
            found.append(
                LanguageEffect(
                    claim=verdict.claim.name,
                    language=language,
                    effect=effect,
                    low=effect - half,
                    high=effect + half,
                    p=p,
                    p_holm=min(1.0, 13 * p),
                    is_seen=language in SEEN["multilingual"],
                )
            )
    return tuple(found)


def scores(arms: tuple[str, ...] = ARMS, seeds: tuple[int, ...] = SEEDS) -> tuple[Score, ...]:
    """Two metrics, the first under two profiles."""
    kinds = [("em", "squad-1.1"), ("f1", "squad-1.1"), ("f1", "script-aware")]
    return tuple(
        Score(
            evaluation="zero-shot",
            metric=metric,
            profile=profile,
            arm=arm,
            seed=seed,
            language=language,
            score=between(48, 64, metric, profile, language)
            + between(0, 6, arm)
            + between(-1.2, 1.2, arm, seed, language, metric),
            n_examples=1190,
            signature=f"metric:{metric}|profile:{profile}|tokens:words|best:max|v:1",
            is_seen=language in SEEN.get(arm, set()),
        )
        for metric, profile in kinds
        for arm in arms
        for seed in seeds
        for language in NAMES
    )


def curves(arms: tuple[str, ...] = ARMS, seeds: tuple[int, ...] = SEEDS) -> tuple[Curve, ...]:
    """The target phase, probed in two languages."""
    steps = tuple(range(25, 151, 25))
    return tuple(
        Curve(
            arm=arm,
            seed=seed,
            phase="target",
            probe=probe,
            metric="f1",
            steps=steps,
            tokens=tuple(2100 * s for s in steps),
            scores=tuple(
                20 + between(0, 12, arm, probe) + 8 * s**0.35 + between(-2, 2, arm, seed, s, probe)
                for s in steps
            ),
            losses=tuple(4.2 / (1 + s / 40) for s in steps),
        )
        for arm in arms
        for seed in seeds
        for probe in ("world-qa/hi", "world-qa/sw")
    )


def phases(arms: tuple[str, ...] = ARMS, seeds: tuple[int, ...] = SEEDS) -> tuple[PhaseFact, ...]:
    """An intermediate phase, where there is one, and the target phase."""
    facts = []
    for arm in arms:
        for seed in seeds:
            for phase in ("intermediate", "target") if arm != "none" else ("target",):
                languages = sorted(SEEN.get(arm, {"en"})) if phase == "intermediate" else ["en"]
                facts.append(
                    PhaseFact(
                        arm=arm,
                        seed=seed,
                        phase=phase,
                        key=key(arm, seed, phase),
                        is_shared=phase == "intermediate" and arm == "english",
                        steps=150,
                        rows=4800,
                        tokens=315_204 + seed,
                        requested={f"world-qa/{lg}": 1 / len(languages) for lg in languages},
                        realised={
                            f"world-qa/{lg}": round(4800 / len(languages) * between(0.9, 1.1, lg, seed))
                            for lg in languages
                        },
                        final_loss=between(0.8, 1.4, arm, seed, phase),
                        seconds=between(70, 200, arm, seed, phase),
                        tokens_per_second=between(2000, 3000, arm, seed, phase),
                        precision="float32",
                        head="new" if phase == "intermediate" else "carried",
                        attention="packed",
                    )
                )
    return tuple(facts)


def data() -> tuple[DataFact, ...]:
    """Three sources, one without a licence."""
    return (
        DataFact(
            source="world-qa/en@train",
            key=key("data", 1),
            licence="Apache-2.0",
            read=12000,
            kept=11980,
            repaired=6,
            dropped={"answer not in its context": 14, "empty question": 6},
            notes={"answers with blanks at an end": 6},
            ceiling=99.8,
            n_rows=12410,
            mean_row_tokens=64.9,
        ),
        DataFact(
            source="xquad/th@test",
            key=key("data", 2),
            licence="CC BY-SA 4.0",
            read=1190,
            kept=1190,
            repaired=0,
            dropped={},
            notes={},
            ceiling=96.1,
            n_rows=1702,
            mean_row_tokens=301.4,
        ),
        DataFact(
            source="file:mine.jsonl",
            key=key("data", 3),
            licence="",
            read=400,
            kept=390,
            repaired=0,
            dropped={"offset beyond the text": 10},
            notes={},
            ceiling=None,
            n_rows=None,
            mean_row_tokens=None,
        ),
    )


def errors() -> tuple[ErrorExample, ...]:
    """Answers in Arabic, Hindi, Thai and English; one of them hostile."""
    return (
        ErrorExample(
            arm="multilingual",
            seed=1,
            language="ar",
            id="ar-0017",
            question="متى تأسست جامعة القاهرة؟",
            context="تأسست جامعة القاهرة في 21 ديسمبر 1908 ثم انتقلت إلى الجيزة في عام 1929.",
            gold="21 ديسمبر 1908",
            predicted="عام 1929",
        ),
        ErrorExample(
            arm="multilingual",
            seed=1,
            language="hi",
            id="hi-0203",
            question="ताजमहल किस नदी के किनारे स्थित है?",
            context="ताजमहल आगरा शहर में यमुना नदी के दक्षिणी किनारे पर स्थित है। इसे शाहजहाँ ने बनवाया था।",
            gold="यमुना नदी",
            predicted="आगरा शहर",
        ),
        ErrorExample(
            arm="english",
            seed=2,
            language="th",
            id="th-0044",
            question="แม่น้ำสายใดไหลผ่านกรุงเทพมหานคร",
            context="แม่น้ำเจ้าพระยาไหลผ่านกรุงเทพมหานครและลงสู่อ่าวไทย",
            gold="แม่น้ำเจ้าพระยา",
            predicted="อ่าวไทย",
        ),
        ErrorExample(
            arm="none",
            seed=3,
            language="en",
            id="en-hostile",
            question=f"What does {HOSTILE} do?",
            context=f"A page that trusts its data runs {HOSTILE} and is sorry; ours shows it as text.",
            gold=HOSTILE,
            predicted="",
        ),
    )


def jobs(arms: tuple[str, ...] = ARMS, seeds: tuple[int, ...] = SEEDS) -> tuple[JobFact, ...]:
    """All that the phases and evaluations need."""
    facts = [
        JobFact(
            kind="source", key=key("data", 1), what="world-qa/en@train", state="done", seconds=1.4, n_runs=9
        )
    ]
    for arm in arms:
        for seed in seeds:
            for kind in (
                ("phase", "phase", "predict", "score") if arm != "none" else ("phase", "predict", "score")
            ):
                what = f"{arm}@{seed}"
                seconds = between(1, 200, kind, what)
                k = key(kind, what, len(facts))
                facts.append(JobFact(kind=kind, key=k, what=what, state="done", seconds=seconds, n_runs=1))
    return tuple(facts)


def whole_study() -> Findings:
    """Three arms, three seeds, thirteen languages, all done."""
    stated = verdicts()
    return Findings(
        name="quickstart",
        question="Does an intermediate phase help languages that were never trained on, and does it help "
        "more when it is multilingual?",
        answer="Multilingual intermediate training helps unseen languages by 4.2 points of f1; whether "
        "English alone does is undecided.",
        limits=(
            "It speaks about these 9 unseen languages, not about languages at large.",
            "Three seeds see effects of about 3 points and more; smaller ones may be there.",
            "The encoder is tiny and its world is made up: effects need not carry over to large encoders.",
        ),
        arms=ARMS,
        control="none",
        seeds=SEEDS,
        languages=tuple(NAMES),
        language_names=NAMES,
        verdicts=stated,
        effects=effects(stated),
        scores=scores(),
        curves=curves(),
        phases=phases(),
        data=data(),
        errors=errors(),
        jobs=jobs(),
        environment={
            "intermezzo": "0.1.0",
            "python": "3.11.9",
            "torch": "2.6.0",
            "processor": "x86_64, AVX2",
            "threads": "1",
            "device": "cpu",
        },
        changed=("--seeds 3", "--set phase.target.budget.steps=150"),
        study_text=STUDY,
        exploratory=("claim 3",),
    )


def hostile_study() -> Findings:
    """The same with a hostile string wherever text of a user or of data stands."""
    given = whole_study()
    return replace(
        given,
        name=HOSTILE,
        question=f"Does {HOSTILE} help?",
        answer=f"No: {HOSTILE}.",
        limits=(HOSTILE,),
        language_names={**NAMES, "en": HOSTILE},
        scores=tuple(replace(s, signature=HOSTILE, evaluation=HOSTILE) for s in given.scores),
        curves=tuple(replace(c, probe=HOSTILE) for c in given.curves),
        data=tuple(replace(d, source=HOSTILE, dropped={HOSTILE: 1}) for d in given.data),
        environment={HOSTILE: HOSTILE},
        changed=(HOSTILE,),
    )


def unfinished_study() -> Findings:
    """One run failed, another is missing; what rests on them is not there."""
    given = whole_study()
    failed = JobFact(
        kind="phase",
        key=key("failed"),
        what="multilingual@3, intermediate",
        state="failed",
        seconds=12,
        n_runs=1,
        problem="quickstart.toml:14: phase.intermediate: the loss was not finite at step 41. Lower the rate.",
    )
    missing = JobFact(
        kind="score", key=key("missing"), what="multilingual@3", state="missing", seconds=0, n_runs=1
    )
    held, undecided, *_ = given.verdicts
    alone = replace(
        held,
        verdict="undecided",
        alone="undecided",
        reasons=("one seed: how much seeds differ cannot be seen, so no interval over seeds exists.",),
        interval=None,
        p=None,
        p_holm=None,
        smallest_points=None,
        n_seeds=1,
    )
    return replace(
        given,
        answer="Undecided so far: one run failed and one is missing.",
        verdicts=(alone, undecided),
        effects=tuple(
            replace(e, low=None, high=None, p=None, p_holm=None)
            for e in given.effects
            if e.claim == "claim 1"
        ),
        scores=tuple(
            s
            for s in given.scores
            if s.arm == "none" or ((s.arm, s.seed) != ("multilingual", 3) and s.language != "zh")
        ),
        curves=tuple(c for c in given.curves if (c.arm, c.seed) != ("multilingual", 3)),
        jobs=(*given.jobs[:-4], failed, missing),
        exploratory=(),
    )


def empty_study() -> Findings:
    """Written, not run."""
    return replace(
        whole_study(),
        answer="Nothing is known yet: no run has been evaluated.",
        limits=(),
        verdicts=(),
        effects=(),
        scores=(),
        curves=(),
        phases=(),
        data=(),
        errors=(),
        jobs=tuple(replace(job, state="missing", seconds=0) for job in jobs()),
        environment={},
        changed=(),
        exploratory=(),
    )


def large_study() -> Findings:
    """Forty arms at five seeds: 200 runs, with errors enough to fill pages."""
    arms = ("none", *(f"english-share-{i / 40:.3f}" for i in range(1, 40)))
    seeds = (1, 2, 3, 4, 5)
    given = whole_study()
    error = given.errors[0]
    return replace(
        given,
        arms=arms,
        seeds=seeds,
        scores=scores(arms, seeds),
        curves=curves(arms, seeds),
        phases=phases(arms, seeds),
        jobs=jobs(arms, seeds),
        errors=tuple(
            replace(error, arm=arm, seed=seed, language=lg, context=40 * error.context)
            for arm in arms
            for seed in seeds
            for lg in NAMES
        ),
    )
