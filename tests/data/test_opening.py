"""Opening files: every compression, the same bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from data.scenes import UNTIMED
from intermezzo.data import opening
from intermezzo.problem import Problem

CONTENT = "Kisumu 基苏木 𝒳\r\n".encode() * 100


def zstd_of_unknown_size(content: bytes) -> bytes:
    """A frame as a pipe writes it: its head does not say how much it holds."""
    packed = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(packed, closefd=False) as writer:
        writer.write(content)
    assert zstandard.get_frame_parameters(packed.getvalue()).content_size == zstandard.CONTENTSIZE_UNKNOWN
    return packed.getvalue()


def two_frames(content: bytes) -> bytes:
    return zstandard.compress(content[:10]) + zstd_of_unknown_size(content[10:])


PACK: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("json", bytes),
    "gz": ("json.gz", gzip.compress),
    "xz": ("json.xz", lzma.compress),
    "bz2": ("json.bz2", bz2.compress),
    "zst": ("json.zst", zstandard.compress),
    "zst without size": ("json.zst", zstd_of_unknown_size),
    "zst in two frames": ("json.zst", two_frames),
}


@pytest.mark.parametrize("how", PACK)
def test_compression_changes_neither_content_nor_fingerprint(tmp_path: Path, how: str) -> None:
    """However it is compressed, a file gives its own bytes and so the same fingerprint."""
    suffix, pack = PACK[how]
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(pack(CONTENT))
    assert opening.read_bytes(path) == CONTENT


@pytest.mark.parametrize("how", [how for how in PACK if how != "plain"])
def test_no_cut_is_taken_for_an_end(tmp_path: Path, how: str) -> None:
    """A compressed file cut anywhere is refused: never a shorter content without a word."""
    suffix, pack = PACK[how]
    packed = pack(CONTENT)
    path = tmp_path / f"a.{suffix}"
    whole_frames = {len(zstandard.compress(CONTENT[:10]))} if how == "zst in two frames" else set()
    for n in set(range(1, len(packed))) - whole_frames:
        path.write_bytes(packed[:n])
        problem = opening.read_bytes(path, name="FILE")
        assert isinstance(problem, Problem)
        assert str(problem) == (
            f"FILE: broken .{suffix.rsplit('.', 1)[-1]} compression; the file may be cut short. "
            "Fetch or copy it again."
        )


def test_what_is_no_file(tmp_path: Path) -> None:
    """A missing file names the folder looked in; a folder says that it is one."""
    assert str(opening.read_bytes(tmp_path / "a.json", name="a.json")) == (
        f"no file a.json (looked in {tmp_path})"
    )
    assert str(opening.read_bytes(tmp_path, name="data")) == (
        "data: expected a file, found a folder. Write data/* for all in it."
    )


def test_fingerprint_is_sha256() -> None:
    """The digest of "abc" is the one FIPS 180-2 prints in its appendix B.1."""
    assert opening.fingerprint(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@UNTIMED
@given(st.text())
def test_text_is_not_touched(text: str) -> None:
    """All code points survive decoding; a byte order mark at the front is left out and noted."""
    decoded = opening.decode(f"x{text}".encode(errors="ignore"), name="a")
    assert isinstance(decoded, opening.Text) and decoded.content == f"x{text}"
    marked = opening.decode(b"\xef\xbb\xbf" + text.encode(errors="ignore"), name="a")
    assert isinstance(marked, opening.Text) and marked.content == text
    assert marked.notes["byte order mark left out"] == 1
