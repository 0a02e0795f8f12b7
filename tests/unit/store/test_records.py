"""Items and incidents in the store: recognised again, found again, as they were saved."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from daemon.model import Evidence, Incident, Joining, Match, Report, RuleFacts, Severity
from daemon.store.database import Store, Transaction, memory_store
from tests.helpers.build import NOW, an_item

RULE = RuleFacts(id="helicopter-downed", title="Helicopter downed", severity=Severity.CRITICAL, revision="1")
REPORT = Report(
    item_id="item-1",
    feed="wire",
    source="The Wire",
    title="Helicopter shot down",
    arrived_at=NOW,
    rules=frozenset({"helicopter-downed"}),
    entities=frozenset({"palmyra", "mi-25"}),
    kinds={"palmyra": "place", "mi-25": "helicopter"},
    ancestors={"palmyra": ("syria",)},
)
INCIDENT = Incident(
    id="i1",
    title="Helicopter shot down",
    severity=Severity.CRITICAL,
    opened_at=NOW,
    last_report_at=NOW,
    reports=(REPORT,),
)
JOINING = Joining(incident_id=None, reason="nothing like it", score=0.0)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    await opened.close()


async def test_an_item_is_found_again_by_each_of_its_keys(store: Store) -> None:
    """Every key of a saved item leads to it; a key nobody saved leads nowhere."""
    item = an_item(tags=("mena",), guid_key="g", title_key="t")
    await store.write(lambda tx: tx.items.save_new([(item, ["k1", "k2", "k1"], "origin")]))
    known = await store.read(lambda tx: tx.items.known(["k1", "k2", "k3"]))
    assert {key: [one.id for one in found] for key, found in known.items()} == {"k1": ["item-1"], "k2": ["item-1"]}
    assert known["k1"][0].duplicate_of == "origin"
    assert await store.read(lambda tx: tx.items.item("item-1")) == item
    assert await store.read(lambda tx: tx.items.item("item-2")) is None


async def test_thousands_of_keys_are_looked_up_in_one_call(store: Store) -> None:
    """A feed of thousands of entries does not run into the database's limit of bound values."""
    await store.write(lambda tx: tx.items.save_new([(an_item(), ["k7"], None)]))
    known = await store.read(lambda tx: tx.items.known(f"k{number}" for number in range(40_000)))
    assert list(known) == ["k7"]


async def test_a_revision_keeps_the_time_of_arrival(store: Store) -> None:
    """Z1: what came first stays first, whatever is edited later."""
    await store.write(lambda tx: tx.items.save_new([(an_item(), ["k1"], None)]))
    later = an_item(title="Two helicopters shot down", arrived_at=NOW + timedelta(hours=1))
    await store.write(lambda tx: tx.items.save_revision(later, keys=["k1", "k2"]))
    saved = await store.read(lambda tx: tx.items.item("item-1"))
    assert saved == replace(later, arrived_at=NOW)
    assert set(await store.read(lambda tx: tx.items.known(["k1", "k2"]))) == {"k1", "k2"}


async def test_matches_and_fates_are_kept(store: Store) -> None:
    """What became of an item can be asked afterwards; saving the same match again is no error."""
    match = Match(rule=RULE, item_id="item-1", evidence=(Evidence(field="title", start=0, end=10, text="Helicopter"),))
    await store.write(lambda tx: tx.items.save_new([(an_item(), [], None)]))
    for _ in range(2):
        await store.write(lambda tx: tx.items.save_matches([match], now=NOW))
    await store.write(lambda tx: tx.items.save_fate("item-1", fate="alerted", incident_id="i1"))
    assert await store.read(lambda tx: tx.items.fate("item-1")) == "alerted"


