"""A problem in a rule file is shown where it is."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from daemon.cli.pointing import pointed
from daemon.errors import Problem


def test_the_caret_stands_under_the_spot(tmp_path: Path) -> None:
    """The line of the file, and a caret in the column that the problem names, also in a long line."""
    file = tmp_path / "rules.yaml"
    file.write_text(f"rules:\n  - {{id: a, severity: hih}}\n  - {{id: {'b' * 200}, severity: low}}\n", encoding="utf-8")
    said, line, caret = pointed(Problem(str(file), 2, 23, "not known")).split("\n")
    assert said.endswith("rules.yaml:2:23: not known")
    assert line[caret.index("^") :].startswith("hih")
    _, line, caret = pointed(Problem(str(file), 3, 222, "not known")).split("\n")
    assert line[caret.index("^") :].startswith("low")


def test_lines_of_the_config_are_never_shown(tmp_path: Path) -> None:
    """What is mistyped in a config may be a secret: its problems stay one line."""
    file = tmp_path / "config.yaml"
    file.write_text("receivers:\n  desk: {telegram: {tokn: 123456:secret}}\n", encoding="utf-8")
    assert "\n" not in pointed(Problem(str(file), 2, 20, "unknown key"))


def test_a_terminal_obeys_no_rule_file() -> None:
    """Of what a file says, no escape reaches the terminal that shows it."""
    assert (
        pointed(Problem("a.yaml", 3, 0, "'fire\x1b[31m' \u202eis wrong")) == "a.yaml:3: 'fire\ufffd[31m' \ufffdis wrong"
    )


@given(
    st.integers(0, 50), st.integers(0, 300), st.text(max_size=60, alphabet=st.characters(categories=["L", "P", "Zs"]))
)
def test_no_place_and_no_text_breaks_it(line: int, column: int, message: str) -> None:
    """A problem always begins with what it says by itself, wherever it claims to be."""
    problem = Problem("no/such/file.yaml", line, column, message)
    assert pointed(problem) == str(problem)
