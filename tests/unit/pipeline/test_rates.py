"""Counting, and orders of rules, against obvious references, with sweeps and repeats at any time."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from daemon.model import Finding
from daemon.pipeline.rates import Arrival, count_in, lapse
from daemon.rules.load import RuleSet
from daemon.rules.match import find
from daemon.store.database import Transaction, memory_store
from tests.helpers.build import NOW, an_item
from tests.unit.rules.parts import a_set

WITHIN, LEAST = timedelta(minutes=60), 3
RULES = a_set("rules:\n  - {id: r, severity: low, when: {count: {of: fire, at_least: 3, within: 1h, by: feed}}}\n")
#: Minutes since the one before, the feed, whether a sweep came first, whether the item is shown once more.
ARRIVALS = st.lists(
    st.tuples(st.integers(0, 45), st.sampled_from(["wire", "paper"]), st.booleans(), st.booleans()), max_size=30
)


def _no_incident(_: Finding) -> str:
    raise AssertionError("nothing counts by incident")


def _fired(tx: Transaction, rules: RuleSet, arrivals: Sequence[tuple[int, str, bool, bool]]) -> list[int]:
    now = NOW
    fired = []
    for number, (minutes, feed, sweeps, again) in enumerate(arrivals):
        now += timedelta(minutes=minutes)
        if sweeps:
            lapse(tx, rules, now=now, may_forget=True)
        item = an_item(id=f"i{number}", feed=feed, title="Fire", summary="", arrived_at=now)
        arrival = Arrival(item=item, origin=item.id, finding=find(rules, item), held=False, now=now)
        first = count_in(tx, rules, arrival, incident_of=_no_incident).finding.matches
        fired += [number] if first else []
        if again:
            repeated = count_in(tx, rules, arrival, incident_of=_no_incident).finding.matches
            assert [match.rule.id for match in repeated] == [match.rule.id for match in first]
    return fired


def _reference(arrivals: Sequence[tuple[int, str, bool, bool]]) -> list[int]:
    """An item fires if it is the one with which there are enough: without it there were too few in the hour before."""
    came: list[tuple[timedelta, str]] = []
    fired = []
    at = timedelta()
    for number, (minutes, feed, _, _) in enumerate(arrivals):
        at += timedelta(minutes=minutes)
        before = sum(one == feed and at - moment <= WITHIN for moment, one in came)
        came.append((at, feed))
        fired += [number] if before == LEAST - 1 else []
    return fired


@settings(max_examples=60, deadline=None)
@given(ARRIVALS)
def test_counts_fire_as_the_reference_says(arrivals: list[tuple[int, str, bool, bool]]) -> None:
    """Whenever sweeps come, and however often an item is shown, the same items fire as by counting on one's fingers."""
    store = memory_store()
    try:
        assert store.write_now(lambda tx: _fired(tx, RULES, arrivals)) == _reference(arrivals)
    finally:
        store.close_now()


ORDERED = a_set("""entities:
  - {id: homs, name: Homs, kind: place}
  - {id: hama, name: Hama, kind: place}
rules:
  - {id: warning, severity: low, when: warning}
  - {id: blast, severity: low, when: blast}
  - {id: ordered, severity: low, when: {sequence: [warning, blast], within: 24h, by: entity}}
""")
STEPS = ("warning", "blast")
#: The steps that each item takes, and the places that it names.
TELLING = st.lists(
    st.tuples(
        st.sets(st.sampled_from(STEPS), min_size=1).map(sorted),
        st.sets(st.sampled_from(["Homs", "Hama"]), min_size=1).map(sorted),
    ),
    max_size=12,
)
Told = tuple[list[str], list[str]]


def _ordered(tx: Transaction, items: Sequence[Told]) -> list[list[str]]:
    """Of each item that fires: the ids of the items that its match names."""
    fired = []
    for number, (steps, towns) in enumerate(items):
        title = f"{' and '.join(steps)} in {' and '.join(towns)}"
        item = an_item(id=f"i{number}", title=title, summary="", arrived_at=NOW)
        arrival = Arrival(item=item, origin=item.id, finding=find(ORDERED, item), held=False, now=NOW)
        matches = count_in(tx, ORDERED, arrival, incident_of=_no_incident).finding.matches
        fired += [sorted(match.counted) for match in matches if match.rule.id == "ordered"]
    return fired


def _orders_on_fingers(items: Sequence[Told]) -> list[list[str]]:
    """For each place by itself: the first blast after another item's warning completes the order, once."""
    fired: dict[int, set[str]] = {}
    for town in ("Homs", "Hama"):
        there = [(number, steps) for number, (steps, towns) in enumerate(items) if town in towns]
        warned = next((number for number, steps in there if "warning" in steps), None)
        if warned is None:
            continue
        ends = next((number for number, steps in there if "blast" in steps and number > warned), None)
        if ends is not None:
            fired.setdefault(ends, set()).update({f"i{warned}", f"i{ends}"})
    return [sorted(fired[number]) for number in sorted(fired)]


@settings(max_examples=60, deadline=None)
@given(TELLING)
@example([(["warning"], ["Homs"]), (["blast", "warning"], ["Homs", "Hama"]), (["blast"], ["Hama"])])
@example([(["warning"], ["Homs"]), (["warning"], ["Hama"]), (["blast"], ["Homs", "Hama"]), (["blast"], ["Hama"])])
def test_each_entity_has_an_order_of_its_own(items: list[Told]) -> None:
    """What an item does to the order of one place leaves the others as they are; its one match names all that count."""
    store = memory_store()
    try:
        assert store.write_now(lambda tx: _ordered(tx, items)) == _orders_on_fingers(items)
    finally:
        store.close_now()