async def test_pages_hold_every_item_once(store: Store) -> None:
    """Each page ends where the next begins, also among items that arrived together, and takes in none that come in."""
    items = [
        replace(an_item(), id=f"{number:02}", arrived_at=NOW + timedelta(seconds=number // 4)) for number in range(10)
    ]

    def paged(tx: Transaction) -> list[list[str]]:
        tx.items.save_new([(item, (), None) for item in items])
        pages, after, since = [], None, NOW - timedelta(seconds=1)
        while end := tx.items.end_of_page(since=since, after=after, limit=3):
            found = tx.items.page(since=since, after=after, to=end, limit=99)
            pages.append([one.id for one in found])
            after = end
        return [*pages, [one.id for one in tx.items.page(since=since, after=after, limit=99)]]

    pages = await store.read(paged)
    assert list(map(len, pages)) == [3, 3, 3, 1]
    assert [one for page in pages for one in page] == [item.id for item in items]


async def test_an_incident_comes_out_as_it_went_in(store: Store) -> None:
    """A stored incident is equal to the saved one, its reports in order."""
    later = replace(REPORT, item_id="item-2", arrived_at=NOW + timedelta(hours=1), copy_of="item-1")
    both = replace(INCIDENT, reports=(REPORT, later), last_report_at=later.arrived_at)
    await store.write(lambda tx: tx.incidents.save(INCIDENT))
    await store.write(lambda tx: tx.incidents.save_report(INCIDENT, REPORT, joining=JOINING, keys=["e:palmyra"]))
    await store.write(lambda tx: tx.incidents.save(both))
    await store.write(lambda tx: tx.incidents.save_report(both, later, joining=JOINING, keys=["e:palmyra"]))
    assert await store.read(lambda tx: tx.incidents.incident("i1")) == both
    assert await store.read(lambda tx: tx.incidents.of_item("item-2")) == both
    assert await store.read(lambda tx: tx.incidents.of_item("item-3")) is None
    assert await store.read(lambda tx: tx.incidents.open()) == [both]


async def test_candidates_share_a_key_within_the_window(store: Store) -> None:
    """Incidents come by shared keys, most shared first, or because they hold an item; old keys lead nowhere."""
    other = replace(INCIDENT, id="i2", reports=(replace(REPORT, item_id="item-9"),))
    for incident, keys in ((INCIDENT, ["e:palmyra"]), (other, ["e:palmyra", "r:helicopter-downed"])):
        (report,) = incident.reports
        await store.write(lambda tx, one=incident: tx.incidents.save(one))
        await store.write(
            lambda tx, one=incident, told=report, under=keys: tx.incidents.save_report(
                one, told, joining=JOINING, keys=under
            )
        )

    async def candidates(keys: list[str], **over: object) -> list[str]:
        arguments = {"since": NOW, **over}
        weighed = dict.fromkeys(keys, 1.0)
        return [one.id for one in await store.read(lambda tx: tx.incidents.candidates(weighed, **arguments))]

    assert await candidates(["e:palmyra", "r:helicopter-downed"]) == ["i2", "i1"]
    assert await candidates(["e:mosul"]) == []
    assert await candidates(["e:palmyra"], since=NOW + timedelta(seconds=1)) == []
    assert await candidates(["e:mosul"], item_ids=["item-1"]) == ["i1"]


async def test_candidates_bring_the_first_report_and_the_latest(store: Store) -> None:
    """Of an incident of many reports a candidate has the first and the latest eleven; the heavier key leads."""
    reports = tuple(replace(REPORT, item_id=f"item-{number}") for number in range(30))
    long, short = replace(INCIDENT, reports=reports), replace(INCIDENT, id="i2", reports=reports[:1])

    def saved(tx: Transaction) -> list[Incident]:
        for incident, key in ((long, "w:ferry"), (short, "w:harbour")):
            tx.incidents.save(incident)
            for report in incident.reports:
                tx.incidents.save_report(incident, report, joining=JOINING, keys=[key])
        return tx.incidents.candidates({"w:harbour": 0.2, "w:ferry": 0.3}, since=NOW)

    first, second = await store.write(saved)
    assert [one.item_id for one in first.reports] == ["item-0", *(f"item-{number}" for number in range(19, 30))]
    assert second.id == "i2"
    assert await store.read(lambda tx: tx.incidents.incident(long.id)) == long


async def test_quiet_incidents_are_closed_and_no_longer_open(store: Store) -> None:
    """HOUSE decision 3: an incident without a report for long enough is found, and closed once."""
    await store.write(lambda tx: tx.incidents.save(INCIDENT))
    assert [one.id for one in await store.read(lambda tx: tx.incidents.quiet(before=NOW + timedelta(1)))] == ["i1"]
    assert await store.read(lambda tx: tx.incidents.quiet(before=NOW)) == []
    await store.write(lambda tx: tx.incidents.close(replace(INCIDENT, closed_at=NOW)))
    assert await store.read(lambda tx: tx.incidents.open()) == []
    assert await store.read(lambda tx: tx.incidents.quiet(before=NOW + timedelta(1))) == []


async def test_a_memory_is_about_one_address(store: Store) -> None:
    """What a kind of feed remembers comes back whole, for the same address and settings only."""
    await store.write(lambda tx: tx.feeds.save_memory("wire", {"last": 7, "gaps": []}, about="a"))
    assert await store.read(lambda tx: tx.feeds.memory("wire", about="a")) == {"last": 7, "gaps": []}
    assert await store.read(lambda tx: tx.feeds.memory("wire", about="b")) == {}
    assert await store.read(lambda tx: tx.feeds.memory("paper", about="a")) == {}
    await store.write(lambda tx: tx.feeds.save_memory("wire", {"text": ["Привет"]}, about="b"))
    assert await store.read(lambda tx: tx.feeds.memory("wire", about="b")) == {"text": ["Привет"]}
    assert await store.read(lambda tx: tx.feeds.memory("wire", about="a")) == {}


async def test_known_items_are_looked_up_by_an_index(store: Store) -> None:
    """L5: however many keys were ever seen, a look-up searches indexes alone and walks through no table."""

    def plan(tx: Transaction) -> list[str]:
        asked: list[str] = []
        driver: Any = tx.connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        tx.items.known(["g:wire:1", "u:2"])
        driver.set_trace_callback(None)
        rows = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1]}")
        return [str(row[3]) for row in rows]

    steps = [step for step in await store.write(plan) if not step.startswith("USE TEMP B-TREE")]
    assert steps
    assert all(step.startswith("SEARCH") for step in steps)
