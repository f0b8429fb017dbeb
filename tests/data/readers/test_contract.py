"""What every reader on the shelf keeps to, each on a sample in its own dialect."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from intermezzo import shelf
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import SHELF, Examples, Reader, ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.example import UNITS, PassageExample
from intermezzo.problem import Refused

CONTEXT = "किसुमू झील के किनारे है। Kisumu lies by the lake."
SQUAD = (
    f'{{"data": [{{"paragraphs": [{{"context": "{CONTEXT}", "qas": [{{"id": "q1", "question": "Where?", "answers": '
    '[{"text": "by the lake", "answer_start": 37}]}, {"id": "q2", "question": "कहाँ?", "answers": '
    '[{"text": "झील के किनारे", "answer_start": 7}]}]}]}]}'
)
SITES = "\n".join(
    f'{{"id": "{i}", "url": "https://x.example/faq", "scheme_host": "https://x.example", "language": "swa", '
    f'"question": "Swali {i} ni nini?", "answer": "Jibu la swali namba {i} ni hili hapa."}}'
    for i in range(3)
)
CHAII = (
    "id,context,question,answer_text,answer_start,language\n"
    f'q1,"{CONTEXT}",कहाँ?,झील के किनारे,7,hindi\nq2,"{CONTEXT}",Where?,by the lake,37,tamil\n'
)
XQUAD_R = (
    '{"data": [{"title": "T", "paragraphs": [{"context": "Kisumu lies. It rains.", "sentences": ["Kisumu lies.", '
    '"It rains."], "sentence_breaks": [[0, 12], [13, 22]], "qas": [{"id": "q1", "question": "What lies?", "answers": '
    '[{"text": "Kisumu", "answer_start": 0}]}]}]}]}'
)
AT_PAGE = "<https://a.example/faq>   ."
FAQ_PAGE = f"""\
_:p <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/FAQPage> {AT_PAGE}
_:p <http://schema.org/inLanguage> "sw" {AT_PAGE}
_:p <http://schema.org/mainEntity> _:q {AT_PAGE}
_:q <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Question> {AT_PAGE}
_:q <http://schema.org/name> "Wapi?" {AT_PAGE}
_:q <http://schema.org/acceptedAnswer> _:a {AT_PAGE}
_:a <http://schema.org/text> "Kando ya ziwa." {AT_PAGE}
"""
MENTION = (
    '{"context": {"document_id": "d1", "document_title": "t", "document_url": "u", "language": "sw", "text": '
    '"Kisumu ni mji.", "sentence_spans": [{"start": 0, "end": 14}]}, "mentions": [{"example_id": "m1", "entity_id": '
    '"Q1", "mention_span": {"start": 0, "end": 6, "text": "Kisumu"}}]}\n'
)
ENTITY = (
    '{"entity_id": "Q1", "title": "Kisumu", "description": "Mji wa Kenya.", "description_url": "u", '
    '"description_language": "sw", "sentence_spans": [{"start": 0, "end": 13}]}\n'
)
PRIMARY = (
    '{"example_id": 7, "language": "swahili", "question_text": "Wapi?", "document_plaintext": "Kando ya ziwa. Mwisho.", '
    '"passage_answer_candidates": [{"plaintext_start_byte": 0, "plaintext_end_byte": 14}], "annotations": '
    '[{"passage_answer": {"candidate_index": 0}, "minimal_answer": {"plaintext_start_byte": 9, "plaintext_end_byte": '
    '13}, "yes_no_answer": "NONE"}]}\n'
)
# Files of a sample by name, and the language and split they are read as.
SAMPLES: dict[str, tuple[dict[str, str], str, str]] = {
    "squad": ({"a.json": SQUAD}, "hi", ""),
    "jsonl-qa": (
        {"a.jsonl": f'{{"id": "q1", "context": "{CONTEXT}", "question": "कहाँ?", "answers": '
                    '{"text": ["झील के किनारे"], "answer_start": [7]}}\n'},
        "hi",
        "",
    ),
    "cmrc": (
        {"a.json": '[{"context_id": "D", "context_text": "基苏木在湖边。", "qas": [{"query_id": "Q", '
                   '"query_text": "在哪里？", "answers": ["湖边"]}]}]'},
        "zh",
        "",
    ),
    "chaii-csv": ({"a.csv": CHAII}, "hi", ""),
    "chaii-mucot": ({"a.csv": CHAII}, "hi", "whole"),
    "text": ({"a.txt": "किसुमू झील के किनारे है।\nzweite Zeile\n"}, "hi", ""),
    "csv-label": ({"a.csv": "sentence1,sentence2,label\nमौसम,धूप,1\nझील,पहाड़,0\n"}, "hi", ""),
    "tsv-label": ({"a.tsv": "मौसम\tधूप\tneutral\nझील\tपहाड़\tentailment\n"}, "hi", ""),
    "jsonl-label": ({"a.jsonl": '{"premise": "मौसम", "hypothesis": "धूप", "label": "e"}\n'}, "hi", ""),
    "csv-choice": (
        {"a.csv": "id,context,question,answer0,answer1,answer2,answer3,label\nq,झील,कहाँ?,a,b,c,d,2\n"},
        "hi",
        "",
    ),
    "jsonl-choice": (
        {"a.jsonl": '{"premise": "मौसम", "choice1": "धूप", "choice2": "वर्षा", "question": "cause", "label": 1}\n'},
        "hi",
        "",
    ),
    "siqa": (
        {"a.jsonl": '{"context": "c", "question": "q", "answerA": "x", "answerB": "y", "answerC": "z"}\n',
         "a-labels.lst": "3\n"},
        "en",
        "",
    ),
    "token-tsv": ({"a.tsv": "किसुमू\tPROPN\nझील\tNOUN\n\nहै\tAUX\n"}, "hi", ""),
    "conllu": (
        {"a.conllu": "# text = किसुमू है\n1\tकिसुमू\t_\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tहै\t_\tAUX\t_\t_\t0\troot\t_\t_\n\n"},
        "hi",
        "",
    ),
    "parallel-lines": ({"t.swh": "Kesho.\nJana.\n", "t.eng": "Tomorrow.\nYesterday.\n"}, "sw", ""),
    "bucc": (
        {"zh-en.dev.zh": "zh-1\t明天。\nzh-2\t昨天。\n", "zh-en.dev.en": "en-1\tTomorrow.\nen-2\tRain.\n",
         "zh-en.dev.gold": "zh-1\ten-1\n"},
        "zh",
        "",
    ),
    "xquad-r": ({"xquad-r.en.json": XQUAD_R}, "en", ""),
    "faq-jsonl": ({"a.jsonl": SITES}, "sw", ""),
    "faq-bitext": (
        {"swh-eng.jsonl": '{"origin": "https://a.example", "question1": "Wapi?", "question2": "Where?"}\n'},
        "sw",
        "",
    ),
    "faq-nquads": ({"a.nq": FAQ_PAGE}, "sw", ""),
    "faq-retrieval": (
        {"swa-queries.jsonl": '{"_id": "1", "text": "Wapi?"}\n{"_id": "2", "text": "Lini?"}\n',
         "swa-corpus.jsonl": '{"_id": "1", "title": "", "text": "Kisumu."}\n',
         "swa-qrels-test.jsonl": '{"query-id": "1", "corpus-id": "1", "score": 1.0}\n'},
        "sw",
        "",
    ),
    "mewsli-x": ({"mentions-dev.jsonl": MENTION, "entities.jsonl": ENTITY}, "sw", ""),
    "tydiqa-goldp": ({"a.json": SQUAD.replace("q1", "swahili-1-0").replace("q2", "swahili-1-1")}, "sw", ""),
    "tydiqa-primary": ({"a.jsonl": PRIMARY}, "sw", ""),
}  # fmt: skip


def reader_of(name: str) -> Reader:
    found = shelf.load(SHELF, name, "READER")
    assert isinstance(found, Reader)
    return found


def read(name: str, folder: Path, *, packed: bool = False) -> tuple[Examples, Ledger]:
    files, language, split = SAMPLES[name]
    folder.mkdir(exist_ok=True)
    for file, text in files.items():
        content = text.encode()
        (folder / f"{file}{'.gz' * packed}").write_bytes(gzip.compress(content) if packed else content)
    names = [f"{file}{'.gz' * packed}" for file in files]
    options = ReadOptions(misplaced="repair", split=split)
    return read_files(names, reader=name, language=language, options=options, folder=folder)


def test_every_reader_has_a_sample() -> None:
    """So that no reader is added without one."""
    assert SAMPLES.keys() == set(shelf.names(SHELF))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_whole(name: str, tmp_path: Path) -> None:
    """Examples of its unit, each id once, in the language asked for; the ledger adds up, or could not be made."""
    examples, ledger = read(name, tmp_path / "plain")
    assert examples
    kind = UNITS[reader_of(name).unit]
    assert all(isinstance(example, kind) for example in examples)
    assert len({example.id for example in examples}) == len(examples)
    assert ledger.kept == len(examples)
    queries = [e for e in examples if not isinstance(e, PassageExample) or e.role == "query"]
    assert {example.language for example in queries} == {SAMPLES[name][1]}


@pytest.mark.parametrize("name", SAMPLES)
def test_compression_changes_nothing(name: str, tmp_path: Path) -> None:
    """And neither does reading again."""
    plain, packed = read(name, tmp_path / "plain"), read(name, tmp_path / "packed", packed=True)
    assert plain == packed == read(name, tmp_path / "plain")


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{", b'{"a": 1}', b"\x00\n\x00"])
def test_what_is_no_such_file_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    """With the file's name, and never with a traceback; raw text may hold anything that is text."""
    files, language, split = SAMPLES[name]
    for file in files:
        (tmp_path / file).write_bytes(content)
    try:
        examples, _ = read_files(
            list(files), reader=name, language=language, options=ReadOptions(split=split), folder=tmp_path
        )
    except Refused as refused:
        assert all(any(file in str(problem) for file in files) for problem in refused.problems)
    else:
        assert name in ("text", "parallel-lines") and examples  # any text is text
