"""Cross-entropy of the hidden tokens (Devlin et al. 2019).

What is hidden is drawn for the whole step, so that parts hide and weigh as the whole does.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from intermezzo import randomness
from intermezzo.models.checkpoint import Model
from intermezzo.models.formats import masked_lm
from intermezzo.train.losses._part import Loss, Part


def of(model: Model, part: Part) -> Tensor:
    """The masked-language-modelling head's loss on the rows held now."""
    assert part.mask_id is not None, "the features job has seen to it"
    settings = part.settings
    rng = randomness.generator(settings["seed"], "mask", settings["place"], part.step)
    ids = np.concatenate([its.tokens("ids", r) for its, r in part.rows])
    inner = np.concatenate([its.tokens("inner", r) for its, r in part.rows])
    table = model.encoder.model.get_input_embeddings().weight
    hidden_ids, chosen = masked_lm.hide(
        ids,
        inner,
        rng,
        share=settings["mask"],
        mask=part.mask_id,
        size=table.shape[0],
        words=words_of(part) if settings.get("whole_words") else None,
    )
    is_chosen = np.zeros(len(ids), bool)
    is_chosen[chosen] = True
    at = np.cumsum([0, *(len(its.tokens("ids", r)) for its, r in part.rows)])
    kept = [slice(at[k], at[k + 1]) for k in part.here]
    hidden, _ = part.encoded(model, [hidden_ids[cut] for cut in kept])
    picked = np.concatenate([is_chosen[cut] for cut in kept])
    gold = np.concatenate([ids[cut] for cut in kept])[picked].astype(np.int64)
    logits = model.heads[part.head](hidden[torch.from_numpy(np.flatnonzero(picked))].float(), table)
    share = len(gold) / max(1, len(chosen))  # of the step's hidden tokens, over which its loss is a mean
    return masked_nats(logits, torch.from_numpy(gold), n_rows=len(part.rows)) * share


def words_of(part: Part) -> np.ndarray:
    """The word of each token of the step, numbered so that no two rows share one."""
    found, n = [], 0
    for rows, r in part.rows:
        words = rows.tokens("word", r)
        found.append(
            np.where(words < 0, n, words + n)
        )  # special tokens are never hidden, whatever their number
        n += int(words.max(initial=-1)) + 1
    return np.concatenate(found)


def masked_nats(logits: Tensor, gold: Tensor, *, n_rows: int) -> Tensor:
    """Mean over the hidden tokens, times the rows they stand in, in nats: so a step's loss is a mean over tokens.

    logits [M, V] fp32; gold [M] int64. 0 where nothing was hidden.
    """
    if not len(gold):
        return logits.sum() * 0.0
    return F.cross_entropy(logits, gold) * n_rows


LOSS = Loss(of)
