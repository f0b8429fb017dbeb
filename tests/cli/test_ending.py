"""How a command ends: the exit code of the gravest problem, one line each, and no traceback unless asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from doors import typed
from intermezzo.cli._ending import INTERRUPTED, ending, tell
from intermezzo.problem import JOB_FAILED, STORE_AT_FAULT, WRONG_INPUT, Problem, Refused


def ended(error: BaseException, *, is_debug: bool = False) -> int:
    """The exit code after an error."""
    with pytest.raises(SystemExit) as end, ending(is_debug=is_debug):
        raise error
    assert isinstance(end.value.code, int)
    return end.value.code


def test_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """1 a job failed, 2 wrong input, 3 the store is at fault, 130 interrupted; the line stands alone."""
    for code in (JOB_FAILED, WRONG_INPUT, STORE_AT_FAULT):
        assert ended(Refused(Problem(what="It is so.", exit_code=code))) == code
        assert capsys.readouterr().err == "It is so.\n"
    assert ended(KeyboardInterrupt()) == INTERRUPTED == 130
    assert "Run the same command again to go on." in capsys.readouterr().err


def test_the_gravest_counts() -> None:
    """Of several problems the highest code is the command's; none is 0."""
    codes = (JOB_FAILED, STORE_AT_FAULT, WRONG_INPUT)
    assert tell(Problem(what="so", exit_code=code) for code in codes) == STORE_AT_FAULT
    assert tell([]) == 0


def test_a_mistake_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """What only a bug can cause is one line, too, and says whose mistake it is."""
    assert ended(KeyError("steps")) == JOB_FAILED
    assert capsys.readouterr().err == (
        "KeyError: 'steps'. This is a mistake in Intermezzo; run with --debug for the whole story.\n"
    )


def test_out_of_memory(capsys: pytest.CaptureFixture[str]) -> None:
    """Memory that runs out while a page is made is no mistake of ours."""
    assert ended(MemoryError()) == JOB_FAILED
    assert capsys.readouterr().err.startswith("out of memory. ")


@pytest.mark.parametrize("error", [KeyError("steps"), MemoryError(), Refused(Problem(what="so"))])
def test_debug_raises(error: Exception) -> None:
    """With --debug the error itself comes out, with its traceback."""
    with pytest.raises(type(error)), ending(is_debug=True):
        raise error


def test_debug_reaches_the_command_line(tmp_path: Path) -> None:
    """`--debug` on any command does that."""
    (tmp_path / "study.toml").write_text("[study]\n")
    assert typed("plan", "study.toml", folder=tmp_path).code == WRONG_INPUT
    with pytest.raises(Refused):
        typed("plan", "study.toml", "--debug", folder=tmp_path)


def test_a_closed_pipe() -> None:
    """Who reads only the beginning (`| head`) is not told off."""
    assert ended(BrokenPipeError()) == 0
