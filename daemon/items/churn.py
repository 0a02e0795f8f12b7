"""Has a feed given its entries new names at once? Then they are what they were. Pure.

A change of software behind a feed renews every guid, often the addresses and dates as well; from behind a cache it may
come in two documents. What tells this from a night on which the same sirens sound again: what is known by its words
is shown no more under its old name, almost nothing else is new, and it stands in its old order. A few entries, or a
part of them, prove less than ten: for them the order must be the old one throughout, and warnings are left out. Fewer
than ten under new dates must have texts as well: four headlines can come again of four other events.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from daemon.items.owntext import has_own_text, lede_of, tell_otherwise
from daemon.language.formula import may_recur, warns
from daemon.model import Item, KnownItem

LEAST = 10  #: so many entries renamed at once are no chance
FEWEST = 4  #: entries that can be a feed's whole document, or the part of it that was renamed
SHARE = 0.8  #: of the entries under new names; the rest may be news
IN_ORDER = 0.9  #: share of neighbours that stand as before, where dates were renewed, too

Pair = tuple[Item, KnownItem]


def renamed(
    items: Sequence[Item],
    known_of: Callable[[Item], Sequence[KnownItem]],
    besides: Callable[[], Iterable[KnownItem]] = tuple,
    *,
    shown: Collection[str] = (),
) -> Mapping[str, str]:
    """The items, oldest first, that are known ones under new names: item id -> id of the known item.

    `besides`: known entries that the document shows unchanged beside these items; `shown`: their and the items' keys.
    Law: one to one, of several known ones under the same date, else the latest; a known item that the document shows
    under its old name is nobody's; without an id, an entry's address is its name.
    """
    standing, unknown = _parted(items, known_of)
    if len(unknown) < FEWEST:
        return {}
    others = list(besides())
    pairs = _pairs(unknown, taken={one.id for _, one in standing} | {one.id for one in others}, shown=shown)
    if len(pairs) < FEWEST or len(pairs) < SHARE * len(unknown):
        return {}
    if len(pairs) >= LEAST and not standing and not others:
        is_renamed = _is_in_order(pairs, share=IN_ORDER)
    else:
        stay: list[tuple[Item | KnownItem, KnownItem]] = [*standing, *((one, one) for one in others)]
        is_renamed = not _warn(pairs) and _is_in_order(pairs, share=1.0, stay=stay)
        is_renamed = is_renamed and (len(pairs) >= LEAST or _keep_dates(pairs) or _tell(pairs))
    return {item.id: twin.id for item, twin in pairs} if is_renamed else {}


def _parted(
    items: Sequence[Item], known_of: Callable[[Item], Sequence[KnownItem]]
) -> tuple[list[Pair], list[tuple[Item, list[KnownItem]]]]:
    """The items that are known by their names, each with what it is; and the others, with what they could be."""
    standing, unknown = [], []
    for item in items:
        own = [one for one in known_of(item) if one.feed == item.feed]
        named = next((one for one in own if _has_its_name(item, one)), None)
        if named is not None:
            standing.append((item, named))
        else:
            unknown.append((item, own))
    return standing, unknown


def _has_its_name(item: Item, one: KnownItem) -> bool:
    if item.guid_key is not None and one.guid_key is not None:
        return item.guid_key == one.guid_key
    if item.guid_key is None and item.url_key is None:
        return item.fingerprint == one.fingerprint
    return item.url_key is not None and item.url_key == one.url_key


def _pairs(unknown: Iterable[tuple[Item, list[KnownItem]]], *, taken: set[str], shown: Collection[str]) -> list[Pair]:
    pairs = []
    for item, own in reversed(list(unknown)):  # the latest first: of entries in the same words each keeps its own
        free = [one for one in own if one.id not in taken and f"g:{one.feed}:{one.guid_key}" not in shown]
        twin = _twin(item, free)
        if twin is not None:
            pairs.append((item, twin))
            taken.add(twin.id)
    return pairs[::-1]


def _twin(item: Item, own: Sequence[KnownItem]) -> KnownItem | None:
    """The known item with the same content, else with the same telling title and no other text."""
    same = [one for one in own if one.fingerprint == item.fingerprint]
    titled = [one for one in own if one.title_key is not None and one.title_key == item.title_key]
    found = same or [one for one in titled if not tell_otherwise(item, one)]
    return max(found, key=lambda one: (_has_date(item, one), _moment(one), one.id), default=None)


def _has_date(item: Item, one: KnownItem) -> bool:
    return item.published_at is not None and item.published_at == one.published_at


def _warn(pairs: Sequence[Pair]) -> bool:
    """Whether most of them are warnings: these come again in the same words, and may do so in the same order."""
    return sum(warns(f"{item.title} {lede_of(item)}") for item, _ in pairs) * 2 >= len(pairs)


def _tell(pairs: Sequence[Pair]) -> bool:
    """Whether most of them say more than a headline, or what can be said of one event alone."""
    telling = [has_own_text(item) or not may_recur(f"{item.title} {lede_of(item)}") for item, _ in pairs]
    return sum(telling) * 2 > len(pairs)


def _keep_dates(pairs: Sequence[Pair]) -> bool:
    return all(_has_date(item, twin) for item, twin in pairs)


def _is_in_order(
    pairs: Sequence[Pair], *, share: float, stay: Iterable[tuple[Item | KnownItem, KnownItem]] = ()
) -> bool:
    """Whether the twins kept their dates, or stand one after the other, and among what stayed, as they did before."""
    dates = {twin.published_at for _, twin in pairs}
    if all(item.published_at == twin.published_at for item, twin in pairs) and (dates != {None} or share < 1.0):
        return True
    before = {_moment(twin) for _, twin in pairs}
    if len(before) < min(LEAST, SHARE * len(pairs)):
        return False  # without dates of its own each order is the old one
    now = sorted([*pairs, *stay], key=lambda pair: _moment(pair[0]))
    moments = [_moment(twin) for _, twin in now]
    kept = sum(one <= later for one, later in pairwise(moments))
    return kept >= share * (len(moments) - 1)


def _moment(one: Item | KnownItem) -> datetime:
    return one.published_at or one.arrived_at
