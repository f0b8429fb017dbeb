"""From a study to its jobs.

Every function here makes one kind of job from values alone; equal values make equal keys, so what arms share is
shared without anybody looking for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from intermezzo.plan import machine, outside
from intermezzo.plan.hub import Hub
from intermezzo.plan.job import Job, digest
from intermezzo.plan.model import Plan, Run, Scored
from intermezzo.problem import Problem, Refused
from intermezzo.study.model import DEV, EXACT, TEST, TRAIN, Arm, Encoder, Evaluation, Phase, Reference, Study
from intermezzo.study.reference import material, written
from intermezzo.tasks import FORMATS, FileSource, HubSource, Task, WorldSource, named, of_contexts

QUESTION_TOKENS = 64  # google-research/bert run_squad.py, max_query_length
MAX_ANSWER_TOKENS = 30  # google-research/bert run_squad.py, max_answer_length
NULL_THRESHOLD = 0.0  # google-research/bert run_squad.py, null_score_diff_threshold
PAIRS = "pair-f1"  # a task scored by it looks for pairs, and may find none
AVERAGE = re.compile(r"average of last (\d+)")
BEST = re.compile(r"best on (\S+)")


def plan(study: Study) -> Plan:
    """All jobs of a study.

    Errors: `Refused` with every piece of outside data that is not there.
    """
    builder = Builder(study, Hub(study))
    runs = builder.runs()
    if builder.problems:
        raise Refused(list(dict.fromkeys(builder.problems)))
    n_runs_of: dict[str, int] = {}
    jobs: dict[str, Job] = {}
    for run in runs:
        mine: dict[str, Job] = {}
        ends = [*run.phases.values(), *(p for _, _, p in run.probes), *(s.score for s in run.scores)]
        for end in ends:
            for job in end.all_reads():
                mine.setdefault(job.key, job)
        for key, job in mine.items():
            jobs.setdefault(key, job)
            n_runs_of[key] = n_runs_of.get(key, 0) + 1
    return Plan(study=study, runs=tuple(runs), jobs=tuple(jobs.values()), n_runs_of=n_runs_of)


def on_hub(study: Study) -> tuple[list[str], list[HubSource]]:
    """The encoders and the data sets that a study takes from a hub, here or not; data of files on disk are not."""
    builder = Builder(study, Hub(study))
    builder.runs()
    encoders = dict.fromkeys(arm.encoder.name for arm in study.arms if arm.encoder.name.startswith("hub:"))
    return list(encoders), list(builder.hub.met)


@dataclass(slots=True)
class Builder:
    """Makes jobs of one study; equal ones are made once. Problems of outside data are gathered."""

    study: Study
    hub: Hub
    problems: list[Problem] = field(default_factory=list)
    _made: dict[Any, Job] = field(default_factory=dict)
    _width: dict[str, int] = field(default_factory=dict)

    def job(self, **what: Any) -> Job:
        """A job; under a strict environment its key holds versions and processor."""
        if self.study.environment == "strict":
            what["fingerprints"] = {
                **what.get("fingerprints", {}),
                "environment": digest(machine.environment()),
            }
        return Job(**what)

    def runs(self) -> list[Run]:
        """Every arm with every seed."""
        return [self.run(arm, seed) for arm in self.study.arms for seed in self.study.seeds]

    def run(self, arm: Arm, seed: int) -> Run:
        """The jobs of one run."""
        phases: dict[str, Job] = {}
        probes: list[tuple[str, str, Job]] = []
        before: Job | None = None
        for place, phase in enumerate(arm.phases):
            job = self.phase(arm, phase, place, seed if phase.seed is None else phase.seed, before)
            phases[phase.name] = before = job
            if phase.probe:
                for reference in phase.probe.on:
                    probes.append((phase.name, str(reference), self.probe(arm, phase, job, reference)))
        scores = [
            scored for evaluation in arm.evaluations for scored in self.evaluation(arm, evaluation, phases)
        ]
        return Run(arm=arm, seed=seed, phases=phases, probes=tuple(probes), scores=tuple(scores))

    def source(self, reference: Reference) -> Job:
        """The examples a reference means."""
        if reference in self._made:
            return self._made[reference]
        task = self.study.task(reference.task)
        settings, fingerprints, places = self._outside(task, reference)
        job = self.job(
            kind="source",
            settings=settings | {"of": str(reference), "unit": FORMATS[task.format].unit},
            fingerprints=fingerprints,
            places=places,
            what=f"read {reference}",
        )
        self._made[reference] = job
        return job

    def _outside(
        self, task: Task, reference: Reference
    ) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
        tried: list[Problem] = []
        sources = task.splits[reference.split].sources
        is_on_hub = any(isinstance(source, HubSource) for source in sources)
        fetched = ", or bring them from the hub with: intermezzo fetch …" if is_on_hub else "."
        for source in sources:
            if isinstance(source, WorldSource):
                settings = {
                    "source": "world",
                    "generator": source.generator,
                    "language": reference.language,
                    "split": reference.split,
                    "count": source.count,
                    "unanswerable": source.unanswerable,
                    "seed": source.seed,
                    **given(options=source.options),
                }
                return settings, {"world": world_fingerprint()}, {}
            if isinstance(source, FileSource):
                found = outside.data_files(self.study, source, reference.language)
                if isinstance(found, Problem):
                    tried.append(found)
                elif found is not None:
                    settings = {
                        "source": "file",
                        "reader": source.reader,
                        "misplaced": source.misplaced,
                        "parallel": source.parallel,
                        "language": of_contexts(source, reference.language),
                        "split": reference.split,
                        **given(columns=source.columns, labels=source.labels, into=source.into),
                    }
                    return settings, {"files": found.fingerprint}, {"files": found.place}
                else:
                    shown = named(source, source.patterns[0], reference.language).partition("\n")[0]
                    folder = outside.folder_of(self.study)
                    tried.append(
                        Problem(
                            place=f"{reference}",
                            what=f"no file {shown} (looked in {folder}).",
                            remedy=f"Say where the data are with --data FOLDER{fetched}",
                        )
                    )
            if isinstance(source, HubSource):
                of_language = replace(
                    source,
                    config=named(source, source.config, reference.language),
                    files=named(source, source.files, reference.language),
                )
                commit = self.hub.revision(of_language)
                if isinstance(commit, Problem):
                    # Of two problems a pin that does not hold is told before a file that is not there.
                    tried.insert(0 if self.hub.is_pinned(source) else len(tried), commit.at(f"{reference}"))
                    continue
                settings = {
                    "source": "hub",
                    "repository": source.repository,
                    "revision": commit,
                    "config": of_language.config,
                    "their_split": source.split,
                    "columns": dict(source.columns),
                    **given(
                        labels=source.labels,
                        into=source.into,
                        reader=source.reader,
                        files=of_language.files,
                    ),
                    "misplaced": source.misplaced,
                    "parallel": source.parallel,
                    "language": of_contexts(source, reference.language),
                    "split": reference.split,
                }
                return settings, {}, {}
        # Files come first where a task has them; whoever has none may have the hub's.
        self.problems.append(tried[0] if tried else Problem(place=f"{reference}", what="it has no source."))
        return {"source": "missing"}, {}, {}

    def features(
        self, arm: Arm, reference: Reference, phase: Phase, *, without: tuple[Reference, ...] = ()
    ) -> Job:
        """The rows of a reference for this arm's tokenizer, cut as for a phase, less examples that hold a question of
        others.
        """
        task = self.study.task(reference.task)
        cut = tuple(fields_of(phase, FORMATS[task.format].cut).items())
        at = ("features", reference, arm.encoder, cut, without)
        if at in self._made:
            return self._made[at]
        settings: dict[str, Any] = {
            "of": str(reference),
            "format": task.format,
            "accept_ceiling": self.study.accept_ceiling,
            **dict(cut),
        }
        if "stride" in settings:  # windows leave room for a question
            settings["question_length"] = QUESTION_TOKENS
        reads = {"source": self.source(reference)}
        if FORMATS[task.format].has_labels:
            settings["labels"] = list(task.labels)
            if not task.labels:
                reads |= self._labels(task)
        # Neither the order of a list nor the names of data are in a key.
        excluded = sorted((self.source(each) for each in without), key=lambda source: source.key)
        reads |= {f"without:{i}": source for i, source in enumerate(excluded)}
        told = f", without {written(without, self.study.task, split=TEST)}" if without else ""
        job = self.job(
            kind="features",
            settings=settings,
            **self._with_tokenizer(arm.encoder, reads),
            what=f"cut {reference} into rows{told}",
        )
        self._made[at] = job
        return job

    def _labels(self, task: Task) -> dict[str, Job]:
        """Where the labels of a task that declares none are looked up: its train split, or the only one it has."""
        split = TRAIN if TRAIN in task.splits else next(iter(task.splits))
        return {
            f"labels:{i}": self.source(Reference(task=task.name, language=language, split=split))
            for i, language in enumerate(task.splits[split].languages)
        }

    def _with_tokenizer(self, encoder: Encoder, reads: dict[str, Job]) -> dict[str, Any]:
        """What a job reads, and the encoder's tokenizer beside it: a job of the plan, or files of outside."""
        if encoder.name == "scratch":
            return {"reads": reads | {"tokenizer": self.tokenizer(encoder)}}
        found = outside.encoder(self.study, encoder.name)
        if isinstance(found, Problem):
            self.problems.append(found)
            return {"reads": reads}
        at = {"tokenizer": found[1].place}
        return {"reads": reads, "fingerprints": {"tokenizer": found[1].fingerprint}, "places": at}

    def tokenizer(self, encoder: Encoder) -> Job:
        """The tokenizer of an encoder from scratch."""
        settings = {"vocabulary": encoder.tokenizer.vocabulary, "isolate_han": encoder.tokenizer.isolate_han}
        reads = {f"text {i}": self.source(r) for i, r in enumerate(encoder.tokenizer.text)}
        return self.job(kind="tokenizer", settings=settings, reads=reads, what="train a tokenizer")

    def phase(self, arm: Arm, phase: Phase, place: int, seed: int, before: Job | None) -> Job:
        """One stretch of training."""
        tasks = {share.of.task: self.study.task(share.of.task) for share in phase.mixture}
        mixture = [{"share": share.share, "format": tasks[share.of.task].format} for share in phase.mixture]
        budget = {n: v for n, v in vars_of(phase.budget).items() if v}
        settings: dict[str, Any] = {
            "of": [str(share.of) for share in phase.mixture],
            "mixture": mixture,
            "budget": budget,
            "rows": phase.batch.rows,
            "place": place,
            "seed": seed,
            "checkpoint": {"rule": "last"},
            "precision": machine.precision(phase.precision, self.width(arm.encoder)),
        }
        for name in (
            "rate",
            "warmup",
            "schedule",
            "weight_decay",
            "clip",
            "accumulate",
            "dropout",
            "threads",
            "head",
        ):
            settings[name] = getattr(phase, name)
        for task in tasks.values():
            settings |= fields_of(phase, FORMATS[task.format].train)
        if phase.head_rate not in (None, phase.rate):  # equal rates are one rate, and one key
            settings["head_rate"] = phase.head_rate
        reads = {
            f"rows:{i}": self.features(arm, share.of, phase, without=phase.without)
            for i, share in enumerate(phase.mixture)
        }
        fingerprints: dict[str, str] = {}
        places: dict[str, str] = {}
        if before is not None:
            reads["start"] = before
        elif arm.encoder.name == "scratch":
            settings["scratch"] = scratch_sizes(arm.encoder)
            reads["tokenizer"] = self.tokenizer(arm.encoder)
        else:
            found = outside.encoder(self.study, arm.encoder.name)
            if isinstance(found, Problem):
                self.problems.append(found)
            else:
                fingerprints, places = {"encoder": found[0].fingerprint}, {"encoder": found[0].place}
        self._choose(arm, phase, settings, reads)
        return self.job(
            kind="phase",
            settings=settings,
            reads=reads,
            fingerprints=fingerprints,
            places=places,
            what=f"phase {phase.name} ({material(phase, self.study.task)}), seed {seed}",
        )

    def _choose(self, arm: Arm, phase: Phase, settings: dict[str, Any], reads: dict[str, Job]) -> None:
        """The rule by which the phase chooses its weights."""
        if found := AVERAGE.fullmatch(phase.checkpoint):
            settings["checkpoint"] = {"rule": "average", "last": int(found[1])}
        elif found := BEST.fullmatch(phase.checkpoint):
            reference = parse_reference(found[1])
            settings["checkpoint"] = {
                "rule": "best",
                "quiz": self.quiz(reference, settings, limit=0) | self.scoring(reference),
            }
            reads["choose source"] = self.source(reference)
            reads["choose rows"] = self.features(arm, reference, phase)

    def quiz(
        self,
        reference: Reference,
        settings: Mapping[str, Any],
        *,
        limit: int,
        evaluation: Evaluation | None = None,
    ) -> dict[str, Any]:
        """How examples are asked: as an evaluation says, or as one that says nothing."""
        task = self.study.task(reference.task)
        found = {"limit": limit, "format": task.format, "precision": settings["precision"]}
        if FORMATS[task.format].unit == "qa":
            found |= {
                "max_answer_tokens": MAX_ANSWER_TOKENS,
                "null_threshold": NULL_THRESHOLD,
                "may_abstain": task.may_abstain,
            }
        if FORMATS[task.format].unit == "passage":
            found["finds"] = "pairs" if PAIRS in task.metrics else "nearest"
            if evaluation and evaluation.threshold is not None:
                found["threshold"] = evaluation.threshold
        return found | {
            name: getattr(evaluation, name) if evaluation else Evaluation.__dataclass_fields__[name].default
            for name in FORMATS[task.format].ask
        }

    def scoring(self, reference: Reference) -> dict[str, Any]:
        """What a task is scored with."""
        task = self.study.task(reference.task)
        return {"metrics": list(task.metrics), "profile": task.profile}

    def probe(self, arm: Arm, phase: Phase, job: Job, reference: Reference) -> Job:
        """A learning curve on the side of a phase."""
        assert phase.probe is not None
        settings = self.quiz(reference, job.settings, limit=phase.probe.limit) | self.scoring(reference)
        return self.job(
            kind="probe",
            settings=settings | {"every": phase.probe.every, "of": str(reference)},
            reads={
                "phase": job,
                "source": self.source(reference),
                "features": self.features(arm, reference, phase),
            },
            what=f"probe {reference} during {job.what}",
        )

    def evaluation(self, arm: Arm, evaluation: Evaluation, phases: Mapping[str, Job]) -> list[Scored]:
        """Predictions and scores of one evaluation, a language at a time."""
        task = self.study.task(evaluation.task)
        after = evaluation.after or arm.phases[-1].name
        phase = next(p for p in reversed(arm.phases) if p.name == after)
        done = phases[after]
        out = []
        for language in evaluation.languages:
            reference = Reference(task=evaluation.task, language=language, split=evaluation.split)
            source = self.source(reference)
            settings = self.quiz(reference, done.settings, limit=evaluation.limit, evaluation=evaluation)
            reads = {
                "phase": done,
                "source": source,
                "features": self.features(arm, reference, phase),
            }
            if settings.get("finds") == "pairs" and "threshold" not in settings:
                reads |= self._chosen_on(arm, task, reference, phase)
            needs_tokenizer = settings.get("decoder", EXACT) != EXACT
            predictions = self.job(
                kind="predict",
                settings=settings | {"threads": phase.threads},
                **(self._with_tokenizer(arm.encoder, reads) if needs_tokenizer else {"reads": reads}),
                what=f"predict {reference} after {done.what}",
            )
            score = self.job(
                kind="score",
                settings=self.scoring(reference) | {"limit": evaluation.limit},
                reads={"predictions": predictions, "source": source},
                what=f"score {reference}",
            )
            out.append(
                Scored(
                    evaluation=evaluation.name,
                    task=task.name,
                    language=language,
                    source=source,
                    predictions=predictions,
                    score=score,
                )
            )
        return out

    def _chosen_on(self, arm: Arm, task: Task, reference: Reference, phase: Phase) -> dict[str, Job]:
        """Dev data of the same language, on which the threshold of pairs is chosen."""
        dev = Reference(task=task.name, language=reference.language, split=DEV)
        if DEV not in task.splits or reference.language not in task.splits[DEV].languages:
            self.problems.append(
                Problem(
                    place=str(reference),
                    what="has no dev data on which a threshold of pairs could be chosen.",
                    remedy="Set threshold = … in the evaluation.",
                )
            )
            return {}
        return {"choose source": self.source(dev), "choose rows": self.features(arm, dev, phase)}

    def width(self, encoder: Encoder) -> int:
        """H of an encoder, from its sizes or its config."""
        if encoder.name == "scratch":
            return encoder.width
        if encoder.name not in self._width:
            found = outside.encoder(self.study, encoder.name)
            width = 0
            if not isinstance(found, Problem):
                config = json.loads((Path(found[0].place) / "config.json").read_text())
                width = int(config.get("hidden_size", config.get("d_model", 0)))
            self._width[encoder.name] = width
        return self._width[encoder.name]


