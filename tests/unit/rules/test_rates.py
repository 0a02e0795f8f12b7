"""Conditions over several items: what they ask, how they are read, and when they fire."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Finding
from daemon.rules import rates
from daemon.rules.condition import EntityOfKind
from daemon.rules.habit import AT_LEAST, patience
from daemon.rules.load import RuleSet
from daemon.rules.match import find
from daemon.rules.rate_conditions import Absence, Count, FirstSeen, Order, Spike
from daemon.rules.schema import json_schema
from tests.unit.rules.parts import a_rule_set, a_set, a_text, problems_of

NOW = datetime(2016, 7, 8, 14, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHEN = "rules:\n  - id: r\n    severity: high\n    when: "
STEPS = "rules:\n  - {id: a, severity: low, when: fire}\n  - {id: b, severity: low, when: flood}\n"
PLACES = """\
entities:
  - {id: syria, name: Syria, kind: country}
  - {id: homs, name: Homs, kind: place, within: [syria]}
  - {id: hama, name: Hama, kind: place, within: [syria]}
  - {id: reuters, name: Reuters, kind: news-agency}
"""


def _counted(rules: RuleSet, text: str) -> list[tuple[str, bool]]:
    return [(one.match.rule.id, one.may_fire) for one in find(rules, a_text(text)).counted]


@pytest.mark.parametrize(
    ("when", "rate"),
    [
        ("{count: {of: fire, at_least: 5, within: 1h}}", Count(5, HOUR)),
        ("{count: {of: fire, at_least: 2, within: 90m, by: feed}}", Count(2, 1.5 * HOUR, "feed")),
        (
            "{spike: {of: fire, ratio: 3, window: 1h, baseline: 7d, at_least: 4, by: entity}}",
            Spike(3.0, HOUR, 7 * DAY, 4, "entity"),
        ),
        ("{first_seen: {of: '/CVE-\\d+/', within: 30d}}", FirstSeen(30 * DAY, None)),
        (
            "{absence: {feeds: {tags: [state], ids: x, not: [sport]}, for: 6h}}",
            Absence(frozenset({"x"}), frozenset({"state"}), frozenset({"sport"}), 6 * HOUR),
        ),
        ("{absence: {feeds: {ids: [x]}, for: auto}}", Absence(frozenset({"x"}), frozenset(), frozenset(), None)),
    ],
)
def test_settings_are_read_as_written(when: str, rate: object) -> None:
    """Every key of a condition over several items is kept, durations as spans."""
    assert a_rule_set(when).rules["r"].rate == rate


def test_a_first_sight_of_a_kind_and_a_sequence_are_read() -> None:
    """`first_seen` takes an entity as conditions do; a sequence's settings stand beside it."""
    rules = a_rule_set("{first_seen: {entity: {kind: place}, within: 90d}}", entities=PLACES)
    assert rules.rules["r"].rate == FirstSeen(90 * DAY, EntityOfKind("place"))
    ordered = a_set(f"{STEPS}  - {{id: c, severity: low, when: {{sequence: [a, b], within: 24h, by: entity}}}}\n")
    assert ordered.rules["c"].rate == Order(("a", "b"), DAY, "entity")
    assert [rule.facts.id for rule in ordered.followers["a"]] == ["c"]


def test_what_is_counted_is_no_match_yet() -> None:
    """An item that meets `of` is counted; alone it is not a match, and other items are not counted."""
    rules = a_rule_set("{count: {of: fire, at_least: 5, within: 1h}}", "unless: sale")
    assert _counted(rules, "Fires at a mill") == [("r", True)]
    assert _counted(rules, "Fire sale at a mill") == []
    assert find(rules, a_text("Fires at a mill")).matches == ()


@pytest.mark.parametrize(
    "when",
    [
        "{all: [arson, {count: {of: fire, at_least: 5, within: 1h}}]}",
        "{all: [{count: {of: fire, at_least: 5, within: 1h}}, arson]}",
        "{all: arson, count: {of: fire, at_least: 5, within: 1h}}",
        "{any: [arson], count: {of: fire, at_least: 5, within: 1h}}",
        "{all: [{any: [arson], count: {of: fire, at_least: 5, within: 1h}}]}",
    ],
)
def test_what_stands_beside_is_asked_of_the_item_that_fires(when: str) -> None:
    """Conditions beside a count do not say what is counted, but which item may fire."""
    assert _counted(a_rule_set(when), "Fire at a mill") == [("r", False)]
    assert _counted(a_rule_set(when), "Arson: fire at a mill") == [("r", True)]


