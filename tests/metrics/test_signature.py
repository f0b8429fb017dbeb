"""Signatures."""

from __future__ import annotations

import unicodedata

import pytest
import regex

from intermezzo import __version__
from intermezzo.metrics import entity_f1, entity_f1_seqeval_1, f1, signature
from intermezzo.metrics._profiles import mlqa, script_aware, squad_1_1


def test_signature_names_every_choice():
    """Metric, profile, language, number of examples, Unicode and version stand in the signature."""
    assert signature(f1.METRIC, squad_1_1.PROFILE, language="zh", n_examples=1190) == (
        f"f1|profile:squad-1.1|lang:zh|n:1190|unicode:{unicodedata.unidata_version}|intermezzo:{__version__}"
    )


def test_script_aware_names_its_library():
    """Grapheme clusters come from `regex` with Unicode tables of its own, so its version is named."""
    signed = signature(f1.METRIC, script_aware.PROFILE, language="th", n_examples=2)
    assert f"|regex:{regex.__version__}|" in signed


def test_another_choice_another_signature():
    """Profile, language and number of examples each change the signature."""
    signed = {
        signature(f1.METRIC, profile, language=language, n_examples=n_examples)
        for profile in (squad_1_1.PROFILE, mlqa.PROFILE)
        for language in ("de", "hi")
        for n_examples in (1, 2)
    }
    assert len(signed) == 8


def test_the_decoder_stands_in_the_signature():
    """Where answers were read from logits, the way they were read is a choice like any other."""
    signed = signature(
        f1.METRIC, squad_1_1.PROFILE, language="en", n_examples=3, decoder="decoder:mucot|n_best:20"
    )
    assert signed.startswith("f1|profile:squad-1.1|lang:en|n:3|decoder:mucot|n_best:20|unicode:")


def test_tags_have_no_profile():
    """A metric that is not of answers is signed without one; the version of seqeval is its name."""
    signed = signature(entity_f1.METRIC, None, language="sw", n_examples=7)
    assert signed.startswith("entity-f1|lang:sw|n:7|unicode:")
    assert signature(entity_f1_seqeval_1.METRIC, None, language="sw", n_examples=7) != signed


def test_a_profile_where_none_belongs_is_a_bug():
    """Answers need a profile, tags have none: the caller's mistake, not the user's."""
    with pytest.raises(ValueError, match="f1 reads answers, and was given None"):
        signature(f1.METRIC, None, language="en", n_examples=1)
    with pytest.raises(ValueError, match="entity-f1 reads tags, and was given Profile"):
        signature(entity_f1.METRIC, squad_1_1.PROFILE, language="en", n_examples=1)
