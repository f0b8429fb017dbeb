"""How long `intermezzo --help` takes, beside an interpreter that does nothing and one that imports torch.

    python benchmarks/help_time.py

Wall time of whole processes, as that is what a person waits for.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

import side_by_side

WAYS = {
    "intermezzo --help": ["-m", "intermezzo", "--help"],
    "intermezzo list": ["-m", "intermezzo", "list"],
    "python, doing nothing": ["-c", "pass"],
    "python, importing torch": ["-c", "import torch"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description="How long help takes.")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    side_by_side.about_this_machine("typer", "torch")

    def start(words: list[str]) -> None:
        subprocess.run([sys.executable, *words], check=True, capture_output=True)

    ways = {name: lambda words=words: start(words) for name, words in WAYS.items()}
    seconds = side_by_side.in_turn(ways, rounds=given.rounds, clock=time.perf_counter)
    side_by_side.tell("start to end of a process", seconds, against="python, importing torch")


if __name__ == "__main__":
    main()