def fields_of(phase: Phase, names: tuple[str, ...]) -> dict[str, Any]:
    """Fields of a phase by name; a switch that is off is left out, so that it moves no key of before it was there."""
    return {name: value for name in names if (value := getattr(phase, name)) is not False}


def given(**settings: Mapping[str, Any] | str) -> dict[str, Any]:
    """Settings that are not empty. A new kind of setting then moves no key of those who do not use it."""
    return {
        name: value if isinstance(value, str) else dict(value) for name, value in settings.items() if value
    }


def parse_reference(text: str) -> Reference:
    """`TASK/LANGUAGE@SPLIT` as the door has checked it."""
    rest, _, split = text.partition("@")
    task, _, language = rest.partition("/")
    return Reference(task=task, language=language, split=split or "dev")


def scratch_sizes(encoder: Encoder) -> dict[str, Any]:
    """Sizes of an encoder from scratch, as the model room names them."""
    names = ("architecture", "layers", "width", "heads", "inner", "positions", "dropout")
    return {name: getattr(encoder, name) for name in names}


def vars_of(value: Any) -> dict[str, Any]:
    """Fields of a slotted dataclass."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def world_fingerprint() -> str:
    """What the world's examples come from: the language files. Generators are guarded by the recipe number."""
    import hashlib
    from importlib.resources import files

    total = hashlib.sha256()
    folder = files("intermezzo.world.languages")
    for name in sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml")):
        total.update(name.encode() + b"\0" + folder.joinpath(name).read_bytes())
    return total.hexdigest()
