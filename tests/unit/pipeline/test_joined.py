"""A long incident costs no more than a shorter one, and the desk sees the same of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from daemon.alerts.silence import concern_of
from daemon.incidents import cluster, lifecycle
from daemon.incidents.account import account_of
from daemon.incidents.amendments import RETRACTION
from daemon.incidents.copies import copy_origin
from daemon.incidents.earlier import AT_ONCE, LATEST, Anew, anew
from daemon.model import Account, Fact, Incident, Joining, Report, Severity, Stance, Statement
from daemon.pipeline import undo
from daemon.pipeline.joined import as_copy, revised, saved
from daemon.store.database import Store, Transaction, memory_store
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident

_JOINED = Joining(incident_id=None, reason="rule + place", score=0.9)
_WORDS = [f"word{number}" for number in range(2_000)]
_STANCES = [Stance.CLAIMS, Stance.CONFIRMS, Stance.DENIES, Stance.CITES]
_LONG = LATEST + 6 * AT_ONCE


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    opened.close_now()


def _report(number: int, random: Random, *, sources: int = 25) -> Report:
    """One of many reports of one event: most of them say what others said."""
    who = random.randrange(sources)
    facts = [Fact(about="dead", value=str(random.randrange(9)))] if random.random() < 0.3 else []
    seen = random.random() < 0.2
    facts += [Fact(about="aircraft", value="Mi-24", entity=random.choice(("mi-24", "mi-8")))] if seen else []
    said = [Statement(who=f"Office {random.randrange(6)}", stance=random.choice(_STANCES))]
    return a_report(
        f"Helicopter shot down near Palmyra {number}",
        random.choice(("palmyra", "palmyra mi-24", "palmyra syria", "palmyra raqqa mi-8")),
        *random.sample(("helicopter-downed", "palmyra-news", "aircraft"), k=1),
        at=NOW + timedelta(minutes=number),
        item_id=f"item-{number}",
        feed=f"feed-{who}",
        source=f"Source {who}",
        text=" ".join(random.choice(_WORDS) for _ in range(40)),
        language=random.choice(("en", "ru")),
        reliability=random.choice((None, None, "B", "C")),
        voice=random.choice(("", "", "Wire")),
        statements=tuple(said) if random.random() < 0.3 else (),
        facts=tuple(facts),
        copy_of="item-0" if number and random.random() < 0.2 else None,
    )


def _add(tx: Transaction, incident: Incident | None, report: Report) -> Incident:
    """Take a report into the store as ingest does; returns the incident's id."""
    if incident is None:
        change = lifecycle.open_change(report, severity=Severity.LOW, joining=_JOINED, now=report.arrived_at)
    else:
        change = lifecycle.extend(incident, as_copy(tx, report, incident), severity=Severity.LOW, now=report.arrived_at)
    return saved(tx, change, _JOINED).incident


def _grown(tx: Transaction, reports: list[Report]) -> Incident:
    """The incident that these reports make, each read and saved anew."""
    incident: Incident | None = None
    for report in reports:
        incident = _add(tx, incident and tx.incidents.current(incident.id), report)
    assert incident is not None
    return incident


def _seen(incident: Incident) -> tuple[Account, Any, Any, Any, int]:
    """All that the desk sees of an incident as a whole."""
    languages = {one.language for one in incident.reports}
    return account_of(incident), incident.sources, concern_of(incident), languages, incident.count


def _current(tx: Transaction, incident_id: str) -> Incident:
    found = tx.incidents.current(incident_id)
    assert found is not None
    return found


def _whole(tx: Transaction, incident_id: str) -> Incident:
    found = tx.incidents.incident(incident_id)
    assert found is not None
    return found


def _revise(tx: Transaction, new: Report, when: int) -> Incident:
    """Take a new version into the store as ingest does."""
    incident = tx.incidents.to_revise(new.item_id)
    assert incident is not None
    now = NOW + timedelta(days=1, minutes=when)
    read = cluster.read(new)
    return revised(
        tx, incident, lifecycle.revise(incident, read, was_title=new.title, severity=Severity.LOW, now=now)
    ).incident


@pytest.mark.parametrize("seed", range(2))
def test_what_was_set_aside_is_not_missed(store: Store, seed: int) -> None:
    """At every report, what a long incident rests on and is about is what all of its reports say."""
    random = Random(seed)
    reports = [_report(number, random) for number in range(_LONG)]

    def grow(tx: Transaction) -> Incident:
        incident = _grown(tx, reports[:LATEST])
        for report in reports[LATEST:]:
            incident = _add(tx, _current(tx, incident.id), report)
            current, whole = _current(tx, incident.id), _whole(tx, incident.id)
            assert _seen(current) == _seen(whole) == _seen(incident)
            assert current.reports[0] == whole.reports[0]
            assert current.reports[-LATEST:] == whole.reports[-LATEST:]
        return incident

    grown = store.write_now(grow)
    assert grown.aside > 0
    assert grown.count == len(reports)


