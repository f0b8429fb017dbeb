"""faq-nquads: questions and answers of FAQ pages in N-Quads."""

from __future__ import annotations

import pytest

from data.readers.scenes import read, refusal
from intermezzo.data.ledger import Ledger

PAGE = "https://www.a.example/faq?x=1"


def quad(node: str, told: str, value: str, page: str = PAGE, at: str = "http") -> str:
    property_ = (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" if told == "type" else f"{at}://schema.org/{told}"
    )
    return f"{node} <{property_}> {value} <{page}>   .\n"


def page(*entries: tuple[str, str], url: str = PAGE, language: str = "", at: str = "http") -> str:
    """A page with these literals as questions and answers."""
    lines = [quad("_:p", "type", f"<{at}://schema.org/FAQPage>", url)]
    if language:
        lines.append(quad("_:w", "inLanguage", f'"{language}"', url, at))
    for i, (question, answer) in enumerate(entries):
        lines += [
            quad("_:p", "mainEntity", f"_:q{i}", url, at),
            quad(f"_:q{i}", "type", f"<{at}://schema.org/Question>", url),
            quad(f"_:q{i}", "name", question, url, at),
            quad(f"_:q{i}", "acceptedAnswer", f"_:a{i}", url, at),
            quad(f"_:a{i}", "text", answer, url, at),
        ]
    return "".join(lines)


@pytest.mark.parametrize("at", ["http", "https"])
def test_a_page_becomes_queries_and_candidates(at: str) -> None:
    """Answers lose their HTML, escapes become characters, the host is the cluster."""
    content = page(
        ('"Open on \\"Sunday\\"?"', '"<p>No,&nbsp;we<br/>rest.</p>"@en'),
        ('"B\\u00fccher?"', '"5 < 6"'),
        at=at,
    )
    examples, ledger = read("faq-nquads", {"a.nq": content})
    assert [(e.role, e.text) for e in examples] == [
        ("query", 'Open on "Sunday"?'),
        ("candidate", "No, we\nrest."),
        ("query", "Bücher?"),
        ("candidate", "5 < 6"),
    ]
    assert examples[0].targets == (examples[1].id,)
    assert {(e.cluster, e.language, e.group) for e in examples} == {("a.example", "en", "")}
    notes = {"texts with HTML": 1, "questions of pages that state no language": 1}
    assert ledger == Ledger(read=4, kept=4, notes=notes)


def test_pages_of_another_language_are_left_out() -> None:
    """A page or a text may state its language; "nl-NL" is nl."""
    dutch = page(('"Open op zondag?"', '"Nee."'), language="nl-NL", url="https://b.example/")
    tagged = page(('"Ouvert?"@fr', '"Non."'), url="https://c.example/")
    content = page(('"Open?"', '"No."')) + dutch + tagged
    examples, ledger = read("faq-nquads", {"a.nq": content}, "nl")
    assert [e.text for e in examples] == ["Open?", "No.", "Open op zondag?", "Nee."]
    assert ledger.dropped == {"another language": 2}
    assert ledger.notes == {"questions of pages that state no language": 1}
    examples, ledger = read("faq-nquads", {"a.nq": content}, "fr")
    assert [e.text for e in examples] == ["Open?", "No.", "Ouvert?", "Non."]


def test_what_is_no_entry_is_counted() -> None:
    """Questions no page lists, listed ones that are not there, questions without answers, lines of another kind."""
    content = (
        page(('"Open?"', '"No."'), ('"Why?"', '" "'))
        + quad("_:p", "mainEntity", "_:cut")
        + quad("_:q8", "type", "<http://schema.org/Question>")
        + quad("_:p", "mainEntity", "_:q9")
        + quad("_:q9", "type", "<http://schema.org/Question>")
        + quad("_:q9", "name", '"Who?"')
        + "not a quad\n\n"
    )
    examples, ledger = read("faq-nquads", {"a.nq": content})
    assert len(examples) == 2
    assert ledger == Ledger(
        read=5,
        kept=2,
        dropped={"question without an answer": 1, "no question or no answer": 2},
        notes={
            "lines that are no N-Quads": 1,
            "questions of pages that state no language": 2,
            "questions that a page lists and does not hold": 1,
            "questions that no FAQ page lists": 1,
        },
    )


def test_entries_met_again_are_one() -> None:
    """The same question with the same answer on a second page adds nothing; with another answer it is of its group."""
    second = page(('"Open?"', '"No."'), ('"OPEN ?"', '"Yes."'), url="https://b.example/")
    examples, ledger = read("faq-nquads", {"a.nq": page(('"Open?"', '"No."')), "b.nq": second})
    assert [e.text for e in examples] == ["Open?", "No.", "OPEN ?", "Yes."]
    assert len({e.group for e in examples}) == 1 and examples[0].group
    assert [e.cluster for e in examples] == ["a.example"] * 2 + ["b.example"] * 2
    assert ledger.dropped == {"question and answer met before": 2}


def test_other_files_are_refused() -> None:
    """A file without one N-Quad is of another kind."""
    assert refusal("faq-nquads", {"a.nq": '{"question": "Open?"}\n'}) == "a.nq: no N-Quads in this file."
    assert refusal("faq-nquads", {"a.nq": quad("_:x", "name", '"x"')}) == "a.nq: no examples in this file."


def test_halves_of_characters_are_put_together() -> None:
    """Escapes in pairs, as Java writes them, are one character; a half alone is left out."""
    content = page(('"\\uD83D\\uDE00 a\\uD83D?"', '"\\U0001F600\\t\\\\"'))
    examples, _ = read("faq-nquads", {"a.nq": content})
    assert [e.text for e in examples] == ["😀 a?", "😀\t\\"]