COUNT = "count: {of: fire, at_least: 5, within: 1h}"


@pytest.mark.parametrize(
    ("when", "place", "says"),
    [
        ("{count: fire}", "4:12", "count needs a mapping"),
        ("{count: {at_least: 5, within: 1h}}", "4:19", "'of' is missing"),
        ("{count: {of: fire, within: 1h}}", "4:19", "'at_least' is missing"),
        ("{count: {of: fire, at_least: 1, within: 1h}}", "4:40", "write 2 or more"),
        ("{count: {of: fire, at_least: 2.5, within: 1h}}", "4:40", "at_least: "),
        ("{count: {of: fire, at_least: 5, within: 1}}", "4:51", "write a duration as"),
        ("{count: {of: fire, at_least: 5, within: 9999d}}", "4:51", "at most"),
        ("{count: {of: fire, at_least: 5, within: 1h, by: country}}", "4:59", "'incident', 'entity' or 'feed'"),
        ("{count: {of: fire, at_least: 5, within: 1h, per: feed}}", "4:55", "unknown key 'per'"),
        ("{count: {of: '!fire', at_least: 5, within: 1h}}", "4:11", "without any word being there"),
        ("{count: {of: '@nowhere', at_least: 5, within: 1h}}", "4:26", "there is no entity 'nowhere'"),
        ("{spike: {of: fire, ratio: 1, window: 1h, baseline: 7d}}", "4:37", "write more than 1"),
        ("{spike: {of: fire, ratio: 3, window: 1h, baseline: 12h}}", "4:62", "1d or more"),
        ("{spike: {of: fire, ratio: 3, window: 50h, baseline: 2d}}", "4:63", "3d or more"),
        ("{first_seen: {within: 90d}}", "4:24", "write entity:"),
        ("{first_seen: {entity: {kind: place}, of: fire, within: 90d}}", "4:24", "write entity:"),
        ("{first_seen: {entity: {kind: ghost}, within: 90d}}", "4:40", "no entity has the kind"),
        ("{sequence: [r-1], within: 1h}", "4:22", "write 2 or more"),
        ("{sequence: [r-1, r-2]}", "4:11", "'within' is missing"),
        ("{sequence: [r-1, r], within: 1h}", "4:23", "there is no rule 'r-1'"),
        ("{sequence: [r-1, r], within: 1h}", "4:28", "itself a rule of sequence"),
        ("{all: [fire, {sequence: [r-1, r-2], within: 1h}]}", "4:36", "there is no rule 'r-1'"),
        ("{absence: {for: auto}}", "4:21", "'feeds' is missing"),
        ("{absence: {feeds: {not: [x]}, for: auto}}", "4:21", "name the feeds"),
        ("{absence: {feeds: {ids: [x]}, for: soon}}", "4:46", "write a duration as"),
        ("{absence: {feeds: {ids: [x]}, for: auto}, any: [fire]}", "4:12", "let it stand alone"),
        (f"{{any: [arson, {{{COUNT}}}]}}", "4:26", "not so here"),
        (f"{{all: [{{all: [{{{COUNT}}}]}}]}}", "4:26", "not so here"),
        (f"[{{{COUNT}}}]", "4:13", "not so here"),
        (f"{{count: {{of: {{{COUNT}}}, at_least: 5, within: 1h}}}}", "4:25", "not so here"),
        (f"{{all: [{{{COUNT}}}, {{{COUNT}}}]}}", "4:65", "one condition over several items"),
    ],
)
def test_wrong_shapes_are_refused_at_their_place(when: str, place: str, says: str) -> None:
    """R8: each mistake is named with its line and column, and how to mend it."""
    problems = problems_of(WHEN + when)
    assert [one for one in problems if one.startswith(f"a.yaml:{place}: ") and says in one], problems