def test_a_short_incident_is_read_as_ever(store: Store) -> None:
    """Up to a hundred reports and more, all are read, and none is marked as of long ago."""
    reports = [_report(number, Random(number)) for number in range(LATEST + AT_ONCE)]

    def both(tx: Transaction) -> tuple[Incident | None, Incident | None]:
        grown = _grown(tx, reports)
        return tx.incidents.current(grown.id), tx.incidents.incident(grown.id)

    current, whole = store.write_now(both)
    assert current == whole
    assert current is not None
    assert len(current.reports) == len(reports)


def test_the_work_does_not_grow_with_the_incident(store: Store) -> None:
    """As many reports are read, and as many statements run, for the six hundredth report as for the three hundredth."""
    random = Random(1)

    def counted(tx: Transaction) -> list[tuple[int, int]]:
        driver: Any = tx.connection.connection.driver_connection
        found, incident = [], None
        for number in range(601):
            report, asked = _report(number, random, sources=5), []
            driver.set_trace_callback(asked.append)
            current = incident and _current(tx, incident.id)
            incident = _add(tx, current, report)
            driver.set_trace_callback(None)
            if number % AT_ONCE == 300 % AT_ONCE:
                found.append((number, len(current.reports) if current else 0, len(asked)))
        return [one[1:] for one in found if one[0] >= 300]

    first, *later = store.write_now(counted)
    assert first[0] < 250
    assert max(read for read, _ in later) <= first[0] + AT_ONCE
    assert max(ran for _, ran in later) <= first[1] + 5 * AT_ONCE


def test_copies_of_what_was_set_aside_are_found(store: Store) -> None:
    """D13: an edited, cut copy of a report of long ago is one, as if all were read; another text is none."""
    random = Random(2)
    reports = [replace(_report(number, random), copy_of=None) for number in range(_LONG)]

    def compared(tx: Transaction) -> list[tuple[str | None, str | None]]:
        incident = _grown(tx, reports)
        current, whole = _current(tx, incident.id), _whole(tx, incident.id)
        assert current.aside
        found = []
        for number, told in enumerate(reports[: -LATEST - AT_ONCE]):
            words = told.text.split()[: 40 - number % 12]
            words[number % len(words)] = "edited"
            copy = a_report("Other title", item_id="new", feed="new", source="New", text=" ".join(words))
            found.append((as_copy(tx, copy, current).copy_of, copy_origin(copy, whole.reports)))
        own = a_report("Other", item_id="new", feed="new", source="New", text=" ".join(random.sample(_WORDS, 40)))
        assert as_copy(tx, own, current).copy_of is None
        return found

    found = store.write_now(compared)
    assert all(ours == plain is not None for ours, plain in found)


def test_a_revision_of_what_was_set_aside_counts(store: Store) -> None:
    """A new version of a report of long ago changes the account, wherever the report stood, as if all were read."""
    random = Random(3)
    reports = [_report(number, random) for number in range(_LONG)]
    words = Statement(who="Palace", stance=Stance.DENIES)

    def count(tx: Transaction) -> None:
        grown = _grown(tx, reports)
        for number in (0, 1, 2, 3, 40, _LONG - 1):
            said = (replace(words, who=f"Palace {number}"),)
            after = _revise(tx, replace(reports[number], statements=said, copy_of=None, voice="X"), 1)
            current, whole = _current(tx, grown.id), _whole(tx, grown.id)
            assert _seen(current) == _seen(whole) == _seen(after)
            assert current.count == len(reports)
            assert [one.item_id for one in whole.reports] == [one.item_id for one in reports]

    store.write_now(count)


@pytest.mark.parametrize("seed", range(3))
def test_versions_of_what_was_told_long_ago_are_missed_by_nobody(store: Store, seed: int) -> None:
    """After each of many new versions, of whatever they say no more or say now, all is as if all were read."""
    random = Random(seed)
    reports = [_report(number, random) for number in range(_LONG)]

    def went_on(tx: Transaction) -> None:
        grown = _grown(tx, reports)
        for when in range(60):
            number = random.randrange(_LONG)
            version = replace(_report(number, random), copy_of=reports[number].copy_of)
            version = replace(version, arrived_at=reports[number].arrived_at)
            after = _revise(tx, version, when)
            current, whole = _current(tx, grown.id), _whole(tx, grown.id)
            assert _seen(current) == _seen(whole) == _seen(after)
            assert [one.item_id for one in whole.reports] == [one.item_id for one in reports]
        _add(tx, _current(tx, grown.id), _report(_LONG, random))
        assert _current(tx, grown.id).aside

    store.write_now(went_on)


