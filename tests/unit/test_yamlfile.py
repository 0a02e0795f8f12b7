"""Strict YAML: what operators wrote is what is read, and what could surprise or blow up is refused with its place."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.yamlfile import load_yaml, parse_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("12:30:45", "12:30:45"),
        ("010", "010"),
        ("1.10", 1.1),
        ("2027-01-01", "2027-01-01"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("-3", -3),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("'true'", "true"),
        ('"1"', "1"),
        ("تدمر", "تدمر"),
    ],
)
def test_scalars_follow_the_core_schema(written: str, read: object) -> None:
    """R6: only true, false, null and plain numbers are more than text; a word stays the word that was written."""
    value = parse_yaml(f"key: {written}\n", name="x.yaml").value["key"]
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3:1", "duplicate key 'a', first used in line 1"),
        ("a: &x [1]\nb: *x\n", "x.yaml:1:4", "starts with & needs single quotes"),
        ("a: &A crash\n", "x.yaml:1:4", "starts with & needs single quotes"),
        ("a: *copter\n", "x.yaml:1:4", "starts with * needs single quotes"),
        ("a: [b, *copter*]\n", "x.yaml:1:15", "starts with * needs single quotes"),
        ("a: !simulator\n", "x.yaml:1:4", "starts with ! needs single quotes"),
        ("a: [!simulator]\n", "x.yaml:1:15", "starts with ! needs single quotes"),
        ("a: [!simulator, b]\n", "x.yaml:1:5", "starts with ! needs single quotes"),
        ("a: !!python/object:os.system {}\n", "x.yaml:1:4", "tag"),
        ("a: !secret b\n", "x.yaml:1:4", "tag"),
        ("a: @palmyra\n", "x.yaml:1:4", "single quotes"),
        ('when: "shot down" | crash*\n', "x.yaml:1:21", "single quotes"),
        ("a: b: c\n", "x.yaml:1:5", "single quotes"),
        ("a:\n\t- b\n", "x.yaml:2:1", "spaces"),
        ("? [a, b]\n: c\n", "x.yaml:1:3", "one word"),
        ("a: [" + "[" * 60 + "]" * 60 + "]\n", "x.yaml:1:", "deeper than 50"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, place: str, part: str) -> None:
    """R4, R5, R7: tags, aliases, duplicate keys, depth and syntax errors give file:line:column and the mend."""
    problems = [str(problem) for problem in parse_yaml(text, name="x.yaml").problems]
    assert len(problems) == 1
    assert problems[0].startswith(place)
    assert part in problems[0]


def test_an_alias_bomb_costs_nothing() -> None:
    """R5: a few hundred bytes that would expand to billions of nodes are refused before anything is built."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for before, name in pairwise("abcdefgh"):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    started = process_time()
    assert parse_yaml(bomb, name="x.yaml").problems
    assert timedelta(seconds=process_time() - started) < timedelta(seconds=1)


def test_a_number_of_thousands_of_digits_is_text() -> None:
    """R5: a number too long to be one is read as text, not as an error of the interpreter."""
    assert parse_yaml("a: " + "9" * 5000, name="x.yaml").value == {"a": "9" * 5000}


def test_unreadable_files_are_problems(tmp_path: Path) -> None:
    """R5, R13: a file that is missing, too large or not UTF-8 is named, never raised."""
    (tmp_path / "big.yaml").write_bytes(b"# " + b"x" * 1024 * 1024)
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe9\n")
    for name, part in (("none.yaml", "cannot be read"), ("big.yaml", "larger"), ("latin.yaml", "UTF-8")):
        (problem,) = load_yaml(tmp_path / name).problems
        assert part in problem.message


def test_a_file_may_be_as_large_as_its_reader_says(tmp_path: Path) -> None:
    """The bound is the caller's: a config of thousands of feeds is larger than any rule file."""
    (tmp_path / "big.yaml").write_bytes(b"# " + b"x" * 2 * 1024 * 1024)
    assert load_yaml(tmp_path / "big.yaml").problems
    assert not load_yaml(tmp_path / "big.yaml", max_bytes=16 * 1024 * 1024).problems


def test_positions_point_at_values_and_keys() -> None:
    """Every value and key has its line and column; a path that is not there has its parent's."""
    file = parse_yaml("feeds:\n  - id: bbc\n    url: x\n", name="x.yaml")
    assert file.position(("feeds", 0, "url")) == (3, 10)
    assert file.position(("feeds", 0, "url"), key=True) == (3, 5)
    assert file.position(("feeds", 0, "nothing", 1)) == (2, 5)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a file, reading it gives a value or problems."""
    file = parse_yaml(text.encode("utf-8", "surrogatepass"), name="x.yaml")
    assert file.problems or file.value is None or file.value is not file
