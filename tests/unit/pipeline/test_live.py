"""First messages that are kept up to date: when an edit is due, and what becomes of one that fails."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import DeliveryState, Incident, Joining, Planned, Report, Severity
from daemon.pipeline.live import PAUSE, Edit, follow, next_edit, save_edit
from daemon.store.database import Store, Transaction, memory_store
from daemon.store.outbox import ReceiverState
from tests.helpers.build import NOW, an_alert

JOINING = Joining(incident_id=None, reason="nothing alike", score=0.0)
LATER = NOW + timedelta(minutes=1)
INCIDENT = Incident(id="incident-1", title="x", severity=Severity.HIGH, opened_at=NOW, last_report_at=NOW)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """A store in which an incident's first message was sent and is followed, and somebody has the incident since."""
    opened = memory_store()
    await opened.write(lambda tx: _tell(tx, INCIDENT))
    await opened.write(lambda tx: tx.live.touch("incident-1", now=NOW))
    yield opened
    await opened.close()


def _tell(tx: Transaction, incident: Incident) -> None:
    tx.incidents.save(incident)
    alert = an_alert(id=f"a-{incident.id}", incident_id=incident.id)
    tx.outbox.enqueue([Planned(alert=alert, receiver="desk", silent=False)], now=NOW)
    delivery = tx.outbox.start("desk", now=NOW)
    assert delivery
    done = replace(delivery, state=DeliveryState.SENT, parts_sent=("1:7",))
    tx.outbox.finish(done, now=NOW)
    follow(tx, done)


async def due(store: Store, now: datetime = LATER) -> Edit | None:
    """The edit that is due; those who look for work agree."""
    edit = await store.read(lambda tx: next_edit(tx, "desk", now=now))
    waiting = await store.read(lambda tx: tx.live.waiting_receivers(edited_before=now - PAUSE))
    assert waiting == (["desk"] if edit else [])
    return edit


async def fail(store: Store, error: SendError | None, now: datetime = LATER) -> None:
    """Save what became of the edit that is due."""
    edit = await due(store, now)
    assert edit
    await store.write(lambda tx: save_edit(tx, edit, error, now=now))


@pytest.mark.parametrize(
    ("error", "stays"),
    [
        (TransientSendError("desk", "no connection"), True),
        (PermanentSendError("desk", "Unauthorized (401); the token is refused"), True),
        (PermanentSendError("desk", "Forbidden: bot was kicked (403)"), True),
        (PermanentSendError("desk", "Bad Request: message to edit not found (400); mend"), False),
        (PermanentSendError("desk", "Bad Request: message can't be edited (400)"), False),
    ],
)
async def test_only_a_message_that_is_gone_is_given_up(store: Store, error: SendError, *, stays: bool) -> None:
    """T15: however often an edit fails, it is tried again, seldom at last, unless the message itself is gone."""
    now = LATER
    await fail(store, error, now)
    for _ in range(4 if stays else 0):
        now += PAUSE
        await fail(store, error, now)
    assert await due(store, now + PAUSE) is None
    assert (await due(store, now + timedelta(minutes=10)) is not None) is stays


async def test_flood_control_of_an_edit_makes_the_chat_wait_and_no_more(store: Store) -> None:
    """T3: the time is kept, nobody starts a lane before it, and the receiver does not count as failing."""
    await fail(store, TransientSendError("desk", "flood control", retry_after=timedelta(seconds=40)))
    state = await store.read(lambda tx: tx.outbox.receiver("desk"))
    assert state == ReceiverState(receiver="desk", not_before=LATER + timedelta(seconds=40))
    assert await due(store, LATER + timedelta(seconds=39)) is None
    assert await due(store, LATER + timedelta(seconds=41)) is not None


async def test_a_clock_that_was_set_back_stalls_no_edit(store: Store) -> None:
    """Z3: an edit, or a wait, of a time that is yet to come holds nothing up, and the pace is kept."""
    await fail(store, None)
    await store.write(lambda tx: _tell(tx, replace(INCIDENT, id="i2", acked_at=NOW, acked_by="Anna")))
    await store.write(lambda tx: tx.live.touch("incident-1", now=NOW))
    earlier = LATER - timedelta(days=2)
    waiting = ReceiverState(receiver="desk", not_before=LATER)
    await store.write(lambda tx: tx.outbox.save_receiver(waiting))
    await fail(store, None, earlier)
    assert await due(store, earlier + PAUSE / 2) is None
    assert await due(store, earlier + PAUSE) is not None


@pytest.mark.parametrize("over", [{"acked_at": NOW, "acked_by": "Anna"}, {"closed_at": NOW}])
async def test_what_changed_before_the_message_was_there_is_shown(over: dict[str, object]) -> None:
    """An ack, or an end, from before the first message arrived stands in it soon."""
    store = memory_store()
    await store.write(lambda tx: _tell(tx, INCIDENT))
    assert await due(store) is None
    await store.write(lambda tx: _tell(tx, replace(INCIDENT, id="i2", **over)))
    edit = await due(store)
    assert edit is not None
    assert edit.live.incident_id == "i2"
    await store.close()


async def test_a_report_from_before_the_message_was_there_is_shown() -> None:
    """What was reported while the first message waited stands in it soon."""
    store = memory_store()

    def reported(tx: Transaction) -> None:
        told = tuple(Report(item_id=f"r{n}", feed="f", source="F", title="x", arrived_at=NOW) for n in range(2))
        incident = replace(INCIDENT, id="i2", reports=told)
        for report in told:
            tx.incidents.save_report(incident, report, joining=JOINING, keys=[])
        _tell(tx, incident)

    await store.write(reported)
    assert await due(store) is not None
    await store.close()
