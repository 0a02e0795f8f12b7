"""What in a working rule set looks wrong."""

import random

import pytest

from daemon.rules.check import holds_by_presence
from daemon.rules.condition import All, Any
from daemon.rules.lint import lint
from daemon.rules.match import find
from tests.unit.rules.parts import a_rule_set, a_set, a_text, matched
from tests.unit.rules.test_oracle_random import (
    ENTITIES,
    SEED,
    as_yaml,
    random_condition,
    random_near,
    random_text,
)

TOWN = """entities:
  - {id: land, name: Landia, kind: country}
  - {id: town, name: Townley, kind: place, within: [land]}
"""


def _told(*texts: str) -> list[str]:
    """The complaints about a set of files, as shown."""
    return [str(problem) for problem in lint(a_set(*texts))]


def _two(first: str, second: str) -> list[str]:
    """The complaints about two rules `a` and `b`, given by their keys beside `id`."""
    return _told(f"rules:\n- {{id: a, {first}}}\n- {{id: b, {second}}}\n")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ("when: TITLE(fire), fields: [body]", "leave the title out"),
        ("when: 'flood & TITLE(fire)', fields: [summary]", "leave the title out"),
        ("when: {score: {fire: 3, flood: 1, drill: -9}, at_least: 5}", "add up to 4 at most, and at_least is 5"),
        ("when: 'fire & !fire'", "forbids what the others ask for"),
        ("when: 'fire & flood & !(fire | storm)'", "forbids what the others ask for"),
        ("when: 'fire & flood', unless: [storm, flood]", "`unless` holds wherever its `when` does"),
        ("when: fire | flood, unless: [storm, flood, fire]", "`unless` holds wherever its `when` does"),
        ("when: {at_least: 2, of: [fire, TITLE(flood)]}, fields: [body]", "leave the title out"),
        ("when: '\"state of emergency\" NEAR/1 cyclone'", "are 2 words at least, and it allows 1"),
        ("when: {all: [{count: {of: meteor, at_least: 3, within: 1h}}, '!meteor']}", "forbids what the others ask for"),
        ("when: fire NEAR/3 flood, unless: fire", "`unless` holds wherever its `when` does"),
        ("when: fire flood & !flood", "forbids what the others ask for"),
        ("when: {count: {of: 'fire & !fire', at_least: 3, within: 1h}}", "forbids what the others ask for"),
    ],
)
def test_a_rule_that_can_never_match_is_told(keys: str, says: str) -> None:
    """A rule that no text can fire loads, and is told at its line with the reason."""
    (told,) = _told(f"rules:\n- {{id: r, severity: low, {keys}}}\n")
    assert told.startswith("a.yaml:2:3: warning: this rule can never match: ")
    assert says in told


@pytest.mark.parametrize(
    ("when", "more", "text"),
    [
        ("TITLE(fire) | flood", "fields: [body]", {"body": "a flood"}),
        ("{score: {fire: 3, flood: 1}, at_least: 4}", "tags: []", {"title": "fire and flood"}),
        ("fire & !(fire & flood)", "tags: []", {"title": "a fire"}),
        ("fire & flood", "unless: [fire & storm]", {"title": "fire, flood"}),
        ("fire | flood", "unless: [flood]", {"title": "a fire"}),
        ("fire & !TITLE(fire)", "tags: []", {"body": "a fire"}),
        ("{at_least: 2, of: [fire, storm, TITLE(flood)]}", "fields: [body]", {"body": "fire and storm"}),
    ],
)
def test_a_rule_that_some_text_fires_is_not_called_dead(when: str, more: str, text: dict[str, str]) -> None:
    """What only looks like a contradiction is not complained of: here is a text that fires it."""
    rules = a_rule_set(f"'{when}'" if when[0] != "{" else when, more)
    assert lint(rules) == []
    assert matched(rules, a_text(**text))


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("severity: low, when: fire", "severity: low, when: fire", "b"),
        ("severity: low, when: fire", "severity: high, when: fire", "a"),
        ("severity: low, when: fire & flood", "severity: low, when: fire", "a"),
        ("severity: low, when: landslide NEAR/3 town", "severity: low, when: landslide", "a"),
        ("severity: low, when: (landslide | mudslide) town", "severity: low, when: landslide | mudslide | storm", "a"),
        ("severity: low, when: fire flood", "severity: low, when: fire & flood", "a"),
        ("severity: low, when: fire | flood", "severity: high, when: flood | storm | fire", "a"),
        ("severity: low, when: (fire | flood) & hotel", "severity: low, when: hotel | inn", "a"),
        ("severity: low, when: fire, tags: [x]", "severity: low, when: fire, tags: [x, y]", "a"),
        ("severity: low, when: fire, unless: drill", "severity: low, when: fire", "a"),
        ("severity: low, when: fire, min_sources: 2", "severity: low, when: fire", "a"),
    ],
)
def test_a_rule_that_adds_nothing_to_another_is_told(first: str, second: str, told: str) -> None:
    """Of two rules of which one hears all that the other does, no less loudly, the other is told."""
    wide = "b" if told == "a" else "a"
    (line,) = _two(first, second)
    assert line.startswith(f"a.yaml:{2 if told == 'a' else 3}:3: warning: every item that this rule matches")
    assert f"the rule '{wide}' matches too" in line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("severity: low, when: fire", "severity: high, when: fire & flood"),
        ("severity: low, when: fire | flood", "severity: low, when: fire | storm"),
        ("severity: low, when: fire, notify: [desk]", "severity: low, when: fire | flood"),
        ("severity: low, when: fire, languages: [en]", "severity: low, when: fire"),
        ("severity: low, when: fire", "severity: low, when: fire | flood, feeds: {tags: [x]}"),
        ("severity: low, when: fire", "severity: low, when: fire | flood, unless: drill"),
        ("severity: low, when: fire", "severity: low, when: fire | flood, mode: shadow"),
        ("severity: low, when: fire", "severity: low, when: fire | flood, mode: 'off'"),
        ("severity: low, when: fire", "severity: low, when: fire | flood, min_sources: 2"),
        ("severity: low, when: fire", "severity: low, when: fire | flood, expires: 2030-01-01"),
        ("severity: low, when: fire", "severity: low, when: {count: {of: fire | flood, at_least: 5, within: 1h}}"),
        ("severity: low, when: fire & flood", "severity: high, when: fire flood"),
        ("severity: low, when: war town", "severity: low, when: war"),
    ],
)
def test_a_rule_that_adds_something_is_left_alone(first: str, second: str) -> None:
    """A narrower rule that is louder, heard by others or asked elsewhere has its use."""
    assert _two(first, second) == []


