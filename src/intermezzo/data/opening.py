"""Opening: a file's own bytes, whatever it is compressed with, and its text, every code point in place."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from intermezzo.problem import Problem

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a file, and what was odd about how it is written down."""

    content: str
    notes: Mapping[str, int]


def read_bytes(path: Path, *, name: str = "") -> bytes | Problem:
    """The uncompressed content of a file; the suffix says how it is compressed.

    Args:
        path: a plain, .gz, .xz, .bz2 or .zst file.
        name: the file as messages show it; its path otherwise.
    """
    name = name or str(path)
    try:
        stored = path.read_bytes()
    except FileNotFoundError:
        return not_found(name, path.parent)
    except IsADirectoryError:
        return Problem(
            place=name, what="expected a file, found a folder.", remedy=f"Write {name}/* for all in it."
        )
    except OSError as error:
        return Problem(place=name, what=f"cannot be read: {error.strerror or type(error).__name__}.")
    if path.suffix not in UNPACK:
        return stored
    try:
        return UNPACK[path.suffix](stored)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        return Problem(
            place=name,
            what=f"broken {path.suffix} compression; the file may be cut short.",
            remedy="Fetch or copy it again.",
        )


def not_found(name: str, folder: Path) -> Problem:
    return Problem(what=f"no file {name} (looked in {folder})")


def unpack_zstd(stored: bytes) -> bytes:
    """All frames of a .zst file, with or without their content size.

    Frame by frame through `decompressobj`: the one-shot call needs the size in the frame's head, and the
    stream reader ends quietly where a cut file does.
    """
    import zstandard

    content = bytearray()
    while True:
        frame = zstandard.ZstdDecompressor().decompressobj()
        try:
            content += frame.decompress(stored)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
        if not frame.eof:
            raise EOFError
        if not frame.unused_data:
            return bytes(content)
        stored = frame.unused_data


UNPACK: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".xz": lzma.decompress,
    ".bz2": bz2.decompress,
    ".zst": unpack_zstd,
}


def decode(content: bytes, *, name: str) -> Text | Problem:
    """UTF-8 as it stands; only a byte order mark at the front, which is not text, is left out."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line_start = content.rfind(b"\n", 0, error.start) + 1
        line = content.count(b"\n", 0, line_start) + 1
        column = len(content[line_start : error.start].decode("utf-8")) + 1
        return Problem(
            place=f"{name}:{line}",
            what=f"not valid UTF-8: byte 0x{content[error.start]:02x} (column {column}).",
            remedy="Save the file as UTF-8.",
        )
    notes = {
        "byte order mark left out": int(text.startswith(BYTE_ORDER_MARK)),
        "CRLF line ends": text.count("\r\n"),
    }
    return Text(content=text.removeprefix(BYTE_ORDER_MARK), notes={what: n for what, n in notes.items() if n})


def fingerprint(content: bytes) -> str:
    """What identifies data: the uncompressed bytes, so recompressing a file changes no key."""
    return hashlib.sha256(content).hexdigest()
