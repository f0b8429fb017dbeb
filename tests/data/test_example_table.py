"""Examples as Parquet."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scenes import UNTIMED
from intermezzo.data import table
from intermezzo.data.reader import Examples
from intermezzo.example import Answer, QAExample, TextExample
from intermezzo.problem import Refused

UNICODE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANSWERS = st.lists(st.builds(Answer, text=UNICODE, start=st.integers(-1, 2**40)), max_size=3).map(tuple)
QA = st.builds(
    QAExample,
    id=UNICODE,
    language=UNICODE,
    question=UNICODE,
    context=UNICODE,
    answers=ANSWERS,
    group=UNICODE,
    cluster=UNICODE,
)
TEXT = st.builds(TextExample, id=UNICODE, language=UNICODE, text=UNICODE, second=UNICODE, group=UNICODE)


@UNTIMED
@given(qa=st.lists(QA, max_size=5), text=st.lists(TEXT, max_size=5))
def test_what_is_written_reads_back(qa: list[QAExample], text: list[TextExample]) -> None:
    """Any Unicode, empty strings and NUL included, comes back equal, and twice as the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "1.parquet", Path(folder) / "2.parquet"
        for path in (first, second):
            table.write(path, qa, unit="qa")
        assert table.read(first) == qa
        assert first.read_bytes() == second.read_bytes()
        table.write(first, text, unit="text")
        assert table.read(first) == text


def test_order_survives_row_groups(tmp_path: Path) -> None:
    """More examples than a row group holds keep their order."""
    lines = [TextExample(id=str(i), language="en", text="lake") for i in range(table.ROWS_PER_GROUP + 3)]
    table.write(tmp_path / "a.parquet", lines, unit="text")
    assert table.read(tmp_path / "a.parquet") == lines


def test_nothing_of_the_place_or_time_is_in_the_bytes(tmp_path: Path) -> None:
    """The file carries no path, no pandas or Arrow metadata: only rows and who wrote the format."""
    import pyarrow.parquet as pq

    table.write(tmp_path / "a.parquet", [TextExample(id="1", language="en", text="lake")], unit="text")
    assert pq.ParquetFile(tmp_path / "a.parquet").metadata.metadata is None


LINE = TextExample(id="1", language="en", text="lake")
ASKED = QAExample(
    id="q1", language="en", question="?", context="x", answers=(Answer(text="\udfff", start=0),)
)


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        (
            [LINE, TextExample(id="2", language="en", text="la\ud800ke")],
            "example 2: text: expected text, found half a character (\\ud800) at 2",
        ),
        (
            [TextExample(id="\udc00", language="en", text="")],
            "example \\udc00: id: expected text, found half a character (\\udc00) at 0",
        ),
        ([ASKED], "example q1: answers: expected text, found half a character (\\udfff) at 0"),
    ],
)
def test_half_characters_are_refused(tmp_path: Path, examples: Examples, said: str) -> None:
    """A lone surrogate names its example and field, and no file is begun."""
    unit = "qa" if isinstance(examples[0], QAExample) else "text"
    with pytest.raises(Refused) as refused:
        table.write(tmp_path / "a.parquet", examples, unit=unit)  # type: ignore[arg-type]
    assert str(refused.value) == said
    assert not (tmp_path / "a.parquet").exists()


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    """A missing file, other bytes and other columns each say what they are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    with pytest.raises(Refused) as refused:
        table.read(path)
    assert str(refused.value) == f"{path}: no such file."
    path.write_bytes(b"lake")
    with pytest.raises(Refused) as refused:
        table.read(path)
    assert str(refused.value) == f"{path}: not a readable Parquet file."
    pq.write_table(pa.table({"b": [1], "a": [2]}), path)
    with pytest.raises(Refused) as refused:
        table.read(path)
    assert str(refused.value) == f"{path}: expected a table of examples, found the columns a, b"
