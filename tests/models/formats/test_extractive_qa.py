"""Extractive QA: rows, labels and the exact search, against brute force and on many scripts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.example import Answer, QAExample
from intermezzo.models import tokenizer as tokenizers_of_ours
from intermezzo.models.formats.extractive_qa import (
    Spans,
    Windows,
    best_spans,
    features,
    label,
    read_answers,
    window_starts,
)
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Refused

# Our own sentences: a context, a question, and an answer that ends where tokens end.
TEXTS = {
    "en": ("Ada wrote the first program in 1843, in London.", "Where did Ada write it?", "London"),
    "de": ("Die Straße zum Schloß wurde 1901 gebaut.", "Wann wurde sie gebaut?", "1901"),
    "hi": ("दिल्ली भारत की राजधानी है।", "भारत की राजधानी क्या है?", "दिल्ली"),
    "ar": ("تقع القاهرة على نهر النيل.", "أين تقع القاهرة؟", "نهر النيل"),
    "ru": ("Ольга живёт в Казани с 1999 года.", "Где живёт Ольга?", "Казани"),
    "el": ("Ο Νίκος γεννήθηκε στην Αθήνα.", "Πού γεννήθηκε;", "Αθήνα"),
    "zh": ("长城在中国北方，全长两万公里。", "长城在哪里？", "中国北方"),
    "ja": ("富士山は日本で一番高い山です。", "一番高い山は?", "富士山"),
    "th": ("กรุงเทพ เป็นเมืองหลวงของไทย", "เมืองหลวงคือที่ไหน", "กรุงเทพ"),
    "ko": ("서울은 한국의 수도이다.", "수도는 어디인가?", "서울은"),
    "vi": ("Hà Nội là thủ đô của Việt Nam.", "Thủ đô là gì?", "Hà Nội"),
    "emoji": ("The cat 🐈 and the dog 🐕‍🦺 ran 2½ miles.", "Who ran?", "dog 🐕‍🦺"),
    "odd spaces": ("one\u00a0two\tthree\n\nfour\u3000five  six ", "How many?", "three\n\nfour"),
}
LONG = " ".join(["north", "east", "south", "west", "up", "down", "left", "right"] * 20)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> FastTokenizer:
    """A tokenizer trained on the sentences above, composed and decomposed."""
    folder: Path = tmp_path_factory.mktemp("tokenizer")
    texts = [LONG, *(text for found in TEXTS.values() for text in found)]
    texts += [unicodedata.normalize("NFD", text) for text in texts]
    tokenizers_of_ours.train(texts, folder, vocabulary=500, isolate_han=True)
    return FastTokenizer(folder)


def _asked(context: str, question: str, *answers: Answer) -> QAExample:
    return QAExample(id="q", language="en", question=question, context=context, answers=answers)


def _gold(context: str, text: str) -> Answer:
    return Answer(text=text, start=context.index(text))


def _at_the_labels(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Logits of a model that is sure of every row's label, and prefers rows that hold the answer."""
    start, end = np.zeros((2, rows.n_tokens), np.float32)
    start[rows.limits[:-1] + rows.arrays["start"]] = 1
    end[rows.limits[:-1] + rows.arrays["end"]] = 1
    return start, end


# -- the search ----------------------------------------------------------------------------------------------