def test_a_step_of_an_order_is_never_superfluous() -> None:
    """A rule that a sequence names is needed, though another hears all of it."""
    order = "- {id: c, severity: low, when: {sequence: [a, b], within: 1h}}"
    assert (
        _told(f"rules:\n- {{id: a, severity: low, when: fire}}\n- {{id: b, severity: low, when: fire}}\n{order}") == []
    )


@pytest.mark.parametrize(
    ("when", "unused"),
    [
        ("fire", ["land, town (2 in this file)"]),
        ("'@land'", ["town (1 in this file)"]),
        ("'@land+'", []),
        ("'@town'", []),
        ("'@kind:place'", []),
        ("$towns", []),
        ("{all: ['@town', {count: {of: fire, at_least: 2, within: 1h}}]}", []),
        ("{count: {of: fire, at_least: 2, within: 1h, by: entity}}", []),
        ("{first_seen: {entity: {kind: place}, within: 9d}}", []),
    ],
)
def test_entities_that_no_rule_asks_for_are_noted(when: str, unused: list[str]) -> None:
    """For each file one note names the entities that no rule uses, be it by id, kind, list or parent."""
    told = _told(f"{TOWN}terms: {{towns: ['@town']}}\nrules:\n- {{id: r, severity: low, when: {when}}}\n")
    assert [one.partition("no rule asks for ")[2].partition(";")[0] for one in told] == unused
    assert all(": note: " in one for one in told)


def test_a_file_of_entities_alone_is_a_list_of_its_own() -> None:
    """Entities in a file without rules serve to tell events apart, and no rule has to ask for them."""
    assert _told(TOWN, "rules:\n- {id: r, severity: low, when: fire}\n") == []


def test_no_text_proves_a_complaint_wrong() -> None:
    """On random rules and texts a rule that never matches never does, and a rule that adds nothing is never alone."""
    chance = random.Random(SEED)
    told = proven = 0
    for _ in range(6):
        trees = [tree for _ in range(12) if holds_by_presence(tree := random_condition(chance, 2))]
        more = [Any((tree, random_near(chance, 1))) for tree in trees]
        less = [All((tree, random_condition(chance, 1))) for tree in trees]
        lines = [
            f"- {{id: r{n}, severity: low, when: {as_yaml(tree)}}}" for n, tree in enumerate([*trees, *more, *less])
        ]
        rules = a_set("\n".join([ENTITIES.rstrip(), "rules:", *lines]))
        by_line = {rule.line: name for name, rule in rules.rules.items()}
        complaints = [(by_line[one.line], one.message) for one in lint(rules) if one.severity == "warning"]
        told += len(complaints)
        for _ in range(60):
            found = {
                match.rule.id
                for match in find(rules, a_text(random_text(chance, 7), summary=random_text(chance, 9))).matches
            }
            for narrow, message in complaints:
                if narrow in found:
                    proven += 1
                    assert message.partition("the rule '")[2].partition("'")[0] in found, (SEED, narrow, message, lines)
    assert told > 50, SEED
    assert proven > 50, SEED


def test_a_name_that_its_own_unless_holds_is_told() -> None:
    """A name that is a phrase of its entity's `unless` never counts, and who wrote it is told."""
    entities = "entities:\n- {id: e, name: Gotham, kind: place, unless: [gotham, Gotham City]}\n"
    (told,) = _told(entities)
    assert told.startswith("a.yaml:2:3: warning: 'Gotham' never counts: it stands under `unless` too")
