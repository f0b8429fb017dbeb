"""Answers outside a study: the best candidates, and directories of others with a span head of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from intermezzo.example import QAExample
from intermezzo.models.answer import Answerer, answer_all, candidates, load_any
from intermezzo.models.formats.extractive_qa import Windows, best_spans, features
from intermezzo.models.heads import extractive_qa as span_head
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Refused
from models import directories

QUESTION = "Who drinks tea?"
CONTEXT = "Adam Lopez drinks tea. Maria Nguyen comes from Dubai. " * 3


@pytest.fixture(scope="module", params=directories.PAIRS)
def folder(
    request: pytest.FixtureRequest, world_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A random model of each architecture with the span head that transformers puts on it."""
    name = request.param
    place = tmp_path_factory.mktemp(name) / "model"
    return directories.write(name, world_folder, place, auto=tf.AutoModelForQuestionAnswering)


def _rows(tokenizer: FastTokenizer, *, length: int = 24, stride: int = 8) -> Rows:
    asked = QAExample(id="0", language="", question=QUESTION, context=CONTEXT, answers=())
    return features([asked], tokenizer, Windows(length=length, stride=stride))[0]


# -- candidates ----------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 2**32 - 1), max_tokens=st.integers(1, 12))
def test_the_first_candidate_is_the_best_span(world_tokenizer: FastTokenizer, seed: int, max_tokens: int):
    """Score, place and null score are those the evaluation uses; several windows that overlap."""
    rows = _rows(world_tokenizer)
    start, end = np.random.default_rng(seed).normal(size=(2, rows.n_tokens)).astype(np.float32)
    spans = best_spans(rows, start, end, max_tokens=max_tokens)
    best, *_ = candidates(CONTEXT, rows, start, end, n_best=3, max_tokens=max_tokens)
    assert len(rows) > 3
    assert best.score == spans.score[0]
    assert (best.start, best.end) == (spans.start[0], spans.end[0])
    assert best.margin == spans.score[0] - spans.null[0]


def test_candidates_are_different_slices_best_first(world_tokenizer: FastTokenizer):
    """No characters twice, although windows share tokens; scores fall; each text is its slice."""
    rows = _rows(world_tokenizer)
    start, end = np.random.default_rng(0).normal(size=(2, rows.n_tokens)).astype(np.float32)
    found = candidates(CONTEXT, rows, start, end, n_best=40, max_tokens=30)
    assert len({(c.start, c.end) for c in found}) == len(found) == 40
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert all(c.text == CONTEXT[c.start : c.end] for c in found)


# -- directories of others -----------------------------------------------------------------------------------


@torch.no_grad()
def test_a_directory_answers_as_its_own_class_does(folder: Path):
    """Start and end logits of every row equal those of transformers' question-answering class, to rounding."""
    model, tokenizer = load_any(folder), FastTokenizer(folder)
    own = tf.AutoModelForQuestionAnswering.from_pretrained(folder, attn_implementation="eager").eval()
    rows = _rows(tokenizer)
    start, end = span_head.outputs(model, "extractive-qa", rows, {"precision": "fp32"}).T
    for r in range(len(rows)):
        inputs = {"input_ids": torch.tensor(rows.tokens("ids", r).astype(np.int64))[None]}
        if model.encoder.takes_types:
            inputs["token_type_ids"] = torch.tensor(rows.tokens("types", r).astype(np.int64))[None]
        theirs = own(**inputs)
        cut = slice(rows.limits[r], rows.limits[r + 1])
        np.testing.assert_allclose(start[cut], theirs.start_logits[0], atol=1e-5)
        np.testing.assert_allclose(end[cut], theirs.end_logits[0], atol=1e-5)


def test_items_keep_what_came_with_them(folder: Path):
    """One result an item, its other keys untouched; with a low threshold the answer is empty, the candidates stay."""
    answerer = Answerer(folder)
    items = [{"id": 7, "question": QUESTION, "context": CONTEXT}, {"question": QUESTION, "context": " "}]
    first, empty = answer_all(answerer, items, n_best=2, null_threshold=None)
    assert first["id"] == 7
    assert first["answer"] == first["candidates"][0]["answer"] != ""
    assert len(first["candidates"]) == 2
    assert (empty["answer"], empty["candidates"]) == ("", [])
    (none, *_) = answer_all(answerer, items, n_best=2, null_threshold=-1e9)
    assert none["answer"] == ""
    assert none["candidates"] == first["candidates"]


def test_a_model_without_span_head_is_refused(folder: Path, tmp_path: Path):
    """An encoder alone cannot answer; the message says what to name instead."""
    place = tmp_path / "model"
    directories.shutil.copytree(folder, place)
    tensors = load_file(place / "model.safetensors")
    outputs = ("qa_outputs.", "classifier.")
    kept = {name: tensor for name, tensor in tensors.items() if not name.startswith(outputs)}
    save_file(kept, place / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(Refused, match=r"has no span head for extractive QA"):
        load_any(place)
