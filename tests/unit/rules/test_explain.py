"""Why a rule did not match: the first condition that failed, in the operator's own query language."""

import pytest

from daemon.rules.explain import failure_of_rule, nearest_misses
from daemon.rules.load import build_rules
from daemon.rules.written import written
from daemon.yamlfile import parse_yaml
from tests.helpers.build import an_item
from tests.unit.rules.parts import a_rule_set, a_text

RULES = """\
entities:
  - {id: palmyra, name: Palmyra, kind: place, aliases: [Tadmur]}
rules:
  - id: lost
    severity: high
    when: {all: [helicopter, 'downed | "shot down"', '@palmyra']}
    unless: [drill]
  - id: flood
    severity: low
    when: flood NEAR/2 (river | dam)
"""


def missed(title: str) -> list[tuple[str, str]]:
    """The rules that came nearest, and what each lacked."""
    rules = build_rules([parse_yaml(RULES, name="rules.yaml")])
    return [(one.rule, one.failed) for one in nearest_misses(rules, an_item(title=title, summary=""))]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Helicopter lands in Palmyra", [("lost", 'not found: downed | "shot down"')]),
        ("Helicopter shot down near Mosul", [("lost", "not found: @palmyra")]),
        ("Helicopter shot down near Palmyra in a drill", [("lost", "unless: drill is there")]),
        ("River calm after the flood was over for a long time", [("flood", "not found: flood NEAR/2 (river | dam)")]),
        ("Nothing of the kind", []),
        ("Helicopter shot down near Palmyra", []),
    ],
)
def test_the_nearest_rule_says_what_it_lacked(title: str, expected: list[tuple[str, str]]) -> None:
    """A rule of which something holds names its first failing part; one that matches, or holds nowhere, is none."""
    assert missed(title) == expected


@pytest.mark.parametrize(
    "query",
    [
        'flood & (river | "high dam") & !drill',
        "flood NEAR river",
        "flood THEN/3 (river | dam)",
        "SENT(flood & dam)",
        "TITLE(flood)",
        "explo*",
        "Gaddafi~90",
        "2 OF (flood, river, dam)",
        '="Islamic State"',
        "@palmyra+",
        "/b[a-z]+/",
        "@kind:place",
    ],
)
def test_a_condition_is_written_as_an_operator_would(query: str) -> None:
    """What is shown is what could have been written: it reads back as the same condition."""
    entities = "entities:\n  - {id: palmyra, name: Palmyra, kind: place}\n"
    text = f"{entities}rules:\n  - {{id: r, severity: low, when: '{query}'}}\n"
    (rule,) = build_rules([parse_yaml(text, name="r.yaml")]).rules.values()
    assert written(rule.when) == query


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("mode: 'off'", "its mode is off"),
        ("expires: 2001-01-01", "it expired on 2001-01-01"),
        ("languages: [de, fr]", "the item's language is en, its languages are de, fr"),
        ("feeds: {ids: [other]}", "its feeds leave out "),
    ],
)
def test_what_keeps_an_item_from_a_rule_is_named(more: str, says: str) -> None:
    """Of feeds, languages, mode and end it is said which of them keeps the rule from being asked."""
    rules = a_rule_set("fire", more)
    told = failure_of_rule(rules, rules.rules["r"], a_text("A fire in the mill", language="en"))
    assert told is not None
    assert told.startswith(f"not asked: {says}")


def test_a_guessed_language_is_said_to_be_one() -> None:
    """The sign that marks a guess inside is no part of what an operator reads."""
    rules = a_rule_set("пожар", "languages: [en]")
    told = failure_of_rule(rules, rules.rules["r"], a_text("Пожар"))
    assert told == "not asked: the item's language is guessed to be ru, its languages are en"


def test_a_rule_about_what_does_not_come_says_so() -> None:
    """Of a rule that no item fires by itself, it is not said that something in the item is not found."""
    rules = a_rule_set("{absence: {feeds: {ids: [a]}, for: 2h}}")
    failed = failure_of_rule(rules, rules.rules["r"], an_item(title="x"))
    assert failed == "no item fires it by itself: it asks what came before, or what did not come"
