"""What undo puts back: of each act what it changed, and nothing else."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from daemon.config import Config
from daemon.model import Answer, Ask, Incident, Joining, Person, Report, Role, Severity
from daemon.pipeline.command import obey
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Store, Transaction, memory_store
from tests.helpers.build import NOW

DESK = Desk(
    config=Config.model_validate({"receivers": {"desk": {"channel": "console", "options": {}}}}), rules=RuleSet.empty()
)
JOINING = Joining(incident_id=None, reason="nothing alike", score=0.0)


class Room:
    """A store with one incident of two reports, and people who act on it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked = 0

    async def say(self, text: str, who: str = "Anna", *, now: datetime = NOW) -> Answer:
        """Give a command, and return the answer."""
        self.asked += 1
        verb, *words = text.split()
        person = Person(key=who, name=who, role=Role.OPERATOR)
        ask = Ask(key=f"k{self.asked}", verb=verb, words=tuple(words), person=person, asked_at=now)
        return await self.store.write(lambda tx: obey(tx, ask, desk=DESK, now=now, commands=COMMANDS))

    async def incident(self, name: str = "iz") -> Incident:
        """An incident as it stands."""
        found = await self.store.read(lambda tx: tx.incidents.incident(name))
        assert found
        return found


def _begin(tx: Transaction) -> None:
    reports = tuple(Report(item_id=f"r{n}", feed="f", source="F", title=f"Title {n}", arrived_at=NOW) for n in range(2))
    saved = Incident(id="iz", title="x", severity=Severity.HIGH, opened_at=NOW, last_report_at=NOW, reports=reports)
    tx.incidents.save(saved)
    for report in reports:
        tx.incidents.save_report(saved, report, joining=JOINING, keys=[])


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A room in which nobody has done anything yet."""
    store = memory_store()
    await store.write(_begin)
    yield Room(store)
    await store.close()


async def test_undo_of_an_ack_leaves_what_was_closed_since(room: Room) -> None:
    """Who had it is put back; that somebody closed it meanwhile stays."""
    for verb in ("ack", "false"):
        await room.say(f"{verb} iz")
        await room.say("close iz", "Boris")
        assert (await room.say("undo")).done
        incident = await room.incident()
        assert (incident.acked_by, incident.closed_at) == (None, NOW)
        await room.say("reopen iz", "Boris")


async def test_undo_of_a_close_leaves_who_took_it_since(room: Room) -> None:
    """That it was open is put back; who has it meanwhile keeps it."""
    await room.say("close iz")
    await room.say("ack iz", "Boris")
    assert (await room.say("undo")).done
    incident = await room.incident()
    assert (incident.acked_by, incident.closed_at) == ("Boris", None)


async def test_undo_of_a_split_brings_the_report_back_to_where_it_was(room: Room) -> None:
    """The incident that was split lives on with all its reports, whichever of both ids comes first."""
    for item in ("r0", "r1"):
        assert (await room.say(f"split iz {item}")).done
        assert len((await room.incident()).reports) == 1
        assert (await room.say("undo")).done
        incident = await room.incident()
        assert (len(incident.reports), incident.closed_at, incident.joined_to) == (2, None, None)
