"""Has a feed given all its entries new names at once? Then they are what they were. Pure.

A change of software behind a feed renews every guid, often the addresses and dates as well. What tells this from a
night on which the same sirens sound again: nothing in the document is known by its guid, almost everything in it is
known by its words, and it stands there in its old order.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from daemon.model import Item, KnownItem

LEAST = 10  #: so many entries renamed at once are no chance
SHARE = 0.8  #: of a document's entries; the rest may be news
IN_ORDER = 0.9  #: share of neighbours that stand as before, where dates were renewed, too


def renamed(items: Sequence[Item], known_of: Callable[[Item], Sequence[KnownItem]]) -> Mapping[str, str]:
    """The items, oldest first, that are known ones under new names: item id -> id of the known item.

    Law: one to one; empty unless the feed as a whole was renamed; an item without a guid is never renamed.
    """
    twins: dict[str, KnownItem] = {}
    taken: set[str] = set()
    for item in items:
        own = [one for one in known_of(item) if one.feed == item.feed]
        if item.guid_key is None or any(one.guid_key == item.guid_key for one in own):
            return {}
        twin = _twin(item, [one for one in own if one.id not in taken])
        if twin is not None:
            twins[item.id] = twin
            taken.add(twin.id)
    if len(twins) < LEAST or len(twins) < SHARE * len(items) or not _is_in_order(items, twins):
        return {}
    return {item_id: twin.id for item_id, twin in twins.items()}


def _twin(item: Item, own: Sequence[KnownItem]) -> KnownItem | None:
    """The known item with the same content, else with the same telling title."""
    same = [one for one in own if one.fingerprint == item.fingerprint]
    alike = [one for one in own if one.title_key is not None and one.title_key == item.title_key]
    return next(iter([*same, *alike]), None)


def _is_in_order(items: Sequence[Item], twins: Mapping[str, KnownItem]) -> bool:
    """Whether the twins kept their dates, or stand one after the other as they did before."""
    pairs = [(item, twins[item.id]) for item in items if item.id in twins]
    if all(item.published_at == twin.published_at for item, twin in pairs):
        return True
    moments = [_moment(twin) for _, twin in pairs]
    if len(set(moments)) < LEAST:
        return False  # without dates of its own each order is the old one
    kept = sum(before <= after for before, after in pairwise(moments))
    return kept >= IN_ORDER * (len(moments) - 1)


def _moment(one: KnownItem) -> datetime:
    return one.published_at or one.arrived_at
