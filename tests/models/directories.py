"""Directories of tiny random encoders, as transformers writes them, with a tokenizer of ours beside the weights."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch
import transformers as tf
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

WIDTH = 32
PAIRS = {  # what stands around two texts: as XLM-R has it, and as BERT has it
    "xlm-roberta": "<s> $A </s> </s> $B </s>",
    "bert": "<s> $A </s> $B:1 </s>:1",
    "modernbert": "<s> $A </s> $B </s>",
}


def sizes(name: str, tokenizer: Tokenizer) -> Any:
    """The configuration of a tiny encoder for a tokenizer of ours."""
    names = {"pad_token_id": "<pad>", "bos_token_id": "<s>", "eos_token_id": "</s>"}
    names |= {"cls_token_id": "<s>", "sep_token_id": "</s>"} if name == "modernbert" else {}
    few = {"type_vocab_size": 1} if name == "xlm-roberta" else {}
    local = {"local_attention": 8, "global_attn_every_n_layers": 2} if name == "modernbert" else {}
    return tf.AutoConfig.for_model(
        name,
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=130,
        **{key: tokenizer.token_to_id(token) for key, token in names.items()},
        **few,
        **local,
    )


def write(name: str, tokenizer: Path, folder: Path, *, auto: Any = tf.AutoModel) -> Path:
    """The directory of a random encoder, or of whatever `auto` puts on one."""
    shutil.copytree(tokenizer, folder)
    with_tokens = relayout(folder, PAIRS[name])
    torch.manual_seed(0)
    auto.from_config(sizes(name, with_tokens)).save_pretrained(folder)
    return folder


def relayout(folder: Path, pair: str) -> Tokenizer:
    """Change what the tokenizer of a folder puts around two texts."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ends = [(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")]
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", pair=pair, special_tokens=ends)
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def tell_tokenizer_class(folder: Path, name: str) -> None:
    """Have the folder say which class its tokenizer is of."""
    path = folder / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"tokenizer_class": name}))
