"""Tokenizers: the same bytes from the same text, exact positions, and what stands around one text or two."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from intermezzo.models.tokenizer import FastTokenizer, train
from intermezzo.problem import Refused
from intermezzo.world import qa
from intermezzo.world.language import codes
from models import directories

TEXTS = [e.context for code in ("en", "zh", "ar") for e in qa.questions(code, "train", 15)]
FILES = ("tokenizer.json", "tokenizer_config.json")


# -- training ------------------------------------------------------------------------------------------------


def test_training_twice_gives_equal_bytes(tmp_path: Path):
    """Also in another process, where everything that hashes does so with another seed."""
    script = (
        "import sys; from pathlib import Path; from intermezzo.models.tokenizer import train\n"
        "train(sys.stdin.read().split('\\n'), Path(sys.argv[1]), vocabulary=500, isolate_han=True)"
    )
    subprocess.run(
        [sys.executable, "-c", script, tmp_path / "b"], input="\n".join(TEXTS), text=True, check=True
    )
    train(TEXTS, tmp_path / "a", vocabulary=500, isolate_han=True)
    train(iter(TEXTS), tmp_path / "c", vocabulary=500, isolate_han=True)
    for name in FILES:
        found = {hashlib.sha256((tmp_path / at / name).read_bytes()).hexdigest() for at in ("a", "b", "c")}
        assert len(found) == 1


def test_the_vocabulary_is_as_large_as_asked(tmp_path: Path):
    """All ids below `vocabulary`, the special tokens first, none twice."""
    train(TEXTS, tmp_path, vocabulary=500, isolate_han=True)
    tokenizer = FastTokenizer(tmp_path)
    assert tokenizer.size == 500
    assert tokenizer.special == {"cls": 0, "pad": 1, "sep": 2, "unk": 3, "mask": 4}


def test_a_vocabulary_below_the_characters_is_refused(tmp_path: Path):
    """The message says how many there are; with as many it works."""
    with pytest.raises(Refused) as caught:
        train(["abcdefghij"], tmp_path, vocabulary=12, isolate_han=True)
    assert str(caught.value) == (
        "tokenizer.vocabulary: the text has 15 different characters, more than vocabulary = 12. "
        "Set vocabulary = 15 or more."
    )
    train(["abcdefghij"], tmp_path, vocabulary=15, isolate_han=True)


def test_han_stands_alone_where_asked(tmp_path: Path):
    """With `isolate_han` every Han character is a token of its own; without, merges may join them."""
    for name, alone in (("alone", True), ("joined", False)):
        train(["北京北京北京"] * 9, tmp_path / name, vocabulary=20, isolate_han=alone)
        (ids, _, _), *_ = FastTokenizer(tmp_path / name).encode(["北京"])
        assert len(ids) == (2 if alone else 1)


# -- positions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_offsets_count_code_points(world_tokenizer: FastTokenizer, code: str):
    """In each of the world's languages a token is its slice of the text, and the slices are the text without blanks."""
    asked = list(qa.questions(code, "test", 10))
    unknown = world_tokenizer.special["unk"]
    n_known = n_tokens = 0
    texts = [e.context for e in asked]
    for text, (ids, starts, ends) in zip(texts, world_tokenizer.encode(texts), strict=True):
        pieces = [text[a:b] for a, b in zip(starts, ends)]
        for piece, i in zip(pieces, ids):
            assert i == unknown or world_tokenizer.backend.id_to_token(int(i)) == piece
        assert "".join(pieces) == "".join(text.split())
        assert (starts[1:] >= ends[:-1]).all()
        n_known += int((ids != unknown).sum())
        n_tokens += len(ids)
    assert n_known > 0.85 * n_tokens  # names of the test split bring characters that training has not seen


def test_characters_beyond_the_basic_plane_count_once(tmp_path: Path):
    """An emoji is one code point, although it is two units in UTF-16 and four bytes in UTF-8."""
    text = "🐈 sees 🐕‍🦺, not 🐟."
    train([text] * 3, tmp_path, vocabulary=60, isolate_han=True)
    _, starts, ends = FastTokenizer(tmp_path).encode([text])[0]
    found = [text[a:b] for a, b in zip(starts, ends)]
    assert "".join(found) == "".join(text.split())
    assert found[0] == "🐈"
    assert starts[-1] == len(text) - 1


def test_outer_white_space_is_trimmed_off(tmp_path: Path):
    """A tokenizer that counts the blank before a word as part of it (as GPT-2's does) gets limits without it."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    special = ["<s>", "</s>"]
    trainer = trainers.BpeTrainer(
        vocab_size=600, special_tokens=special, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    backend.train_from_iterator(["one two three"] * 30, trainer)
    backend.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "PreTrainedTokenizerFast"}')
    text = " one  two\n three \t"
    tokenizer = FastTokenizer(tmp_path)
    raw = tokenizer.backend.encode(text, add_special_tokens=False).offsets
    _, starts, ends = tokenizer.encode([text])[0]
    found = [text[a:b] for a, b in zip(starts, ends)]
    assert any(text[a:b] != text[a:b].strip() for a, b in raw)  # positive control
    assert [piece for piece in found if piece] == ["one", "two", "three"]
    assert all(piece == piece.strip() for piece in found)
    assert all(a <= start <= end <= b for (a, b), start, end in zip(raw, starts, ends))


def test_no_truncation_and_no_padding_stay_behind(world_folder: Path, tmp_path: Path):
    """A tokenizer saved with both (as many published ones are) reads whole texts and adds nothing."""
    backend = Tokenizer.from_file(str(world_folder / "tokenizer.json"))
    backend.enable_truncation(5)
    backend.enable_padding(length=9)
    directories.shutil.copytree(world_folder, tmp_path / "t")
    backend.save(str(tmp_path / "t" / "tokenizer.json"))
    tokenizer = FastTokenizer(tmp_path / "t")
    (long, *_), (short, *_) = tokenizer.encode(["tea " * 30, "tea"])
    assert len(long) == 30 * len(short)


def test_an_empty_text_has_no_tokens(world_tokenizer: FastTokenizer):
    """Nothing and blanks come out as arrays of length 0."""
    for ids, starts, ends in world_tokenizer.encode(["", " \n"]):
        assert len(ids) == len(starts) == len(ends) == 0
        assert ids.dtype == np.int32


# -- layouts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "between", "second_type"),
    [("xlm-roberta", (2, 2), 0), ("bert", (2,), 1), ("modernbert", (2,), 0)],
)
def test_the_layout_is_found_by_asking(
    world_folder: Path, tmp_path: Path, name: str, between: tuple[int, ...], second_type: int
):
    """XLM-R puts two separators between texts, BERT one and another token type for the second."""
    directories.shutil.copytree(world_folder, tmp_path / "t")
    directories.relayout(tmp_path / "t", directories.PAIRS[name])
    layout = FastTokenizer(tmp_path / "t").layout
    assert (layout.before, layout.between, layout.after) == ((0,), between, (2,))
    assert (layout.single_before, layout.single_after) == ((0,), (2,))
    assert layout.second_type == second_type
    assert layout.n_special == 2 + len(between)


def test_texts_without_special_tokens_have_an_empty_layout(world_folder: Path, tmp_path: Path):
    """A tokenizer that adds nothing is taken as it is."""
    directories.shutil.copytree(world_folder, tmp_path / "t")
    directories.relayout(tmp_path / "t", "$A $B")
    layout = FastTokenizer(tmp_path / "t").layout
    assert (layout.before, layout.between, layout.after, layout.n_special) == ((), (), (), 0)
