"""A hub on this machine: folders served over HTTP, the way the hub's library asks for them."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee" * 6 + "cafe"


@contextmanager
def serving(root: Path, *, commit: str = COMMIT) -> Iterator[str]:
    """The address of a hub that has `datasets/OWNER/NAME` and `models/OWNER/NAME` below `root`, all at one commit."""
    handler = type("Handler", (_Handler,), {"root": root, "commit": commit})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    root: Path
    commit: str

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""

    def _answer(self) -> None:
        match [unquote(part) for part in urlsplit(self.path).path.split("/") if part]:
            case ["api", "datasets" | "models" as kind, owner, name, *rest]:
                self._tell(self.root / kind / owner / name, rest)
            case ["datasets", owner, name, "resolve", self.commit, *path]:
                self._give(self.root.joinpath("datasets", owner, name, *path))
            case [owner, name, "resolve", self.commit, *path]:
                self._give(self.root.joinpath("models", owner, name, *path))
            case _:
                self._send(404)

    def _tell(self, folder: Path, rest: list[str]) -> None:
        """What a repository holds: `revision/COMMIT` or `tree/COMMIT`."""
        if not folder.is_dir() or rest[1:] not in ([], ["main"], [self.commit]):
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        entries = [
            {
                "type": "file",
                "path": path.relative_to(folder).as_posix(),
                "size": path.stat().st_size,
                "oid": hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest(),
            }
            for path in paths
        ]
        about = {"id": f"{folder.parent.name}/{folder.name}", "sha": self.commit, "siblings": []}
        self._send(200, json.dumps(entries if rest[:1] == ["tree"] else about).encode())

    def _give(self, path: Path) -> None:
        if not path.is_file():
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        content = path.read_bytes()
        tag = hashlib.sha256(content).hexdigest()
        self._send(200, content, {"ETag": f'"{tag}"', "X-Repo-Commit": self.commit})

    def _send(self, status: int, content: bytes = b"", head: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(head or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)
