"""Every QA and raw text file of the shared folder, against the counts that were made without our code."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from intermezzo.data import opening
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples, ReadOptions
from intermezzo.data.sources.file import fingerprint, read_files
from intermezzo.example import QAExample, TextExample
from intermezzo.problem import Refused

SHARED = Path(os.environ.get("INTERMEZZO_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data"
FOLDERS = ("squad", "xquad", "lareqa", "mlqa", "tydiqa", "qa", "raw")
READERS = {  # how a dialect begins -> its reader; SQuAD's otherwise
    "text": "text",
    "cmrc native": "cmrc",
    "CSV": "chaii-csv",
    "flat JSON lines": "jsonl-qa",
    "JSON lines": "jsonl-qa",
    "tydi primary": "jsonl-qa",
}
NOT_READ = "tydi primary"  # byte offsets, candidate passages: not extractive QA as it stands


def entries() -> list[dict[str, Any]]:
    if not (SHARED / "manifest.json").exists():
        return []
    manifest = json.loads((SHARED / "manifest.json").read_text(encoding="utf-8"))
    return [entry for entry in manifest if entry["file"].split("/")[0] in FOLDERS]


def of_kind(kind: str, *, faulty: bool = False) -> list[Any]:
    """Files of a kind as test parameters; one that skips where the folder is absent."""
    if not entries():
        absent = pytest.mark.skip(reason=f"no manifest.json in {SHARED}; set INTERMEZZO_SHARED")
        return [pytest.param({}, marks=absent, id="absent")]
    chosen = [e for e in entries() if kind_of(e) == kind and (n_faulty(e["facts"]) or not faulty)]
    return [pytest.param(entry, id=entry["file"]) for entry in chosen]


def kind_of(entry: dict[str, Any]) -> str:
    if entry["dialect"].startswith(NOT_READ):
        return "not read"
    if entry["labels"] == "blanked":
        return "blanked"
    return "text" if entry["dialect"] == "text" else "qa"


def reader_of(entry: dict[str, Any]) -> str:
    return next((name for start, name in READERS.items() if entry["dialect"].startswith(start)), "squad")


def read(entry: dict[str, Any], **options: Any) -> tuple[Examples, Ledger]:
    language = entry["language"].split()[0]  # "ar context, de question": the context's decides
    return read_files(
        [entry["file"]],
        reader=reader_of(entry),
        language=language,
        options=ReadOptions(**options),
        folder=SHARED,
    )


def n_faulty(facts: dict[str, int]) -> int:
    """Answers that are not where they should be, and questions without context, by the manifest."""
    faults = ("misplaced", "empty_answers", "null_contexts", "answers_without_start")
    return sum(facts.get(fault, 0) for fault in faults)


@pytest.mark.parametrize("entry", of_kind("qa"))
def test_questions_are_as_many_as_counted(entry: dict[str, Any]) -> None:
    """A file's ledger has the manifest's counts, and every placed answer is a slice of its context.

    Files in which the manifest counts nothing misplaced are read without an option.
    """
    facts = entry["facts"]
    examples, ledger = read(entry, misplaced="repair" if n_faulty(facts) else "error")
    assert ledger.read == facts["questions"]
    assert ledger.answers == facts["answers"]
    assert ledger.answers_dropped.get("empty", 0) == facts.get("empty_answers", 0)
    assert ledger.dropped.get("no context", 0) == facts.get("null_contexts", 0)
    if "answers_without_start" in facts:
        assert ledger.answers_dropped == {"not in the context": facts["not_in_context"]}
        assert ledger.repaired == facts["answers"] - facts["not_in_context"]
    else:
        n_absent = sum(ledger.answers_dropped.values()) - facts.get("empty_answers", 0)
        assert ledger.repaired + n_absent == facts.get("misplaced", 0)
        assert ledger.answers_dropped.get("marked as not in the context", 0) == facts.get(
            "negative_starts", 0
        )
    notes = {
        "answers with outer space": facts.get("answers_with_outer_space", 0),
        "repeated ids made unique": facts.get("repeated_ids", 0),
        "whole-number ids turned into text": facts.get("int_ids", 0),
        "positions written as text": facts.get("starts_not_ints", 0),
        "numbers turned into text": facts.get("texts_not_strings", 0),
        "CRLF line ends": facts.get("crlf_lines", 0),
    }
    assert ledger.notes == {note: n for note, n in notes.items() if n}

    assert len(examples) == ledger.kept == len({example.id for example in examples})
    n_answers = 0
    for example in examples:
        assert isinstance(example, QAExample)
        n_answers += len(example.answers)
        assert all(example.context.startswith(a.text, a.start) and a.text for a in example.answers)
    assert n_answers == ledger.answers - sum(ledger.answers_dropped.values())
    n_unanswerable = sum(not example.answers for example in examples if isinstance(example, QAExample))
    assert n_unanswerable == facts.get("without_answers", 0) - facts.get("null_contexts", 0)
    paragraphs = {(e.cluster, e.context) for e in examples if isinstance(e, QAExample)}
    assert len({cluster for cluster, _ in paragraphs}) == len({c for _, c in paragraphs}) == len(paragraphs)


@pytest.mark.parametrize("entry", of_kind("qa", faulty=True))
def test_faulty_files_are_refused_as_they_stand(entry: dict[str, Any]) -> None:
    """Without an option, a file with misplaced answers is refused and all of them are told or counted."""
    if "answers_without_start" in entry["facts"]:
        with pytest.raises(Refused, match="9,657 answers have no position"):
            read(entry)
        return
    n = n_faulty(entry["facts"])
    with pytest.raises(Refused) as refused:
        read(entry)
    told = [str(problem) for problem in refused.value.problems]
    assert len(told) == min(n, 21)
    assert n <= 20 or told[-1] == f"{entry['file']}: and {n - 20:,} more problems in this file."
    assert all(" is not at " in each or "the context is null." in each for each in told[:20])


@pytest.mark.parametrize("entry", of_kind("blanked"))
def test_blanked_files_are_refused(entry: dict[str, Any]) -> None:
    """Files whose labels were taken away are refused, whatever is done about misplaced answers."""
    with pytest.raises(Refused) as refused:
        read(entry, misplaced="repair", split="test")
    assert str(refused.value) == (
        f"{entry['file']}: split 'test' has no labels (all answers empty). Its labels are not public; "
        "evaluate on 'dev', or write a submission."
    )


@pytest.mark.parametrize("entry", of_kind("not read"))
def test_primary_tydi_is_refused(entry: dict[str, Any]) -> None:
    """TyDi QA's primary task (byte offsets into documents) is no flat QA, and each line says so."""
    with pytest.raises(Refused) as refused:
        read(entry)
    assert len(refused.value.problems) == entry["facts"]["rows"]
    start = f"{entry['file']}:1: expected a field 'question_id' or 'id', found annotations, "
    assert str(refused.value).startswith(start)


