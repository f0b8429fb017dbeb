"""Tokenizers: trained here for encoders from nothing, loaded for all others; always fast, since answers need offsets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from intermezzo.problem import Problem, Refused

SPECIAL = {"cls": "<s>", "pad": "<pad>", "sep": "</s>", "unk": "<unk>", "mask": "<mask>"}


def train(texts: Iterable[str], folder: Path, *, vocabulary: int, isolate_han: bool) -> None:
    """Train a byte-pair tokenizer and write it as transformers reads it.

    Text is cut at white space and around punctuation, so that answers can begin and end at words; `isolate_han` also
    cuts around every Han character, since Chinese and Japanese do not write spaces. Normalisation: none, so offsets
    count code points of the text as it stands. Merges, not a Unigram model: two runs of the library's Unigram
    trainer on the same text differ, two runs of its merge trainer do not.

    Errors: `Refused` where `vocabulary` does not even hold the characters of the text.
    """
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=SPECIAL["unk"]))
    cuts = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("isolated")]
    if isolate_han:
        cuts.append(pre_tokenizers.Split(Regex(r"\p{Han}"), "isolated"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(cuts)
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=list(SPECIAL.values()), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    if (n := tokenizer.get_vocab_size()) > vocabulary:
        raise Refused(
            Problem(
                place="tokenizer.vocabulary",
                what=f"the text has {n} different characters, more than vocabulary = {vocabulary}.",
                remedy=f"Set vocabulary = {n} or more.",
            )
        )
    cls, sep = (SPECIAL[k] for k in ("cls", "sep"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls} $A {sep}",
        pair=f"{cls} $A {sep} {sep} $B {sep}",
        special_tokens=[(t, tokenizer.token_to_id(t)) for t in (cls, sep)],
    )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    about = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": cls,
        "cls_token": cls,
        "eos_token": sep,
        "sep_token": sep,
        "pad_token": SPECIAL["pad"],
        "unk_token": SPECIAL["unk"],
        "mask_token": SPECIAL["mask"],
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(about, indent=1, sort_keys=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What stands around one text or two in a row: ids of special tokens, and the token types of each part."""

    before: tuple[int, ...]
    between: tuple[int, ...]
    after: tuple[int, ...]
    single_before: tuple[int, ...]
    single_after: tuple[int, ...]
    second_type: int

    @property
    def n_special(self) -> int:
        """Special tokens in a row of two texts."""
        return len(self.before) + len(self.between) + len(self.after)


class FastTokenizer:
    """A fast tokenizer without truncation and padding: text in, ids and code-point offsets out."""

    def __init__(self, folder: Path, name: str = "") -> None:
        from transformers import AutoTokenizer

        # Asked first: without this file transformers makes an empty tokenizer of the model's type, in silence.
        has_file = (folder / "tokenizer.json").exists()
        wrapped = AutoTokenizer.from_pretrained(folder, trust_remote_code=False) if has_file else None
        if wrapped is None or not getattr(wrapped, "is_fast", False):
            raise Refused(
                Problem(
                    what=f"{name or folder.name} has no fast tokenizer, which exact answer positions need.",
                    remedy="Use a model that has one.",
                )
            )
        self.wrapped = wrapped
        # A backend of our own: calling the wrapper with truncation would leave that setting behind.
        from tokenizers import Tokenizer

        self.backend = Tokenizer.from_str(wrapped.backend_tokenizer.to_str())
        self.backend.no_truncation()
        self.backend.no_padding()
        self.layout = _layout(self.backend)

    @property
    def special(self) -> dict[str, int]:
        """Ids of the special tokens by our names (cls, pad, sep, unk, mask)."""
        w = self.wrapped
        ids = {
            "cls": w.cls_token_id,
            "sep": w.sep_token_id,
            "pad": w.pad_token_id,
            "mask": w.mask_token_id,
            "unk": w.unk_token_id,
        }
        return {name: i for name, i in ids.items() if i is not None}

    @property
    def size(self) -> int:
        """Number of different ids."""
        return int(self.backend.get_vocab_size())

    @property
    def lower_cases(self) -> bool:
        """Whether its tokens are lower-cased text."""
        normaliser = self.backend.normalizer
        return normaliser is not None and normaliser.normalize_str("A") == "a"

    def token_text(self, token: int) -> str:
        """A token as its vocabulary writes it: `##ing`, `▁the`."""
        return str(self.backend.id_to_token(token))

    def join(self, tokens: Sequence[str]) -> str:
        """The text of such tokens, as transformers puts it together."""
        return str(self.wrapped.convert_tokens_to_string(list(tokens)))

    def encode(self, texts: list[str]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """For each text: ids int32 [n], starts and ends int32 [n] of the tokens, outer white space trimmed off."""
        out = []
        for text, found in zip(texts, self.backend.encode_batch(texts, add_special_tokens=False)):
            ids = np.array(found.ids, np.int32)
            offsets = np.array(found.offsets, np.int32).reshape(-1, 2)
            out.append((ids, *_trimmed(text, offsets)))
        return out


def _trimmed(text: str, offsets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Token limits without outer white space: some tokenizers count the space before a word as part of it."""
    starts, ends = offsets[:, 0].copy(), offsets[:, 1].copy()
    for i in range(len(starts)):
        while starts[i] < ends[i] and text[starts[i]].isspace():
            starts[i] += 1
        while ends[i] > starts[i] and text[ends[i] - 1].isspace():
            ends[i] -= 1
    return starts, ends


def _layout(backend: Any) -> Layout:
    """Found by asking: encode texts with special tokens and without, and see what was added where."""
    text = "a"
    inner = backend.encode(text, add_special_tokens=False).ids
    single = backend.encode(text)
    pair = backend.encode(text, text)
    first = _find(pair.ids, inner, 0)
    second = _find(pair.ids, inner, first + len(inner))
    at = _find(single.ids, inner, 0)
    return Layout(
        before=tuple(pair.ids[:first]),
        between=tuple(pair.ids[first + len(inner) : second]),
        after=tuple(pair.ids[second + len(inner) :]),
        single_before=tuple(single.ids[:at]),
        single_after=tuple(single.ids[at + len(inner) :]),
        second_type=pair.type_ids[second],
    )


def _find(ids: list[int], inner: list[int], start: int) -> int:
    for i in range(start, len(ids) - len(inner) + 1):
        if ids[i : i + len(inner)] == inner:
            return i
    raise ValueError(f"{inner} not found in {ids} from {start}")
