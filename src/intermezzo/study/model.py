"""The study as values: what a TOML file means once every axis is resolved.

Each field and its default is defined here and nowhere else; the door (`read.py`) checks a file against these
definitions, `plan` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from intermezzo.study.kinds import ABOVE_0, FRACTION, NOT_BELOW_0, About, OneOf, Within
from intermezzo.study.shelved import on_shelf
from intermezzo.tasks import Task

TRAIN, DEV, TEST = "train", "dev", "test"  # default splits of a phase, a probe, an evaluation
EXACT = "exact"  # our own search for answers; other decoders are other people's


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Data: one task, one language, one split."""

    task: str
    language: str
    split: str

    def __str__(self) -> str:
        return f"{self.task}/{self.language}@{self.split}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One source of a mixture. `share` is a number, or an expression over `t` in [0, 1].

    Shares need not sum to 1.
    """

    of: Reference
    share: str | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The length of a phase: exactly one of the three is above 0."""

    steps: Annotated[int, ABOVE_0, About("optimiser updates")] = 0
    epochs: Annotated[float, ABOVE_0, About("as many rows as all sources have together, so many times")] = 0
    tokens: Annotated[int, ABOVE_0, About("tokens of the rows trained on")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The rows of one optimiser step."""

    rows: Annotated[int, ABOVE_0, About("rows of one optimiser step")] = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A learning curve: every so many steps, score on these (their first `limit` examples)."""

    every: Annotated[int, ABOVE_0, About("steps between two points of the curve")] = 50
    on: Annotated[tuple[Reference, ...], About("TASK/LANGUAGE, @dev unless said otherwise")] = ()
    limit: Annotated[int, ABOVE_0, About("examples of each language")] = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerSettings:
    """A tokenizer trained as a job of the plan, for an encoder from scratch."""

    text: Annotated[tuple[Reference, ...], About("TASK/LANGUAGE, @train unless said otherwise")] = ()
    vocabulary: Annotated[int, Within(least=64), About("pieces, special tokens among them")] = 8000
    isolate_han: Annotated[bool, About("whether every Han character is a piece of its own")] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """The encoder all arms start from: `world-tiny`, `dir:PATH`, `hub:OWNER/NAME@REVISION` or `scratch`.

    The sizes matter to `scratch` only.
    """

    name: Annotated[str, About("world-tiny, dir:PATH, hub:OWNER/NAME@REVISION or scratch")] = "world-tiny"
    architecture: Annotated[str, About("a model type of transformers")] = "xlm-roberta"
    layers: Annotated[int, ABOVE_0, About("of the encoder")] = 3
    width: Annotated[int, ABOVE_0, About("of the hidden states")] = 128
    heads: Annotated[int, ABOVE_0, About("of attention")] = 4
    inner: Annotated[int, ABOVE_0, About("width of the feed-forward layers")] = 512
    positions: Annotated[int, ABOVE_0, About("tokens of the longest row")] = 512
    dropout: Annotated[float, FRACTION, About("everywhere in the encoder")] = 0.1
    tokenizer: Annotated[TokenizerSettings, About("how its tokenizer is trained; only for scratch")] = field(
        default_factory=TokenizerSettings
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One stretch of training, fully specified. `task` is the first of them where a mixture names several."""

    name: str
    task: Annotated[str, About("what the bare languages of the mixture are of")]
    mixture: Annotated[tuple[Share, ...], About("LANGUAGE or TASK/LANGUAGE = share of the rows")]
    budget: Annotated[Budget, About("{ steps = N }, { epochs = X } or { tokens = N }")]
    batch: Annotated[Batch, About("{ rows = N }, the rows of one optimiser step")] = field(
        default_factory=Batch
    )
    without: Annotated[
        tuple[Reference, ...],
        About(
            "examples that hold a question of these are not trained on: TASK (all its languages), TASK/LANGUAGE or "
            "TASK/LANGUAGE@SPLIT, @test unless said otherwise"
        ),
    ] = ()
    rate: Annotated[float, ABOVE_0, About("highest learning rate")] = 3e-5
    # None: as `rate`. A fresh linear head learns slowly at a rate that is fit for pretrained weights.
    head_rate: Annotated[
        float | None,
        ABOVE_0,
        About("highest learning rate of the heads; `rate`, unless given (a fresh head learns slowly at it)"),
    ] = None
    warmup: Annotated[float, FRACTION, About("of the steps")] = 0.1  # of the steps
    schedule: Annotated[
        str, OneOf(("linear", "constant", "cosine")), About("of the rate after the warm-up")
    ] = "linear"
    weight_decay: Annotated[float, NOT_BELOW_0, About("of matrices; biases and norms do not decay")] = 0.01
    clip: Annotated[float, ABOVE_0, About("largest norm of a gradient")] = 1.0
    # parts a batch is cut into, for memory; the step is the same
    accumulate: Annotated[int, ABOVE_0, About("parts a batch is cut into; the step is the same")] = 1
    length: Annotated[int, Within(least=16), About("tokens of the longest row")] = 384
    stride: Annotated[int, NOT_BELOW_0, About("tokens that neighbouring windows share")] = 128
    # None: as the encoder has it
    dropout: Annotated[float | None, FRACTION, About("as the encoder has it, unless given")] = None
    precision: Annotated[
        str,
        OneOf(("auto", "fp32", "bf16")),
        About("of matrix products; auto asks the processor, not a clock"),
    ] = "auto"
    threads: Annotated[int, ABOVE_0, About("of the processor")] = 1
    head: Annotated[str, OneOf(("carry", "new")), About("whether the head of the phase before goes on")] = (
        "carry"
    )
    # "last", "average of last K", "best on TASK/LANGUAGE@dev"
    checkpoint: Annotated[str, About("last, average of last K, best on TASK/LANGUAGE@dev")] = "last"
    # share of tokens to predict, masked language modelling only
    mask: Annotated[float, Within(above=0, most=1), About("share of tokens hidden, masked-lm only")] = 0.15
    whole_words: Annotated[
        bool, About("whether all tokens of a word are hidden together, masked-lm only")
    ] = False
    # of a dual encoder: a cosine of 1 is this many times as much as one of 0, turned over
    temperature: Annotated[float, ABOVE_0, About("cosines are divided by it, retrieval only")] = 0.05
    negatives: Annotated[
        str,
        OneOf(("language", "all")),
        About("whether candidates of other languages in a step are wrong ones, too; retrieval only"),
    ] = "language"
    pooling: Annotated[
        str, OneOf(("mean", "first")), About("what a text's vector is made of, retrieval only")
    ] = "mean"
    seed: Annotated[int | None, NOT_BELOW_0, About("one seed for all repetitions")] = None
    probe: Annotated[Probe | None, About("a learning curve; changes no weight")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Zero-shot or not: which task, on which languages, after which phase of the chain ("" = the last)."""

    name: str
    task: Annotated[str, About("a task, or a source of [data]")]
    languages: Annotated[tuple[str, ...], About('"all", or a list of languages')]
    split: Annotated[str, About("which split of the task is evaluated")] = TEST
    after: Annotated[str, About("a phase; the last, unless given")] = ""
    checkpoint: Annotated[str, About("overrides the rule of the phase that is evaluated")] = "last"
    limit: Annotated[int, NOT_BELOW_0, About("the first so many examples of a language; 0: all")] = 0
    layer: Annotated[
        int, Within(least=-1), About("whose states are pooled; 0: embeddings, -1: the last; retrieval only")
    ] = -1
    pooling: Annotated[
        str, OneOf(("mean", "first")), About("what a text's vector is made of, retrieval only")
    ] = "mean"
    similarity: Annotated[
        str,
        OneOf(("cosine", "margin")),
        About("margin: the cosine over that to near neighbours; retrieval only"),
    ] = "cosine"
    threshold: Annotated[
        float | None, About("margin from which on pairs are taken, mining only; chosen on dev, unless given")
    ] = None
    # "exact", or the script of somebody else, for comparison
    decoder: Annotated[str, About("exact, or as a script reads answers: utils_qa, bert, mucot")] = EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One combination of axis values: its chain of phases in order, and what is evaluated."""

    values: Mapping[str, str | float]
    encoder: Encoder
    phases: tuple[Phase, ...]
    evaluations: tuple[Evaluation, ...]

    @property
    def name(self) -> str:
        """`intermediate=english,order=joint`, or `only` where a study has no axis."""
        return ",".join(f"{axis}={value}" for axis, value in self.values.items()) or "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A contrast with an expectation.

    `compare` names an axis and two of its values: (axis, arm, control). Other axes are held equal
    and averaged over.
    `over`: "all", "unseen", "seen", or languages.
    """

    says: Annotated[str, About("the claim in a sentence")]
    compare: Annotated[
        tuple[str, str | float, str | float], About("{ AXIS = [value, value it is held against] }")
    ]
    on: Annotated[str, About("an evaluation")]
    expect: Annotated[str, About('"> 0", "< -1.5" or "within 0.5", in points')]
    metric: Annotated[str, About("a metric of the evaluation's task; its own, unless given")] = ""
    over: Annotated[str | tuple[str, ...], About('"all", "unseen", "seen", or a list of languages')] = "all"
    equal: Annotated[
        tuple[str, ...],
        OneOf(("steps", "tokens", "examples")),
        About("what the compared arms must have alike"),
    ] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One question, resolved: what remains of the axes are the arms."""

    name: str
    path: Path | None
    question: Annotated[str, About("what the study asks, in a sentence")]
    seeds: Annotated[tuple[int, ...], NOT_BELOW_0, About("how many, or a list of them")]
    axes: Mapping[str, tuple[str | float, ...]]
    arms: tuple[Arm, ...]
    claims: tuple[Claim, ...]
    data: Mapping[str, Task] = field(default_factory=dict)  # the user's own sources, as tasks
    changed: tuple[str, ...] = ()  # what the command line changed, as written
    # "open", "strict": versions and processor in every key
    environment: Annotated[str, OneOf(("open", "strict")), About("strict: versions are in every key")] = (
        "open"
    )
    # points of gold answers that must survive the tokenizer
    accept_ceiling: Annotated[
        float, Within(least=0, most=100), About("percent of gold answers that must survive the tokenizer")
    ] = 80.0
    text: str = ""  # the file as written
    shown: str = ""  # the file as messages name it
    data_folder: Path | None = None  # what paths are relative to, where not to the study

    def task(self, name: str) -> Task:
        """A task of the study: its own data first, then the shelf. The door has checked that there is one."""
        if name in self.data:
            return self.data[name]
        found = on_shelf(name)
        assert isinstance(found, Task), found
        return found

    def place(self, *path: str | int) -> str:
        """`STUDY:LINE: phase.target`, for problems that other rooms find."""
        from intermezzo.study.lines import key_path, line_map

        return f"{self.shown}:{line_map(self.text).at(path)}: {key_path(path)}"