@st.composite
def _rows_and_logits(draw: st.DrawFn) -> tuple[Rows, np.ndarray, np.ndarray]:
    """Rows of a question, a context that may be empty, a special token; logits smooth or full of ties.

    Windows of an example overlap as they will; a character may be several tokens.
    """
    shapes = draw(
        st.lists(  # examples, windows of each, (tokens before the context, tokens of the context)
            st.lists(st.tuples(st.integers(1, 4), st.integers(0, 12)), max_size=3), min_size=1, max_size=4
        )
    )
    windows = [(example, *shape) for example, found in enumerate(shapes) for shape in found]
    inside = [np.array([False] * before + [True] * n + [False], bool) for _, before, n in windows]
    in_context = np.concatenate([np.zeros(0, bool), *inside])
    begun = [draw(st.integers(0, 3)) for _ in windows]
    numbers = np.concatenate(
        [np.zeros(0, int), *(first + np.arange(len(part)) // 2 for first, part in zip(begun, inside))]
    )
    arrays = {
        "limits": np.cumsum([0, *(len(part) for part in inside)]),
        "example": np.array([example for example, *_ in windows], np.int32),
        "char_start": np.where(in_context, 3 * numbers, -1).astype(np.int32),
        "char_end": np.where(in_context, 3 * numbers + 2, -1).astype(np.int32),
        "best_start": np.zeros(len(shapes), np.int32),
    }
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (2, len(in_context))
    logits = random.integers(-2, 3, shape) / 2 if draw(st.booleans()) else random.normal(0, 3, shape)
    start, end = logits.astype(np.float32)
    return Rows(arrays), start, end


def _by_brute_force(
    rows: Rows, start: np.ndarray, end: np.ndarray, max_tokens: int
) -> list[tuple[float, ...]]:
    found = []
    for example in range(len(rows.arrays["best_start"])):
        best, null = (np.inf, 0, 0), np.inf
        for row in np.flatnonzero(rows.arrays["example"] == example):
            first, stop = rows.limits[row], rows.limits[row + 1]
            null = min(null, start[first] + end[first])
            for s in range(first, stop):
                for e in range(s, min(stop, s + max_tokens)):
                    left, right = rows.arrays["char_start"][s], rows.arrays["char_end"][e]
                    if left >= 0 and right >= 0:
                        best = min(best, (-(start[s] + end[e]), left, right))
        found.append((-best[0], *best[1:], null))
    return found


@settings(deadline=None, max_examples=300)
@given(_rows_and_logits(), st.integers(1, 9))
def test_the_best_span_is_the_best_of_all(case, max_tokens):
    """Equal to trying every legal span: the highest score, of equals the first start, of those the shortest."""
    rows, start, end = case
    spans = best_spans(rows, start, end, max_tokens=max_tokens)
    ours = list(zip(spans.score, spans.start, spans.end, spans.null))
    assert ours == _by_brute_force(rows, start.astype(float), end.astype(float), max_tokens)


def _three_tokens() -> Rows:
    arrays = {
        "limits": np.array([0, 3]),
        "example": np.zeros(1, np.int32),
        "char_start": np.array([0, 2, 4]),
        "char_end": np.array([1, 3, 5]),
        "best_start": np.zeros(1, np.int32),
    }
    return Rows(arrays)


def test_sums_that_only_single_precision_takes_for_equal_are_not():
    """2 ** 24 + 1 is no float32: a later start whose sum is higher by one wins all the same."""
    start = np.array([2.0**24, 2.0**24, -100.0], np.float32)
    end = np.array([0.0, 1.0, -100.0], np.float32)
    assert start[0] + end[0] == start[1] + end[1]
    spans = best_spans(_three_tokens(), start, end, max_tokens=1)
    assert (spans.start[0], spans.end[0], spans.score[0]) == (2, 3, 2.0**24 + 1)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_logits_that_are_no_numbers_are_refused(odd):
    """A diverged model has no answers, not empty ones."""
    start = np.array([1.0, odd, odd], np.float32)
    with pytest.raises(Refused, match="no finite number at 2 of 3 tokens"):
        best_spans(_three_tokens(), start, np.zeros(3, np.float32))


def test_ties_fall_to_the_first_start_then_the_shortest():
    """All logits equal: the first context token of the window that begins first alone."""
    limits = np.array([0, 4, 8])
    arrays = {
        "limits": limits,
        "example": np.zeros(2, np.int32),
        "char_start": np.array([-1, 0, 2, -1, -1, 2, 4, -1]),
        "char_end": np.array([-1, 1, 3, -1, -1, 3, 5, -1]),
        "best_start": np.zeros(1, np.int32),
    }
    spans = best_spans(Rows(arrays), np.ones(8, np.float32), np.ones(8, np.float32))
    assert (spans.start[0], spans.end[0], spans.score[0]) == (0, 1, 2)


def test_the_null_answer_has_to_be_ahead_by_more_than_the_threshold():
    """Ahead by exactly the threshold keeps the answer; without abstaining nothing is dropped."""
    asked = [_asked("Ada wrote", "Who?")]
    spans = Spans(start=np.array([0]), end=np.array([3]), score=np.array([1.0]), null=np.array([2.0]))
    assert read_answers(asked, spans, may_abstain=True, threshold=1.0) == ["Ada"]
    assert read_answers(asked, spans, may_abstain=True, threshold=0.5) == [""]
    assert read_answers(asked, spans, may_abstain=False) == ["Ada"]


# -- labels --------------------------------------------------------------------------------------------------


@st.composite
def _token_limits(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Rising limits with gaps, tokens of width zero, and characters that several tokens share."""
    at, limits = 0, []
    for gap, width, n_tokens in draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(1, 3)), max_size=10)
    ):
        limits += [(at + gap, at + gap + width)] * n_tokens
        at += gap + width
    left, right = np.array(limits, np.int32).reshape(-1, 2).T
    return left, right


@settings(deadline=None, max_examples=500)
@given(_token_limits(), st.integers(0, 40), st.integers(0, 12))
def test_a_label_is_the_first_and_last_token_that_touch_the_answer(limits, begin, length):
    """Equal to asking every token whether it ends after the answer's start and starts before its end."""
    left, right = limits
    finish = begin + length
    touching = [i for i in range(len(left)) if right[i] > begin and left[i] < finish] if length else []
    assert label(left, right, begin, finish) == ((touching[0], touching[-1]) if touching else None)


def test_a_character_of_several_tokens_is_labelled_in_order():
    """An answer that is one character in three pieces: from the first piece to the last, not backwards."""
    left, right = np.array([0, 2, 2, 2, 4]), np.array([1, 3, 3, 3, 5])
    assert label(left, right, 2, 3) == (1, 3)


def test_an_answer_that_ends_the_context_is_labelled_with_the_last_context_token(tokenizer):
    """Where the usual script puts the start one past the context, both labels stand on its last token."""
    context = "It was in 1901"
    gold = Answer(text=context[-1], start=len(context) - 1)
    rows, _ = features([_asked(context, "When?", gold)], tokenizer, Windows())
    last = int(np.flatnonzero(rows.arrays["char_start"] >= 0)[-1])
    assert rows.arrays["start"].tolist() == rows.arrays["end"].tolist() == [last]


# -- rows ----------------------------------------------------------------------------------------------------


@given(st.integers(0, 200), st.integers(2, 40), st.integers(0, 50))
def test_windows_cover_the_context_and_share_the_stride(n, room, stride):
    """Every token is in a window, neighbours share `stride` tokens, only the last ends at the end."""
    if n > room <= stride:
        with pytest.raises(ValueError, match="cannot share"):
            window_starts(n, room, stride)
        return
    starts = window_starts(n, room, stride)
    ends = [min(first + room, n) for first in starts]
    assert starts[0] == 0
    assert ends[-1] == n
    assert all(end < n for end in ends[:-1])
    shared_tokens = {end - after for end, after in zip(ends, starts[1:])}
    assert shared_tokens <= {stride}


@pytest.mark.parametrize("stride", [0, 5, 12])
def test_rows_are_laid_out_as_the_tokenizer_lays_out_two_texts(tokenizer, stride):
    """Special tokens, question, a piece of the context: within `length`, and together the whole context."""
    windows = Windows(length=32, stride=stride)
    question = "Which way is north?"
    asked = _asked(LONG, question)
    rows, counts = features([asked], tokenizer, windows)
    (ids, left, right), (question_ids, *_) = tokenizer.encode([LONG, question])
    layout = tokenizer.layout
    head = [*layout.before, *question_ids, *layout.between]
    room = windows.length - len(question_ids) - layout.n_special
    assert counts["rows"] == len(rows) > 1
    assert rows.limits[-1] == len(rows.arrays["ids"]) == rows.n_tokens
    for row, first in enumerate(window_starts(len(ids), room, stride)):
        piece = slice(first, first + room)
        body = [*ids[piece]]
        outside = [-1] * len(head), [-1] * len(layout.after)
        assert rows.tokens("ids", row).tolist() == [*head, *body, *layout.after]
        assert rows.tokens("char_start", row).tolist() == [*outside[0], *left[piece], *outside[1]]
        assert rows.tokens("char_end", row).tolist() == [*outside[0], *right[piece], *outside[1]]
        assert len(rows.tokens("ids", row)) <= windows.length
        assert set(rows.tokens("types", row)[len(head) :].tolist()) == {layout.second_type}


def test_a_short_row_equals_the_tokenizers_own_pair(tokenizer):
    """What fits one row is what transformers makes of the two texts."""
    context, question, _ = TEXTS["en"]
    rows, _ = features([_asked(context, question)], tokenizer, Windows())
    assert rows.arrays["ids"].tolist() == tokenizer.backend.encode(question, context).ids


def test_windows_without_the_answer_are_labelled_with_the_first_token(tokenizer):
    """Labels are 0, 0 where a window does not hold the whole answer, and in rows that do they point at it."""
    context = LONG + " finally London"
    rows, counts = features(
        [_asked(context, "Where?", _gold(context, "finally London"))], tokenizer, Windows(length=32, stride=8)
    )
    held = np.flatnonzero(rows.arrays["start"])
    assert len(held) >= 1
    assert counts["windows without the answer"] == len(rows) - len(held) > 0
    assert not rows.arrays["end"][rows.arrays["start"] == 0].any()
    for row in held:
        start, end = rows.arrays["start"][row], rows.arrays["end"][row]
        chars = rows.tokens("char_start", row)[start], rows.tokens("char_end", row)[end]
        assert context[slice(*chars)] == "finally London"


def test_a_question_without_an_answer_points_at_the_first_token(tokenizer):
    """No gold: labels 0, 0, no best characters, and not counted among windows that miss their answer."""
    rows, counts = features([_asked(LONG, "Why?")], tokenizer, Windows(length=32, stride=8))
    assert not rows.arrays["start"].any()
    assert not rows.arrays["end"].any()
    assert rows.arrays["best_start"].tolist() == rows.arrays["best_end"].tolist() == [-1]
    assert counts["answers"] == counts["windows without the answer"] == 0


def test_a_gold_that_stands_nowhere_is_no_label(tokenizer):
    """An unplaced gold (start -1) is passed over for the next one, or counted; it never makes a label."""
    context = TEXTS["en"][0]
    nowhere = Answer(text="Londinium", start=-1)
    asked = [
        _asked(context, "Where?", nowhere),
        _asked(context, "Where?", nowhere, _gold(context, "London")),
    ]
    rows, counts = features(asked, tokenizer, Windows())
    assert (rows.arrays["start"] > 0).tolist() == [False, True]
    assert rows.arrays["best_start"].tolist() == [-1, context.index("London")]
    assert counts["examples without a placed gold"] == 1
    assert counts["answers"] == 1


def test_contexts_without_tokens_have_a_row_and_an_empty_answer(tokenizer):
    """Nothing to read is nothing to answer: one row, no span, the empty text."""
    asked = [_asked(" ", "Where?")]
    rows, _ = features(asked, tokenizer, Windows())
    spans = best_spans(rows, *_at_the_labels(rows))
    assert len(rows) == 1
    for may_abstain in (False, True):
        assert read_answers(asked, spans, may_abstain=may_abstain) == [""]


# -- answers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD", "as it stands"])
@pytest.mark.parametrize("name", TEXTS)
def test_golds_come_back_as_slices(name, form, tokenizer):
    """In every script, composed or not: a model sure of the labels answers the gold, to the code point."""
    context, question, text = (
        text if form == "as it stands" else unicodedata.normalize(form, text) for text in TEXTS[name]
    )
    asked = [_asked(context, question, _gold(context, text))]
    rows, counts = features(asked, tokenizer, Windows())
    assert read_answers(asked, best_spans(rows, *_at_the_labels(rows)), may_abstain=False) == [text]
    assert counts["answers"] == counts["answers exact"] == 1
    assert (rows.arrays["best_start"][0], rows.arrays["best_end"][0]) == (
        context.index(text),
        context.index(text) + len(text),
    )


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 2**32 - 1))
def test_any_answer_is_a_slice_without_outer_blanks(seed, tokenizer):
    """Whatever the logits, an answer is cut from the context as it stands, and begins and ends with text."""
    asked = [_asked(context, question) for context, question, _ in TEXTS.values()]
    rows, _ = features(asked, tokenizer, Windows(length=40, stride=6, question_length=12))
    start, end = np.random.default_rng(seed).normal(size=(2, rows.n_tokens)).astype(np.float32)
    spans = best_spans(rows, start, end)
    for example, answer, begin, finish in zip(
        asked, read_answers(asked, spans, may_abstain=False), spans.start, spans.end
    ):
        assert answer
        assert answer == answer.strip() == example.context[begin:finish]


@pytest.mark.parametrize("text", ["London", " London", "London ", " London \n"])
def test_blanks_at_an_answers_edges_do_not_move_its_label(text, tokenizer):
    """The label is that of the answer without them."""
    context = "Ada wrote it in London \n in 1843."
    gold = Answer(text=text, start=context.index(text))
    rows, counts = features([_asked(context, "Where?", gold)], tokenizer, Windows())
    start, end = rows.arrays["start"][0], rows.arrays["end"][0]
    assert context[rows.arrays["char_start"][start] : rows.arrays["char_end"][end]] == "London"
    assert counts["answers exact"] == 1


def test_an_answer_of_blanks_has_no_label(tokenizer):
    """Nothing is left to point at: labels 0, 0, and the answer counts as one that tokens cannot express."""
    rows, counts = features([_asked("Ada wrote", "Where?", Answer(text=" ", start=3))], tokenizer, Windows())
    assert (rows.arrays["start"].tolist(), rows.arrays["end"].tolist()) == ([0], [0])
    assert (counts["answers"], counts["answers exact"]) == (1, 0)


def test_an_answer_inside_a_token_is_labelled_with_the_token_and_not_exact(tokenizer):
    """The nearest span that tokens can express holds the answer; the ceiling sees the difference."""
    _, left, right = tokenizer.encode([LONG])[0]
    wide = int(np.flatnonzero(right - left > 2)[0])
    begin = int(left[wide]) + 1
    gold = Answer(text=LONG[begin], start=begin)
    rows, counts = features([_asked(LONG, "Which?", gold)], tokenizer, Windows(length=512))
    assert (rows.arrays["best_start"][0], rows.arrays["best_end"][0]) == (left[wide], right[wide])
    assert (counts["answers"], counts["answers exact"]) == (1, 0)


# -- what does not fit ---------------------------------------------------------------------------------------


def test_questions_too_long_lose_their_end_and_are_counted(tokenizer):
    """Two of three questions are cut to `question_length` tokens, and the count says so."""
    context, short, _ = TEXTS["en"]
    (question, *_) = tokenizer.encode([LONG])[0]
    asked = [_asked(context, question) for question in (LONG, short, LONG + " up")]
    rows, counts = features(asked, tokenizer, Windows(question_length=10))
    layout = tokenizer.layout
    assert counts["questions cut"] == 2
    head = [*layout.before, *question[:10], *layout.between]
    assert rows.tokens("ids", 0)[: len(head)].tolist() == head


def test_rows_without_room_for_a_context_are_refused(tokenizer):
    """The message says how long both are, and what to change."""
    n_special = tokenizer.layout.n_special
    length = 10 + n_special + 1
    with pytest.raises(Refused) as caught:
        features([_asked("Ada wrote", LONG)], tokenizer, Windows(length=length, question_length=10))
    assert str(caught.value) == (
        f"length: rows of {length} tokens have no room for a context beside a question of 10 tokens. "
        "Raise 'length'."
    )


def test_windows_that_cannot_go_on_are_refused(tokenizer):
    """A long question leaves no more context than neighbours share; one that fits a row whole is none the worse."""
    layout = tokenizer.layout
    length, stride = 10 + layout.n_special + 20, 20
    windows = Windows(length=length, stride=stride, question_length=10)
    with pytest.raises(Refused) as caught:
        features([_asked(LONG, LONG)], tokenizer, windows)
    assert str(caught.value) == (
        f"stride: rows of {length} tokens hold 20 of the context beside a question of 10 tokens, so windows cannot "
        "share 20 and go on. Raise 'length' or lower 'stride'."
    )
    rows, _ = features([_asked("Ada wrote", LONG)], tokenizer, windows)
    assert len(rows) == 1
