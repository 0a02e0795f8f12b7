"""The items of one poll -> the stored items that each could be a duplicate or a revision of."""

from collections.abc import Sequence, Set
from dataclasses import fields

from daemon.items import dedup
from daemon.items.owntext import lede_of
from daemon.model import Item, KnownItem, VerdictKind
from daemon.pipeline.ingest import Ingested, Recognised
from daemon.store.database import Transaction

#: What a stored item's reduced view has in common with the item.
_SHARED = tuple({field.name for field in fields(KnownItem)} & {field.name for field in fields(Item)})


class KnownItems:
    """Stored items that could make one of these a duplicate or a revision: one query for a whole poll."""

    def __init__(self, tx: Transaction, items: Sequence[Item]) -> None:
        self.keys = frozenset(key for item in items for key in dedup.lookup_keys(item))
        self._by_key = tx.items.known(self.keys)
        self.stored = frozenset(self._by_key)  #: the keys that the store knew before

    def of(self, item: Item) -> list[KnownItem]:
        """What could be the same as `item`, each once."""
        found = [known for key in dedup.lookup_keys(item) for known in self._by_key.get(key, ())]
        return list({known.id: known for known in found}.values())

    def besides(self, tx: Transaction, feed: str, shown: Set[str]) -> list[KnownItem]:
        """The stored entries of a feed that its document still shows unchanged, cut out of what was parsed."""
        found = tx.items.known(shown - self.keys)
        own = {one.id: one for same in found.values() for one in same if one.feed == feed}
        return [one for one in own.values() if one.guid_key is None or f"g:{feed}:{one.guid_key}" in shown]

    def add(self, one: Ingested | Recognised) -> None:
        """Let later entries of the same poll be compared with this one."""
        if one.verdict.kind is VerdictKind.UNCHANGED:
            return
        item = one.item
        duplicate_of = one.verdict.of if one.verdict.kind is VerdictKind.DUPLICATE else None
        view = KnownItem(
            duplicate_of=duplicate_of,
            lede=lede_of(item),
            **{name: getattr(item, name) for name in _SHARED},
        )
        for key in dedup.lookup_keys(item):
            others = [known for known in self._by_key.get(key, ()) if known.id != item.id]
            self._by_key[key] = [*others, view]
