"""The outbox: what must reach somebody, and how far it has come. One row = one alert for one receiver.

A delivery is claimed (`start`) in a commit of its own before anything is sent. A row that was claimed and has no result
is therefore known, after a crash, as one that may have arrived: its repeat is labelled (ADR 0002).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Alert, Delivery, DeliveryState, Planned
from daemon.store import due
from daemon.store.due import ALERT, DELIVERY, RECEIVER, ROLLED_UP

_ALERTS: TypeAdapter[Alert] = TypeAdapter(Alert)
_UNFINISHED = (DeliveryState.PENDING.value, DeliveryState.SENDING.value)

WAY_REFUSED = "refused: "  #: how the reason begins of a receiver whose token or login is not taken


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverState:
    """What a receiver's other side told us."""

    receiver: str
    not_before: datetime | None = None  #: flood control: nothing goes there before
    failing_since: datetime | None = None  #: nothing has arrived since then, and something failed
    reason: str | None = None
    moved_from: str | None = None  #: the address that the config gave when it moved
    moved_to: str | None = None  #: its new address


class Outbox:
    """Deliveries from planned to sent, muted or dead."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enqueue(self, planned: Sequence[Planned], *, now: datetime) -> int:
        """Add deliveries; one whose key is there already is left as it is, so that nothing is sent twice.

        Law: what an incident's delivery waits for at its receiver ranks as high as it, or it would be held up by that.
        Returns how many were added.
        """
        added = 0
        for one in planned:
            alert = one.alert
            snapshot = {
                "id": alert.id,
                "incident_id": alert.incident_id,
                "item_id": alert.item_id,
                "reason": alert.reason.value,
                "created_at": alert.created_at,
                "alert": _ALERTS.dump_python(alert, mode="json"),
            }
            due.ADD_ALERT.run(self._connection, [snapshot])
            state = DeliveryState.MUTED if one.mute_reason else DeliveryState.PENDING
            row: dict[str, Any] = {
                "key": f"{alert.id}:{one.receiver}",
                "alert_id": alert.id,
                "incident_id": alert.incident_id,
                "receiver": one.receiver,
                "rank": alert.rank,
                "state": state.value,
                "silent": one.silent,
                "attempts": 0,
                "created_at": now,
                "next_attempt_at": one.gathering.until if one.gathering else now,
                "finished_at": now if one.mute_reason else None,
                "possible_repeat": False,
                "parts_sent": [],
                "mute_reason": one.mute_reason,
                "gather": one.gathering.digest if one.gathering else None,
            }
            new = due.ADD.run(self._connection, [row])
            added += new
            if new and state is DeliveryState.PENDING and alert.incident_id and not one.gathering:
                self._take_along(alert.incident_id, one.receiver, alert.rank, now=now)
            if new and one.gathering and one.gathering.count:
                self._fill(one.receiver, one.gathering.digest, one.gathering.count, now=now)
        return added

    def _fill(self, receiver: str, digest: str, enough: int, *, now: datetime) -> None:
        """Let a digest be told at once if it has as many as it takes."""
        waits = DELIVERY.c.state == DeliveryState.PENDING.value
        mine = and_(DELIVERY.c.receiver == receiver, waits, DELIVERY.c.gather == digest)
        count = self._connection.execute(select(func.count()).select_from(DELIVERY).where(mine)).scalar_one()
        if count >= enough:
            self._connection.execute(update(DELIVERY).where(mine).values(next_attempt_at=now))

    def _take_along(self, incident_id: str, receiver: str, rank: int, *, now: datetime) -> None:
        """What waits of the same thread ranks as high, and waits for no digest any more."""
        thread = {"incident": incident_id, "receiver": receiver}
        due.RAISE.run(self._connection, [{**thread, "least": rank, "rank": rank}])
        due.UNGATHER.run(self._connection, [{**thread, "gather": None, "next_attempt_at": now}])

    def heard(self, incident_id: str) -> frozenset[str]:
        """The receivers that have, or will have, this incident's first alert."""
        return frozenset([row[0] for row in due.HEARD.rows(self._connection, {"incident": incident_id})])

    def waiting_receivers(self, *, now: datetime) -> dict[str, int]:
        """The receivers for which something is due now, each with the highest rank of it."""
        return dict(due.WAITING.rows(self._connection, due.at(now)))

    def start(self, receiver: str, *, now: datetime, least_rank: int = 0) -> Delivery | None:
        """Claim a receiver's next due delivery, the most urgent first, then the oldest; commit before sending it."""
        asked = {"receiver": receiver, "least": least_rank, **due.at(now)}
        for row in due.NEXT.mappings(self._connection, asked):
            changes = {"state": DeliveryState.SENDING.value, "attempts": row["attempts"] + 1, "started_at": now}
            due.START.run(self._connection, [{**changes, "row": row["id"]}])
            return delivery_of({**row, **changes})
        return None

    def count_waiting(self, receiver: str) -> int:
        """How many deliveries that can be rolled up wait for a receiver, whenever they are due."""
        return int(due.COUNT_ROLLABLE.rows(self._connection, {"receiver": receiver})[0][0])

    def count_pending(self, receiver: str) -> int:
        """How many deliveries wait for a receiver, whenever they are due."""
        return int(due.COUNT_PENDING.rows(self._connection, {"receiver": receiver})[0][0])

    def rollable(self, receiver: str) -> list[Delivery]:
        """All that waits for a receiver and can be rolled up: first alerts that are not urgent and were not tried."""
        return [delivery_of(row) for row in due.ROLLABLE.mappings(self._connection, {"receiver": receiver})]

    def roll_up(self, planned: Planned, told: Sequence[Delivery], *, now: datetime) -> None:
        """Queue one message in the place of several that wait; those are kept, with why they are not sent."""
        self.enqueue([planned], now=now)
        values = {
            "state": DeliveryState.MUTED.value,
            "finished_at": now,
            "mute_reason": f"{ROLLED_UP} {planned.alert.id}",
        }
        for start in range(0, len(told), 500):
            ids = [one.id for one in told[start : start + 500]]
            self._connection.execute(update(DELIVERY).where(DELIVERY.c.id.in_(ids)).values(**values))

    def pending(self, receiver: str) -> list[Delivery]:
        """All that waits for a receiver, whenever it is due."""
        return [delivery_of(row) for row in due.PENDING.mappings(self._connection, {"receiver": receiver})]

    def _loaded(self, which: ColumnElement[bool]) -> list[Delivery]:
        query = select(DELIVERY, ALERT.c.alert).join(ALERT, ALERT.c.id == DELIVERY.c.alert_id)
        rows = self._connection.execute(query.where(which).order_by(DELIVERY.c.id)).mappings()
        return [delivery_of(dict(row)) for row in rows]

    def hold_unfinished(self, mute_reason: str, *, now: datetime) -> list[Delivery]:
        """Send nothing of what waits or is under way; returns what that was."""
        which = DELIVERY.c.state.in_(_UNFINISHED)
        held = self._loaded(which)
        values = {"state": DeliveryState.MUTED.value, "finished_at": now, "mute_reason": mute_reason}
        self._connection.execute(update(DELIVERY).where(which).values(**values))
        return held

    def thread(self, incident_id: str, receiver: str) -> str | None:
        """The reference of the incident's first message at a receiver, to reply to."""
        found = due.THREAD.rows(self._connection, {"incident": incident_id, "receiver": receiver})
        return str(found[0][0][0]) if found and found[0][0] else None

    def finish(self, delivery: Delivery, *, now: datetime) -> None:
        """Save the result of an attempt: the state, references and error that `delivery` now carries."""
        finished = delivery.state in {DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.MUTED}
        result = {
            "row": delivery.id,
            "state": delivery.state.value,
            "next_attempt_at": delivery.next_attempt_at,
            "finished_at": now if finished else None,
            "possible_repeat": delivery.possible_repeat,
            "parts_sent": list(delivery.parts_sent),
            "last_error": delivery.last_error,
            "mute_reason": delivery.mute_reason,
        }
        due.FINISH.run(self._connection, [result])

    def recover(self, *, now: datetime, after: timedelta, idle_for: timedelta = timedelta()) -> int:
        """What was started `idle_for` ago or earlier and has no result may have arrived: it goes out again, labelled.

        The repeat waits until `after` past the start. Returns the number of such deliveries.
        """
        stranded = and_(
            DELIVERY.c.state == DeliveryState.SENDING.value,
            or_(DELIVERY.c.started_at <= now - idle_for, DELIVERY.c.started_at > now),
        )
        rows = self._connection.execute(select(DELIVERY.c.id, DELIVERY.c.started_at).where(stranded)).mappings().all()
        for row in rows:
            self._connection.execute(
                update(DELIVERY)
                .where(DELIVERY.c.id == row["id"])
                .values(
                    state=DeliveryState.PENDING.value,
                    possible_repeat=True,
                    next_attempt_at=min(row["started_at"], now) + after,
                    last_error="the daemon stopped while this was being sent",
                )
            )
        return len(rows)

    def deliveries(self, *, incident_id: str | None = None, states: Sequence[DeliveryState] = ()) -> list[Delivery]:
        """Deliveries in the order in which they were planned, of one incident and of some states if given."""
        query = select(DELIVERY, ALERT.c.alert).join(ALERT, ALERT.c.id == DELIVERY.c.alert_id)
        if incident_id is not None:
            query = query.where(DELIVERY.c.incident_id == incident_id)
        if states:
            query = query.where(DELIVERY.c.state.in_([state.value for state in states]))
        rows = self._connection.execute(query.order_by(DELIVERY.c.id)).mappings()
        return [delivery_of(dict(row)) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        query = select(DELIVERY.c.state, func.count()).group_by(DELIVERY.c.state)
        return {str(state): int(count) for state, count in self._connection.execute(query)}

    def last_sent_at(self) -> datetime | None:
        """When a delivery was last taken by the other side; None: none ever was."""
        sent = DELIVERY.c.state == DeliveryState.SENT.value
        found: datetime | None = self._connection.execute(select(func.max(DELIVERY.c.finished_at)).where(sent)).scalar()
        return found

    def receiver(self, receiver: str) -> ReceiverState:
        """What the receiver's other side told us so far."""
        for row in due.RECEIVERS.mappings(self._connection, {"receiver": receiver}):
            return ReceiverState(**row)
        return ReceiverState(receiver=receiver)

    def receivers(self) -> dict[str, ReceiverState]:
        """All receivers of which something is known."""
        return {row["receiver"]: ReceiverState(**row) for row in self._connection.execute(select(RECEIVER)).mappings()}

    def forget_troubles(self) -> None:
        """No receiver waits or fails any more; where one has moved to is kept."""
        self._connection.execute(update(RECEIVER).values(not_before=None, failing_since=None, reason=None))

    def try_refused(self) -> None:
        """A start may bring what mends a way that was refused: it is tried at once, unlike what flood control holds."""
        refused = RECEIVER.c.reason.startswith(WAY_REFUSED)
        self._connection.execute(update(RECEIVER).where(refused).values(not_before=None))

    def try_now(self, names: Sequence[str]) -> None:
        """These receivers are reached in another way from now on: what kept them waiting concerned the former one."""
        self._connection.execute(update(RECEIVER).where(RECEIVER.c.receiver.in_(names)).values(not_before=None))

    def save_receiver(self, state: ReceiverState) -> None:
        """Keep what a receiver's other side told us."""
        row = asdict(state)
        self._connection.execute(
            insert(RECEIVER).values(**row).on_conflict_do_update(index_elements=["receiver"], set_=row)
        )


def delivery_of(row: dict[str, Any]) -> Delivery:
    """A delivery, from its row and its alert's snapshot."""
    return Delivery(
        id=row["id"],
        key=row["key"],
        alert=_ALERTS.validate_python(row["alert"]),
        receiver=row["receiver"],
        state=DeliveryState(row["state"]),
        silent=row["silent"],
        attempts=row["attempts"],
        next_attempt_at=row["next_attempt_at"],
        possible_repeat=row["possible_repeat"],
        parts_sent=tuple(row["parts_sent"]),
        last_error=row["last_error"],
        mute_reason=row["mute_reason"],
    )
