"""Answering questions outside a study: n-best answers with scores, from a checkpoint or a transformers directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForQuestionAnswering

from intermezzo.example import QAExample
from intermezzo.models import checkpoint, encoder
from intermezzo.models.checkpoint import Model
from intermezzo.models.formats import extractive_qa
from intermezzo.models.heads import HeadSpec
from intermezzo.models.heads import extractive_qa as span_head
from intermezzo.models.heads.extractive_qa import ExtractiveQAHead
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused

EXTRACTIVE_QA = HeadSpec("extractive-qa")
LENGTH, STRIDE = (
    384,
    128,
)  # tokens of a row, and those that neighbours share, as the field's scripts have them


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible answer: `context[start:end]`; `score` is the sum of both logits; `margin` = score - null score."""

    text: str
    start: int
    end: int
    score: float
    margin: float


class Answerer:
    """A model that answers questions.

    `folder` is what `export` writes, any directory with a span head transformers knows, or a phase's record.
    """

    def __init__(self, folder: Path, tokenizer: Path | None = None) -> None:
        self.tokenizer = FastTokenizer(tokenizer or folder, name=str(folder))
        self.model = load_any(folder)
        length = min(LENGTH, self.model.encoder.longest)
        # A third of a row each, or as usual: a model of short rows leaves room for more context than windows share.
        self.windows = extractive_qa.Windows(
            length=length,
            stride=min(STRIDE, length // 3),
            question_length=min(extractive_qa.QUESTION_TOKENS, length // 3),
        )

    def answer(
        self,
        question: str,
        context: str,
        *,
        n_best: int = 1,
        max_tokens: int = extractive_qa.MAX_ANSWER_TOKENS,
    ) -> list[Candidate]:
        """The `n_best` highest spans of a context, each character span once; exact over all legal spans."""
        example = QAExample(id="0", language="", question=question, context=context, answers=())
        rows, _ = extractive_qa.features([example], self.tokenizer, self.windows)
        logits = span_head.outputs(self.model, EXTRACTIVE_QA.key, rows, {"precision": "fp32"})
        return candidates(context, rows, logits[:, 0], logits[:, 1], n_best=n_best, max_tokens=max_tokens)


def candidates(
    context: str, rows: Rows, start: np.ndarray, end: np.ndarray, *, n_best: int, max_tokens: int
) -> list[Candidate]:
    """All legal spans of all windows, best first, each character span once; equals as in `best_spans`."""
    start, end = extractive_qa.in_doubles(start, end)
    found: dict[tuple[int, int], float] = {}
    null = np.inf
    for r in range(len(rows)):
        a, b = int(rows.limits[r]), int(rows.limits[r + 1])
        null = min(null, float(start[a] + end[a]))
        places = np.flatnonzero(rows.arrays["char_start"][a:b] >= 0) + a
        for s in places:
            last = places[places < s + max_tokens]
            for t in last[last >= s]:
                span = (int(rows.arrays["char_start"][s]), int(rows.arrays["char_end"][t]))
                found[span] = max(found.get(span, -np.inf), float(start[s] + end[t]))
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:n_best]
    return [
        Candidate(text=context[x:y], start=x, end=y, score=score, margin=score - null)
        for (x, y), score in best
    ]


def load_any(folder: Path) -> Model:
    """A record of a phase as it is; a transformers directory with its own span head put in place of ours."""
    if (folder / checkpoint.HEADS_FILE).exists():
        return checkpoint.load(folder)
    path = folder / "model.safetensors"
    if not path.exists():
        raise Refused(Problem(place=str(folder), what="has no model.safetensors.",
                              remedy="Name a directory as transformers or intermezzo export writes it."))  # fmt: skip
    config = AutoConfig.from_pretrained(folder)
    model = Model(encoder.load(folder))
    model.put(EXTRACTIVE_QA, _head_of(folder, load_file(path), model.encoder, config))
    return model


def _head_of(folder: Path, tensors: Mapping[str, Tensor], of: encoder.Encoder, config: Any) -> nn.Module:
    """The span head of a transformers directory: a last layer, or all of ModernBERT's, which has some before it."""
    if "qa_outputs.weight" in tensors:
        head = ExtractiveQAHead(of.width)
        head.outputs.load_state_dict({part: tensors[f"qa_outputs.{part}"] for part in ("weight", "bias")})
        return head
    has_layers = {"head.dense.weight", "classifier.weight"} <= tensors.keys()
    if has_layers and any(name.endswith("ForQuestionAnswering") for name in config.architectures or ()):
        theirs = AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float32)
        return nn.Sequential(theirs.head, theirs.classifier)
    raise Refused(Problem(place=str(folder), what=f"has no span head for extractive QA ({config.model_type}).",
                          remedy="Name a model that was trained to answer questions."))  # fmt: skip


def answer_all(
    answerer: Answerer, items: Iterable[dict[str, Any]], *, n_best: int, null_threshold: float | None
) -> Iterator[dict[str, Any]]:
    """One result an item with `question` and `context`; keys that came along come out again."""
    for item in items:
        found = answerer.answer(item["question"], item["context"], n_best=n_best)
        best = found[0] if found else None
        abstains = null_threshold is not None and best is not None and -best.margin > null_threshold
        rest = {k: v for k, v in item.items() if k not in ("question", "context")}
        yield rest | {
            "answer": "" if best is None or abstains else best.text,
            "candidates": [
                {"answer": c.text, "start": c.start, "end": c.end, "score": c.score, "margin": c.margin}
                for c in found
            ],
        }
