"""A list in a YAML file grows, and everything else of the file stays."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.yamledit import NotEditableError, added, added_under, in_lines, in_one_line
from daemon.yamlfile import parse_yaml
from tests.house.tree import ROOT

NEW = {
    "id": "new",
    "url": "https://example.org/x?a=1#b",
    "country": "NO",
    "tags": ["on", "12:30", "a b"],
    "name": "A: b",
}

FILES = {
    "block": "# top\nfeeds:\n  - id: a   # one\n    tags:\n      - x\n      - y   # last\n  # kept\n\nother: 1\n",
    "block at the margin": "feeds:\n- {id: a}\n- id: b\n  name: c\nother: 1\n",
    "end of the file without a line break": "other: 1\nfeeds:\n  - {id: a}",
    "text over several lines": "feeds:\n  - id: a\n    note: |\n      one\n      two\n# after\nother: 1\n",
    "folded text at the end": "feeds:\n  - id: a\n    note: >\n      one\n      two\n",
    "brackets": "feeds: [{id: a},   {id: b}]  # c\nother: 1\n",
    "brackets over lines": "feeds: [\n  {id: a},\n  {id: b}\n]\nother: 1\n",
    "empty brackets": "feeds: []\nother: 1\n",
    "nothing": "feeds:\nother: 1\n",
    "nothing, with a comment": "feeds:   # none yet\n  # - {id: x}\nother: 1\n",
    "null": "feeds: null   # none\nother: 1\n",
    "no key": "other: 1\n",
    "no key and no line break": "other: 1",
    "an empty file": "",
    "Windows": "feeds:\r\n  - {id: a}  # x\r\nother: 1\r\n",
    "members of one word": "feeds:\n  - a\n  - 'b # c'   # d\nother: 1\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_only_the_new_members_are_new(text: str) -> None:
    """However a list is written, the new members stand at its end, and no comment, line or blank is lost."""
    before = parse_yaml(text, name="x").value or {}
    after = added(text, "feeds", [NEW, {"id": "second"}])
    read = parse_yaml(after, name="x")
    assert not read.problems
    assert read.value == {**before, "feeds": [*(before.get("feeds") or []), NEW, {"id": "second"}]}
    gone = [line for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert all("[" in line or "]" in line or "null" in line or "}" in line for line in gone)
    assert ("\r\n" in after) == ("\r\n" in text)
    assert after.count("#") == text.count("#") + in_one_line(NEW).count("#")


def test_the_example_grows_by_one_line() -> None:
    """config.example.yaml, with all its comments, gets exactly one line more, behind its last feed."""
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    after = added(text, "feeds", [NEW])
    (line,) = [line[2:] for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert line == f"  - {in_one_line(NEW)}"


@pytest.mark.parametrize(
    "text",
    [
        "feeds: [{id: a},\n",
        "feeds: {a: 1}\n",
        "- a\n",
        "{other: 1}\n",
        "feeds: [{id: a},]\n",
        "other: 1\n...\n",
        "feeds: a\n",
    ],
)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    """A broken file, another shape, or one that adding would break is refused, never damaged."""
    with pytest.raises(NotEditableError):
        added(text, "feeds", [NEW])


VALUES = st.dictionaries(
    st.from_regex(r"[a-z_]{1,10}", fullmatch=True),
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.booleans(),
        st.none(),
        st.integers(-(10**9), 10**9),
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=10), max_size=3),
    ),
    min_size=1,
    max_size=5,
)


@given(rows=st.lists(VALUES, min_size=1, max_size=4), text=st.sampled_from(list(FILES.values())))
def test_members_come_back_as_they_were(rows: list[dict[str, object]], text: str) -> None:
    """Any text in a value is quoted as it must be; the list is read back equal, or the addition is refused."""
    try:
        after = added(text, "feeds", rows)
    except NotEditableError:
        lines = in_lines("feeds", rows)
        assert parse_yaml(lines, name="x").value != {"feeds": rows} or parse_yaml(lines, name="x").problems
        return
    assert parse_yaml(after, name="x").value["feeds"][-len(rows) :] == rows


NESTED = """rules:
  # first
  - id: a   # note
    when: x
    tests:
      match: [x]   # m
      skip:
        - y  # why

# behind
  - {id: b, when: z, tests: {match: [z]}}  # b
  - {id: c, when: z }
  - id: d
    when: d

  - id: e
    tests: {match: d, skip: "one, two"}
  - id: f
    tests:
    when: f
  - id: g
    when: |
      a
    tests:
      skip: []
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("at", range(7))
@pytest.mark.parametrize("member", ["a, b: c [x] # no", "no", {"title": "t", "summary": "'s' {"}])
def test_a_list_deep_in_a_file_grows_and_nothing_else_changes(at: int, member: object, ending: str) -> None:
    """Wherever a rule's tests stand, or do not stand yet, the member is added and every comment stays."""
    text = NESTED.replace("\n", ending)
    after = added_under(text, ("rules", at, "tests", "skip"), [member])
    was, now = parse_yaml(text, name="x").value["rules"], parse_yaml(after, name="x").value["rules"]
    assert [one for number, one in enumerate(now) if number != at] == was[:at] + was[at + 1 :]
    skip = now[at]["tests"]["skip"]
    assert skip[-1] == member
    assert len(skip) == {0: 2, 4: 2}.get(at, 1)
    assert {key: value for key, value in now[at].items() if key != "tests"} == {
        key: value for key, value in was[at].items() if key != "tests"
    }
    for comment in ("# first", "# note", "# m", "# why", "# behind", "# b"):
        assert comment in after


@pytest.mark.parametrize("path", [("rules", 9, "tests", "skip"), ("entities", 0, "aliases"), ("rules", 0, "when", "x")])
def test_a_place_that_is_not_there_is_refused(path: tuple[str | int, ...]) -> None:
    """What has no such place, or something else there, is left alone."""
    with pytest.raises(NotEditableError):
        added_under(NESTED, path, ["x"])
