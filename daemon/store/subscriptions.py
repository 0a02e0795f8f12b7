"""Subscriptions at hubs, and what has come of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Subscription, SubscriptionState
from daemon.store.tables import SubscriptionRow, table_of

_SUBSCRIPTION = table_of(SubscriptionRow)


class SubscriptionRecords:
    """What was asked of hubs, and what they said."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Subscription]:
        """Every subscription, those that are leaving included, by feed."""
        query = select(_SUBSCRIPTION).order_by(_SUBSCRIPTION.c.feed, _SUBSCRIPTION.c.token)
        return [_noun(dict(row)) for row in self._connection.execute(query).mappings()]

    def of_feed(self, feed: str) -> Subscription | None:
        """The feed's subscription; one that is leaving does not count."""
        leaving = SubscriptionState.LEAVING.value
        query = select(_SUBSCRIPTION).where(_SUBSCRIPTION.c.feed == feed, _SUBSCRIPTION.c.state != leaving)
        row = self._connection.execute(query).mappings().first()
        return _noun(dict(row)) if row else None

    def change(self, token: str, work: Callable[[Subscription], Subscription | None]) -> Subscription | None:
        """Save what `work` makes of a subscription, as it stands now; what it makes None of is removed.

        Returns what was saved; None also if there is no such subscription.
        """
        query = select(_SUBSCRIPTION).where(_SUBSCRIPTION.c.token == token)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        after = work(_noun(dict(row)))
        if after is None:
            self._connection.execute(delete(_SUBSCRIPTION).where(_SUBSCRIPTION.c.token == token))
        else:
            self.save([after])
        return after

    def save(self, subscriptions: Sequence[Subscription]) -> None:
        """Insert or replace subscriptions."""
        if not subscriptions:
            return
        rows = [{**asdict(one), "state": one.state.value} for one in subscriptions]
        statement = insert(_SUBSCRIPTION)
        changes = {name: statement.excluded[name] for name in rows[0] if name != "token"}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["token"], set_=changes), rows)

    def forget_all(self) -> int:
        """Remove every subscription; how many there were."""
        return self._connection.execute(delete(_SUBSCRIPTION)).rowcount


def _noun(row: dict[str, Any]) -> Subscription:
    return Subscription(**{**row, "state": SubscriptionState(row["state"])})
