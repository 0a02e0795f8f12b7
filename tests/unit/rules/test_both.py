"""Two rule sets asked together find what each finds alone."""

import pytest

from daemon.rules.both import both
from daemon.rules.match import holding
from daemon.rules.ruleset import RuleSet
from tests.unit.rules.parts import a_set, a_text

PLACE = "entities:\n- {id: jena, name: Jena, kind: place}\nterms: {water: [flood, rain]}\n"
OLD = f"""{PLACE}rules:
- {{id: fire, severity: low, when: fire}}
- {{id: gone, severity: low, when: smoke}}
- {{id: wet, severity: low, when: $water}}
- {{id: town, severity: low, when: '@jena & fire'}}
- {{id: often, severity: low, when: {{count: {{of: storm, at_least: 2, within: 1h}}}}}}
- {{id: order, severity: low, when: {{sequence: [fire, wet], within: 1h}}}}
"""
NEW = OLD.replace("id: gone, severity: low, when: smoke", "id: fresh, severity: high, when: ash").replace(
    "when: fire}", "when: fire, unless: drill}"
)
TEXTS = ["fire", "fire drill", "smoke and ash", "rain in Jena", "a fire in Jena", "storm", "sun", "ash, fire, flood"]


def _ids(rules: list[object]) -> list[str]:
    return sorted(rule.facts.id for rule in rules)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "is_joined"),
    [
        (OLD, NEW, True),
        (NEW, OLD, True),
        (OLD, OLD, True),
        (OLD, NEW.replace("name: Jena", "name: Ulm"), False),
        (OLD, NEW.replace("[flood, rain]", "[flood]"), False),
    ],
)
@pytest.mark.parametrize("text", TEXTS)
def test_both_find_what_each_finds(old: str, new: str, is_joined: bool, text: str) -> None:
    """Whether joined or not; sets whose entities or terms differ are asked one by one."""
    before, after = a_set(old), a_set(new)
    asked, item = both(before, after), a_text(title=text)
    assert (asked.union is not None) is is_joined
    found = asked.holding(item)
    for rules, held in zip((before, after), found, strict=True):
        assert _ids(held) == _ids(holding(rules, item))
        assert all(rules.rules[rule.facts.id] is rule for rule in held)


def test_a_set_of_nothing_is_asked_too() -> None:
    """Without any rule before, everything is new."""
    asked = both(RuleSet.empty(), a_set(OLD))
    assert [_ids(held) for held in asked.holding(a_text(title="fire"))] == [[], ["fire"]]
