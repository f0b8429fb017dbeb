"""Labels of tasks that share them: what files and hubs call them, and what they are called here."""

from __future__ import annotations

from collections.abc import Mapping

NLI = ("entailment", "neutral", "contradiction")
PARAPHRASE = ("0", "1")  # 1: the two say the same

# Numbers of the hub's NLI data sets. XTREME's own code counts contradiction, entailment, neutral.
HUB_NLI: Mapping[str, str] = {"0": "entailment", "1": "neutral", "2": "contradiction", "-1": ""}
