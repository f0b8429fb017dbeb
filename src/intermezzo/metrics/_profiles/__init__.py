"""profiles: how answers are read before they are compared, one official script or idea a file.

In            a name, as it stands in a study and in a signature: squad-1.1, squad-2.0, mlqa, chaii, script-aware.
Out           a Profile.
Leaves alone  scores: a profile reads, a metric counts.
Start at      squad_1_1.py.
"""

from __future__ import annotations

import re

from intermezzo import shelf
from intermezzo.metrics._profile import Profile
from intermezzo.problem import Problem


def names() -> list[str]:
    """Names of all profiles. A module's name has no dots, so version 1.1 is filed as 1_1."""
    return [re.sub(r"(?<=\d)-(?=\d)", ".", name) for name in shelf.names(__name__)]


def load(name: str) -> Profile | Problem:
    """The profile of that name; a `Problem` naming what there is otherwise."""
    if name not in names():
        return shelf.unknown("profiles", name, names())
    profile: Profile = shelf.load(__name__, name.replace(".", "-"), "PROFILE")
    return profile
