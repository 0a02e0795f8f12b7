"""The desk's word on what is one event."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.errors import WatchdeskError
from daemon.incidents.rulings import joined, respected, rulings_of, split_off
from daemon.model import Ruling, Severity
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident

HOUR = timedelta(hours=1)
ONE = a_report("One", source="A")
TWO = a_report("Two", source="B", at=NOW + HOUR)
COPY = replace(a_report("Copy", source="C", at=NOW + 2 * HOUR), copy_of=TWO.item_id)
THREE = a_report("Three", source="D", at=NOW + 3 * HOUR)
ALL = an_incident(ONE, TWO, COPY, THREE)


def test_a_report_is_split_off_with_its_copies() -> None:
    """Nothing is lost or doubled; sources are counted anew on both sides."""
    rest, own = split_off(ALL, TWO.item_id, now=NOW + 4 * HOUR)
    assert (rest.reports, own.reports) == ((ONE, THREE), (TWO, COPY))
    assert (rest.sources, own.sources) == (("A", "D"), ("B",))
    assert (own.title, own.opened_at, own.last_report_at) == ("Two", TWO.arrived_at, COPY.arrived_at)
    assert own.id != rest.id


def test_the_first_report_and_a_copy_can_be_split_off() -> None:
    """What opened an incident leaves it its id and not its title; a copy that is split off speaks for itself."""
    opened = replace(ALL, id="i1")
    rest, own = split_off(opened, ONE.item_id, now=NOW)
    assert (rest.title, rest.id) == ("Two", "i1")
    again, _ = own, own
    named = replace(ALL, id=own.id)
    assert split_off(named, ONE.item_id, now=NOW)[1].id != again.id
    assert split_off(ALL, COPY.item_id, now=NOW)[1].sources == ("C",)


def test_what_cannot_be_split_says_so() -> None:
    """A report that is not there, and the only one, are errors in plain words."""
    with pytest.raises(WatchdeskError, match="has no report x"):
        split_off(ALL, "x", now=NOW)
    with pytest.raises(WatchdeskError, match="nothing to split"):
        split_off(an_incident(ONE), ONE.item_id, now=NOW)


def test_two_incidents_are_joined_into_the_older() -> None:
    """All reports in the order in which they came; the higher severity; the other says where it went."""
    first = an_incident(ONE, THREE)
    second = an_incident(TWO, severity=Severity.CRITICAL)
    for pair in ((first, second), (second, first)):
        whole, empty = joined(*pair, now=NOW + 5 * HOUR)
        assert (whole.id, whole.reports, whole.severity) == (first.id, (ONE, TWO, THREE), Severity.CRITICAL)
        assert (whole.closed_at, whole.last_report_at) == (None, THREE.arrived_at)
        assert (empty.id, empty.reports, empty.joined_to) == (second.id, (), first.id)
        assert empty.closed_at == NOW + 5 * HOUR
    with pytest.raises(WatchdeskError, match="one incident already"):
        joined(first, first, now=NOW)


def test_who_had_either_first_has_the_whole() -> None:
    """The earlier ack of two incidents is kept, whichever of them lives on."""
    first, second = an_incident(ONE), replace(an_incident(TWO), acked_at=NOW + 2 * HOUR, acked_by="Anna")
    assert joined(first, second, now=NOW + 5 * HOUR)[0].acked_by == "Anna"
    late = replace(first, acked_at=NOW + 3 * HOUR, acked_by="Boris")
    assert [joined(*pair, now=NOW + 5 * HOUR)[0].acked_by for pair in ((late, second), (second, late))] == ["Anna"] * 2


def test_the_one_that_is_to_be_kept_is_kept() -> None:
    """A joining that names its incident goes there, though the other is older, and nothing is lost."""
    whole, empty = joined(an_incident(ONE), replace(an_incident(TWO), id="kept"), now=NOW + 5 * HOUR, keep="kept")
    assert (whole.id, whole.reports, whole.opened_at, empty.joined_to) == ("kept", (ONE, TWO), ONE.arrived_at, "kept")


def a_ruling(item: str, other: str, *, same: bool, hours: int = 0) -> Ruling:
    """The desk's word on two items."""
    return Ruling(item=item, other=other, same=same, by="desk", why="", at=NOW + hours * HOUR)


def test_a_ruling_outweighs_what_is_decided() -> None:
    """Apart keeps an incident out of the candidates, together demands it; of two on one pair the later holds."""
    mine, far = an_incident(ONE), an_incident(THREE)
    report = replace(TWO, copy_of="origin")
    assert respected(report, [mine, far], []) == ([mine, far], None)
    apart = a_ruling(ONE.item_id, TWO.item_id, same=False)
    assert respected(report, [mine, far], [apart]) == ([far], None)
    later = a_ruling(TWO.item_id, ONE.item_id, same=True, hours=1)
    allowed, joining = respected(report, [mine, far], [later, apart])
    assert allowed == [mine, far]
    assert joining is not None
    assert (joining.incident_id, joining.reason) == (mine.id, "the desk joined them")
    by_origin = a_ruling("origin", THREE.item_id, same=False)
    assert respected(report, [mine, far], [by_origin]) == ([mine], None)


def test_pairs_are_kept_for_measuring() -> None:
    """Each report against each other one, copies left out."""
    found = rulings_of(
        [TWO, COPY], [ONE, THREE], same=False, by="desk", why="two towns", evidence={"score": 0.6}, now=NOW
    )
    assert [(one.item, one.other, one.same) for one in found] == [
        (TWO.item_id, ONE.item_id, False),
        (TWO.item_id, THREE.item_id, False),
    ]
    assert {(one.by, one.why, one.evidence["score"]) for one in found} == {("desk", "two towns", 0.6)}