def test_a_silence_has_no_text_and_an_order_no_other_words() -> None:
    """`unless` and tests of matching texts make no sense there, and are refused; inherited defaults are not."""
    absence = "{absence: {feeds: {ids: [x]}, for: auto}}"
    assert "absence: there is no text" in problems_of(f"{WHEN}{absence}\n    unless: drill\n")[0]
    assert "no text can make it fire" in problems_of(f"{WHEN}{absence}\n    tests: {{match: [fire]}}\n")[0]
    assert "there are no sources" in problems_of(f"{WHEN}{absence}\n    min_sources: 2\n")[0]
    assert problems_of(f"defaults: {{unless: drill}}\n{WHEN}{absence}\n") == []
    order = f"{STEPS}  - {{id: c, severity: low, unless: x-ray, when: {{sequence: [a, b], within: 1h}}}}\n"
    assert "looks at rules" in problems_of(order)[0]


def test_own_tests_try_what_is_counted() -> None:
    """A rule's tests are about `of`; those of a sequence about any of its rules; a failing one is an error."""
    count = f"{WHEN}{{{COUNT}}}\n    tests: {{match: [A fire], skip: [A flood]}}\n"
    assert problems_of(count) == []
    assert "must match but does not" in problems_of(count.replace("A fire", "A flood"))[0]
    order = "  - {id: c, severity: low, when: {sequence: [a, b], within: 1h}, tests: {match: [%s], skip: [%s]}}\n"
    assert problems_of(STEPS + order % ("A flood", "A storm")) == []
    assert "must match but does not" in problems_of(STEPS + order % ("A storm", "A gale"))[0]


def test_the_series_changes_with_what_is_counted_only() -> None:
    """Another threshold or severity goes on with the same count; other words begin a new one."""
    first, threshold, words = (
        a_rule_set(f"{{count: {{of: {of}, at_least: {least}, within: 1h}}}}").rules["r"].series
        for of, least in (("fire", 5), ("fire", 6), ("flood", 5))
    )
    assert first == threshold != words


def test_the_schema_knows_conditions_over_several_items_in_when_only() -> None:
    """Editors complete them at the top of `when` and in its `all`, and nowhere deeper."""
    schema = json_schema()
    whole = schema["$defs"]["When"]["anyOf"][1]["properties"]
    assert {"count", "spike", "first_seen", "sequence", "absence", "by"} <= set(whole)
    assert "for" in whole["absence"]["properties"]
    assert "count" not in schema["$defs"]["Condition"]["oneOf"][2]["properties"]
    assert schema["properties"]["rules"]["items"]["properties"]["when"]["$ref"] == "#/$defs/When"


@pytest.mark.parametrize(
    ("held", "before", "after", "holds", "fires"),
    [
        (False, False, False, False, False),
        (False, False, True, True, True),
        (True, True, True, True, False),
        (True, False, False, False, False),
        (True, False, True, True, True),  # lapsed in between
        (False, True, True, True, True),  # held before, but could not fire
        (False, True, False, False, False),
        (True, True, False, True, False),  # the item may not fire; the condition goes on
    ],
)
def test_a_condition_fires_when_it_becomes_true(
    *, held: bool, before: bool, after: bool, holds: bool, fires: bool
) -> None:
    """Once when it becomes true, and again only after it was false."""
    assert rates.outcome(held=held, before=before, after=after) == (holds, fires)


def test_keys_are_the_innermost_entities() -> None:
    """By entity, a town stands for its country, and an agency that tells the news is no subject."""
    rules = a_set(f"{PLACES}{WHEN}fire\n")
    finding: Finding = find(rules, a_text("Fires in Homs and Hama, Syria - Reuters"))
    assert rates.keys_of("entity", a_text(), finding) == ("homs", "hama")
    assert rates.keys_of("entity", a_text(), find(rules, a_text("Fires in Syria"))) == ("syria",)
    assert rates.keys_of("feed", a_text(), finding) == ("wire",)
    assert rates.keys_of(None, a_text(), finding) == ("",)


def test_values_are_entities_or_words() -> None:
    """What is new may be an entity of a kind, or the words that a pattern matched, whatever their case."""
    rules = a_set(f"{PLACES}{WHEN}'/CVE-\\d+/'\n")
    item = a_text("Homs: cve-1, CVE-1 and CVE-22")
    finding = find(rules, item)
    kind = FirstSeen(DAY, EntityOfKind("place"))
    assert set(rates.values_of(kind, (), finding)) == {"homs"}
    assert set(rates.values_of(FirstSeen(DAY, None), finding.matches[0].evidence, finding)) == {"cve-1", "cve-22"}


