"""The model card of an exported run: what it was trained on, what it scores, what it is not."""

from __future__ import annotations

from intermezzo.plan import Plan, Run
from intermezzo.store import Store
from intermezzo.study.reference import material


def card(plan: Plan, run: Run, store: Store) -> str:
    """Markdown with the metadata header the hub reads."""
    sources = list(dict.fromkeys(f"{s.of.task}/{s.of.language}" for p in run.arm.phases for s in p.mixture))
    languages = sorted({s.of.language for p in run.arm.phases for s in p.mixture})
    licences = sorted({plan.study.task(name.split("/")[0]).licence for name in sources} - {""})
    lines = [
        "---",
        "library_name: transformers",
        "pipeline_tag: question-answering",
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
    # A signature's bar would be a column of its own.
    headings = [name.replace("|", ", ") for name in _names(run, store)]
    lines += ["", "| evaluation | language | " + " | ".join(headings) + " |"]
    lines.append("|" + " --- |" * (2 + len(_names(run, store))))
    for scored in run.scores:
        record = store.get(scored.score.kind, scored.score.key)
        if record:
            values = [f"{record.facts['scores'][n]:.1f}" for n in _names(run, store)]
            lines.append(f"| {scored.evaluation} | {scored.language} | " + " | ".join(values) + " |")
    lines += [
        "",
        f"Licences of the training data: {', '.join(licences) or 'not stated'}. Check them before you pass the model on.",
        "",
        "This is one seed of one arm; what the study found, with intervals, is in its report. transformers 5 has no",
        "question-answering pipeline: `intermezzo predict` answers questions with the decoder these scores were made by.",
        "",
    ]
    if any(source.startswith("world-") for source in sources):
        lines += ["Trained on a generated world: its scores say nothing about natural text.", ""]
    return "\n".join(lines)


def _names(run: Run, store: Store) -> list[str]:
    for scored in run.scores:
        if record := store.get(scored.score.kind, scored.score.key):
            return list(record.facts["scores"])
    return []