@pytest.mark.parametrize("entry", of_kind("text"))
def test_lines_are_as_many_as_counted(entry: dict[str, Any]) -> None:
    """Raw text has the manifest's lines and characters; nothing is stripped or normalised."""
    examples, ledger = read(entry)
    assert ledger == Ledger(read=entry["facts"]["lines"], kept=entry["facts"]["lines"])
    n_characters = sum(len(example.text) for example in examples if isinstance(example, TextExample))
    assert n_characters == entry["facts"]["characters"]


@pytest.mark.parametrize("entry", of_kind("text"))
def test_fingerprints_are_of_the_uncompressed_bytes(entry: dict[str, Any]) -> None:
    """A file's content has the digest the manifest has for it, whatever it is compressed with."""
    content = opening.read_bytes(SHARED / entry["file"])
    assert isinstance(content, bytes)
    assert opening.fingerprint(content)[:16] == entry["plain_sha256"]


@pytest.mark.skipif(not entries(), reason="no shared data")
@pytest.mark.parametrize("folder", ["xquad", "lareqa"])
def test_languages_of_a_parallel_set_share_groups_and_clusters(folder: str) -> None:
    """XQuAD's paragraphs are the same clusters, and its questions the same groups, in all languages."""
    seen = set()
    for entry in entries():
        if entry["file"].startswith(f"{folder}/"):
            examples, _ = read(entry, parallel=True)
            seen.add(tuple((e.group, e.cluster) for e in examples if isinstance(e, QAExample)))
    assert len(seen) == 1
    pairs = seen.pop()
    assert len({group for group, _ in pairs}) == 1190
    assert len({cluster for _, cluster in pairs}) == 240


@pytest.mark.skipif(not entries(), reason="no shared data")
def test_questions_that_stand_alone_have_no_group() -> None:
    """Without `parallel`, groups are empty and clusters differ between contexts of different languages."""
    files = [entry for entry in entries() if entry["file"].startswith("xquad/")][:2]
    (first, _), (second, _) = (read(entry) for entry in files)
    assert {e.group for e in [*first, *second]} == {""}
    of_first, of_second = ({e.cluster for e in es if isinstance(e, QAExample)} for es in (first, second))
    assert not of_first & of_second


@pytest.mark.skipif(not entries(), reason="no shared data")
def test_shards_are_one_set() -> None:
    """JaQuAD's four dev shards, by pattern, are 3,939 questions, and their order makes the fingerprint."""
    examples, ledger = read_files(["qa/ja/jaquad_dev_*"], reader="squad", language="ja", folder=SHARED)
    assert len(examples) == ledger.kept == 1029 + 1043 + 1041 + 826
    shards = [f"qa/ja/jaquad_dev_000{i}.json.{suffix}" for i, suffix in enumerate(["xz", "gz", "bz2", "zst"])]
    assert fingerprint(shards, folder=SHARED) == fingerprint(["qa/ja/jaquad_dev_*"], folder=SHARED)
    assert fingerprint(shards[::-1], folder=SHARED) != fingerprint(shards, folder=SHARED)


@pytest.mark.skipif(not entries(), reason="no shared data")
def test_afriqa_asks_in_its_own_language_or_in_the_pivot() -> None:
    """AfriQA's questions are in the African language unless the translated column is named."""
    (entry,) = [e for e in entries() if e["file"].endswith("hau.en.dev.json.xz")]
    own, _ = read(entry, misplaced="drop")
    pivot, _ = read(entry, misplaced="drop", columns={"question": "question_translated"})
    assert isinstance(own[0], QAExample) and isinstance(pivot[0], QAExample)
    assert own[0].question == "Yayan Micheal Jackson nawa?"
    assert pivot[0].question == "How many children did Micheal Jackson have?"
    assert own[0].context == pivot[0].context
