"""Conditions in conditions: how deep they may be, and what is said of deeper ones."""

from pathlib import Path

import pytest

from daemon.errors import RuleError
from daemon.rules.load import load_rules, reload_rules
from daemon.rules.query import MAX_DEPTH, MAX_LENGTH
from tests.unit.rules.parts import a_rule_set, matched, problems_of

RULE = "rules:\n  - id: {name}\n    severity: high\n    when: {when}\n"
NESTINGS = [
    ("(fire ", ")"),
    ("(fire & ", ")"),
    ("(fire | (flood & ", "))"),
    ("(fire NEAR/3 ", ")"),
    ("(fire & !", ")"),
    ("!", ""),
    ("SENT(", ")"),
    ("TITLE(", ")"),
    ("1 OF (", ")"),
    ("1 OF (fire, ", ")"),
]


def _write(folder: Path, name: str, when: str) -> None:
    folder.joinpath(f"{name}.yaml").write_text(RULE.format(name=name, when=when))


@pytest.mark.parametrize("levels", [MAX_DEPTH, 300, MAX_LENGTH])
@pytest.mark.parametrize(("opened", "closed"), NESTINGS)
def test_a_query_nested_too_deeply_is_told_at_its_place(opened: str, closed: str, levels: int, tmp_path: Path) -> None:
    """Load and reload refuse it with file, line and column, and still tell of what is wrong elsewhere."""
    levels = min(levels, (MAX_LENGTH - 1) // len(opened + closed))
    _write(tmp_path, "first", "fire")
    rules = load_rules(tmp_path)
    _write(tmp_path, "deep", f"'{opened * levels}x{closed * levels}'")
    _write(tmp_path, "other", "the")
    for old in (None, rules):
        with pytest.raises(RuleError) as caught:
            load_rules(tmp_path) if old is None else reload_rules(old, tmp_path)
        deep, other = (str(one).removeprefix(f"{tmp_path}/") for one in caught.value.problems)
        assert deep.startswith("deep.yaml:4:12: the query is nested too deeply; it may have 40 levels")
        assert other.startswith("other.yaml:4:11: 'the' stands in nearly every text")


@pytest.mark.parametrize(
    ("opened", "closed"), [("{title: ", "}"), ("[", "]"), ("{all: [fire, ", "]}"), ("{not: ", "}")]
)
@pytest.mark.parametrize("levels", [60, 20_000])
def test_yaml_nested_too_deeply_is_told_at_its_place(opened: str, closed: str, levels: int) -> None:
    """Mappings and lists of conditions have an end as well."""
    (told,) = problems_of(RULE.format(name="r", when=opened * levels + "fire" + closed * levels))
    assert told.startswith("a.yaml:4:")
    assert "nested deeper than 50 levels" in told


def test_the_deepest_query_in_the_deepest_mapping_is_asked() -> None:
    """What both limits allow is read, shown and matched."""
    query = "SENT(" * (MAX_DEPTH - 1) + "fire" + ")" * (MAX_DEPTH - 1)
    assert matched(a_rule_set("{title: " * 47 + f"'{query}'" + "}" * 47), "Fire in a depot") == ["Fire"]


def test_brackets_alone_are_no_levels() -> None:
    """Any number of brackets round one word is the word."""
    assert matched(a_rule_set("'" + "(" * 9_000 + "fire" + ")" * 9_000 + "'"), "Fire in a depot") == ["Fire"]
