"""The model card of an exported run: what it was trained on, what it scores, what it is not."""

from __future__ import annotations

from intermezzo.plan import Plan, Run
from intermezzo.store import Store
from intermezzo.study.reference import material

QA = "extractive-qa"
PIPELINES = {  # as the hub names what a model is for
    QA: "question-answering",
    "sequence-classification": "text-classification",
    "multiple-choice": "multiple-choice",
    "token-tagging": "token-classification",
    "retrieval": "sentence-similarity",
    "masked-lm": "fill-mask",
}


def card(plan: Plan, run: Run, store: Store) -> str:
    """Markdown with the metadata header the hub reads."""
    sources = list(dict.fromkeys(f"{s.of.task}/{s.of.language}" for p in run.arm.phases for s in p.mixture))
    languages = sorted({s.of.language for p in run.arm.phases for s in p.mixture})
    formats = sorted({plan.study.task(s.of.task).format for s in run.arm.phases[-1].mixture})
    licences = sorted({plan.study.task(name.split("/")[0]).licence for name in sources} - {""})
    lines = [
        "---",
        "library_name: transformers",
        f"pipeline_tag: {PIPELINES[formats[0]]}",
        f"language: [{', '.join(languages)}]",
        "---",
        "",
        f"# {plan.study.name}: {run.name}",
        "",
        f"One run of a study that asks: {plan.study.question}",
        "",
        f"Encoder: `{run.arm.encoder.name}`. Phases, in order:",
        "",
    ]
    for phase in run.arm.phases:
        job = run.phases[phase.name]
        mixture = material(phase, plan.study.task)
        lines.append(f"* {phase.name}: {mixture}; {dict(job.settings['budget'])}, seed {job.settings['seed']}, "
                     f"record `{job.short}`")  # fmt: skip
    for evaluation in dict.fromkeys(scored.evaluation for scored in run.scores):
        lines += scores(evaluation, run, store)
    lines += [
        "",
        f"Licences of the training data: {', '.join(licences) or 'not stated'}. Check them before you pass the model on.",
        "",
        "This is one seed of one arm; what the study found, with intervals, is in its report.",
        "",
    ]
    if QA in formats:
        lines += [
            "transformers 5 has no question-answering pipeline: `intermezzo predict` answers questions with the decoder",
            "these scores were made by.",
            "",
        ]
    if any(source.startswith("world-") for source in sources):
        lines += ["Trained on a generated world: its scores say nothing about natural text.", ""]
    return "\n".join(lines)


def scores(evaluation: str, run: Run, store: Store) -> list[str]:
    """A table of one evaluation: a line a language, a column a score. Nothing where there is no score yet."""
    found = [(each.language, store.get(each.score.kind, each.score.key)) for each in run.scores
             if each.evaluation == evaluation]  # fmt: skip
    told = [(language, record.facts["scores"]) for language, record in found if record]
    if not told:
        return []
    names = list(told[0][1])
    # The bar between metric and profile would be a column of its own.
    lines = ["", f"| {evaluation} | " + " | ".join(name.replace("|", ", ") for name in names) + " |"]
    lines.append("|" + " --- |" * (1 + len(names)))
    lines += [
        f"| {language} | " + " | ".join(f"{its[n]:.1f}" for n in names) + " |" for language, its in told
    ]
    return lines