def test_a_version_of_long_ago_costs_no_more_in_a_longer_incident(store: Store) -> None:
    """To revise what was told long ago, as many reports are read and statements run in a twice as long incident."""
    random = Random(6)
    reports = [_report(number, random, sources=5) for number in range(2 * _LONG)]

    def counted(tx: Transaction) -> list[tuple[int, int]]:
        driver: Any = tx.connection.connection.driver_connection
        found, incident = [], None
        for number, report in enumerate(reports):
            incident = _add(tx, incident and _current(tx, incident.id), report)
            if number + 1 in {_LONG, 2 * _LONG}:
                told = {one.item_id for one in _current(tx, incident.id).reports}
                old = next(one for one in reports if one.item_id not in told)
                asked: list[str] = []
                driver.set_trace_callback(asked.append)
                after = _revise(tx, replace(old, title=f"{old.title} by {number}", text=f"{old.text} and {number}"), 1)
                driver.set_trace_callback(None)
                found.append((len(after.reports), len(asked)))
        return found

    (read, ran), (read_later, ran_later) = store.write_now(counted)
    assert read_later <= read + AT_ONCE
    assert ran_later == ran


def test_a_version_that_takes_back_asks_for_all() -> None:
    """A version that retracts, or says no more what nobody else said, needs all reports; another none."""
    told = [a_report(str(number), "palmyra", item_id=f"item-{number}", source=f"{number}") for number in range(9)]
    incident = an_incident(*told, earlier=4)
    assert anew(incident, told[7]) is None
    assert anew(incident, replace(told[2], title="Other")) == Anew(whole=False, tells=False)
    assert anew(incident, replace(told[2], language="uk")) == Anew(whole=False, tells=True)
    assert anew(incident, replace(told[2], source="Else")) == Anew(whole=True, tells=True)
    retraction = anew(incident, replace(told[2], amends=RETRACTION))
    assert retraction
    assert retraction.whole


def test_a_copy_of_a_new_version_of_long_ago_is_found(store: Store) -> None:
    """D13: what a report of long ago was rewritten to has copies, too, and the report stays where it stood."""
    random = Random(7)
    reports = [replace(_report(number, random), copy_of=None) for number in range(_LONG)]

    def origin(tx: Transaction) -> str | None:
        told = {one.item_id for one in _grown(tx, reports).reports}
        old = next(one for one in reports[1:] if one.item_id not in told)
        text = " ".join(random.sample(_WORDS, 40))
        incident = _revise(tx, replace(old, text=text), 1)
        assert [one.item_id for one in incident.reports if one.item_id == old.item_id]
        copy = a_report("Other title", item_id="new", feed="new", source="New", text=text)
        assert old.item_id not in {one.item_id for one in _current(tx, incident.id).reports}
        assert as_copy(tx, copy, _current(tx, incident.id)).copy_of == old.item_id
        return old.item_id

    assert store.write_now(origin)


def test_a_long_incident_can_be_split_and_goes_on(store: Store) -> None:
    """What the desk takes out is gone, what stays is read as ever, and the next report is the last."""
    random = Random(4)
    reports = [replace(_report(number, random), copy_of=None) for number in range(_LONG)]

    def went_on(tx: Transaction) -> None:
        grown = _grown(tx, reports)
        rest, own = undo.split(tx, "item-5", by="Anna", why="another town", now=NOW + timedelta(days=1))
        assert (rest.id, len(own.reports)) == (grown.id, 1)
        late = _report(_LONG, random)
        after = _add(tx, _current(tx, rest.id), late)
        current, whole = _current(tx, rest.id), _whole(tx, rest.id)
        assert current.aside
        assert _seen(current) == _seen(whole) == _seen(after)
        assert whole.reports[-1].item_id == late.item_id
        assert whole.count == len(reports)
        assert "item-5" not in {one.item_id for one in whole.reports}

    store.write_now(went_on)


def test_an_item_that_was_set_aside_holds_its_incident(store: Store) -> None:
    """Whoever asks for incidents that hold an item finds it there, set aside or not: a copy joins its origin's."""
    random = Random(5)
    reports = [replace(_report(number, random), copy_of=None) for number in range(_LONG)]

    def holders(tx: Transaction) -> list[list[Incident]]:
        _grown(tx, reports)
        items = ("item-0", "item-1", "item-2", "item-3", "item-4", f"item-{_LONG - 1}")
        return [tx.incidents.candidates({}, since=NOW, item_ids=[one]) for one in items]

    for item, (incident,) in zip((0, 1, 2, 3, 4, _LONG - 1), store.write_now(holders), strict=True):
        assert f"item-{item}" in {one.item_id for one in incident.reports}
        assert incident.count == _LONG