def test_new_is_what_the_window_has_not_seen() -> None:
    """Never seen is new, seen within the window is not, and a sight that lies ahead is none to repeat."""
    assert rates.is_new(None, within=DAY, now=NOW)
    assert rates.is_new(NOW - DAY - HOUR, within=DAY, now=NOW)
    assert not rates.is_new(NOW - DAY, within=DAY, now=NOW)
    assert not rates.is_new(NOW + HOUR, within=DAY, now=NOW)


SPIKE = Spike(3.0, HOUR, 3 * DAY, 4)


def test_a_spike_is_compared_with_the_same_hours_of_known_days() -> None:
    """The periods are the window now and on each earlier day, as far back as counting goes."""
    periods = rates.periods_of(SPIKE, began=NOW - 2 * DAY - 2 * HOUR, now=NOW)
    assert periods == [
        (NOW - HOUR, None),
        (NOW - DAY - HOUR, NOW - DAY),
        (NOW - 2 * DAY - HOUR, NOW - 2 * DAY),
    ]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([4, 1, 1, 1], True),
        ([4, 2, 1, 1], True),
        ([4, 2, 2, 1], False),
        ([3, 0, 0, 0], False),
        ([4, 0, 0, 0], True),
        ([400], False),
    ],
)
def test_a_spike_needs_growth_a_least_number_and_a_known_day(counts: list[int], *, expected: bool) -> None:
    """Three times the mean, at least four, and something to compare with."""
    assert rates.holds(SPIKE, counts) is expected


@given(st.timedeltas(HOUR, 9 * DAY), st.timedeltas(DAY, 60 * DAY))
def test_periods_never_overlap(window: timedelta, baseline: timedelta) -> None:
    """However long the window: no item is counted in two periods."""
    spike = Spike(2.0, window, baseline, 2)
    periods = rates.periods_of(spike, began=NOW - 100 * DAY, now=NOW)
    assert len(periods) == spike.periods + 1
    for later, earlier in pairwise(periods):
        assert earlier.end is not None
        assert earlier.end <= later.start
    assert NOW - periods[-1].start <= spike.horizon


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(0, "x"), (1, "y")], ("x", "y")),
        ([(1, "y"), (0, "x")], None),
        ([(0, "x"), (1, "x")], None),
        ([(0, "x"), (1, "x"), (0, "y"), (1, "y")], ("x", "y")),
        ([(1, "w"), (0, "x"), (0, "y"), (1, "z")], ("x", "z")),
        ([], None),
    ],
)
def test_a_chain_takes_every_place_by_another_item(steps: list[tuple[int, str]], expected: object) -> None:
    """An order came about if different items took its places one after another."""
    assert rates.chain([rates.Step(*step) for step in steps], 2) == expected


def _every(gap: timedelta, count: int) -> list[datetime]:
    return [NOW - gap * number for number in range(count)]


def test_a_habit_needs_ten_arrivals() -> None:
    """Of a feed that spoke nine times nobody knows the habit; entries of one poll are one arrival."""
    assert patience(_every(HOUR, 9)) is None
    assert patience(_every(HOUR, 9) * 5) is None
    assert patience(_every(HOUR, 10)) == 3 * HOUR


def test_a_habit_knows_nights_and_is_never_hasty() -> None:
    """A feed that sleeps eight hours every night is not missed in the morning; a busy one not within the hour."""
    days = [[NOW - DAY * day - HOUR / 4 * quarter for quarter in range(64)] for day in range(14)]
    patient = patience([moment for day in days for moment in day])
    assert patient is not None
    assert 8 * HOUR < patient <= 13 * HOUR
    assert patience(_every(timedelta(minutes=1), 500)) == AT_LEAST


@given(st.lists(st.timedeltas(timedelta(), 30 * DAY).map(lambda ago: NOW - ago), max_size=40))
def test_a_habit_does_not_depend_on_order(arrivals: list[datetime]) -> None:
    """Any arrivals give the same habit in any order, an hour at least."""
    found = patience(arrivals)
    assert found == patience(arrivals[::-1])
    assert found is None or found >= AT_LEAST


@pytest.mark.parametrize(
    ("span", "words"), [(HOUR, "1 h"), (90 * DAY, "90 d"), (1.5 * HOUR, "1 h 30 min"), (timedelta(seconds=5), "5 s")]
)
def test_spans_read_well(span: timedelta, words: str) -> None:
    """A window is named in its own units."""
    assert rates.in_words(span) == words
