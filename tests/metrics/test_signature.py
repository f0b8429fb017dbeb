"""Signatures."""

from __future__ import annotations

import unicodedata

import regex

from intermezzo import __version__
from intermezzo.metrics import f1, signature
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
