"""Items, the keys by which they are recognised again, and the matches found in them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, not_, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import LEDE, Enclosure, GeoPoint, Item, KnownItem, Match
from daemon.store.prepared import Prepared
from daemon.store.tables import ItemKeyRow, ItemRow, MatchRow, table_of

Place = tuple[datetime, str]  #: when an item arrived, and its id: where it stands among all

_ITEM = table_of(ItemRow)
_KEY = table_of(ItemKeyRow)
_MATCH = table_of(MatchRow)
_SEARCHED = 50_000  #: of the newest items, for words
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_CHUNK = 500  #: SQLite takes a limited number of bound values in one statement
_TOUCH_AFTER = timedelta(days=1)
_LISTS = ("tags", "categories", "authors")
_POINT = ("latitude", "longitude")
_COLUMNS = tuple(field.name for field in fields(Item) if field.name != "point")
_WHOLE = [_ITEM.c[name] for name in (*_COLUMNS, *_POINT)]
_PLACE = (_ITEM.c.arrived_at, _ITEM.c.id)
_VIEW = tuple(field.name for field in fields(KnownItem))
_WORDS = case((func.length(_ITEM.c.summary) >= LEDE, _ITEM.c.summary), else_=_ITEM.c.summary + " " + _ITEM.c.body)
_KNOWN = [func.substr(func.trim(_WORDS), 1, LEDE) if name == "lede" else _ITEM.c[name] for name in _VIEW]
#: How many keys one statement asks for: the fewest that are enough, the last of them again and again.
_KEYS_AT_ONCE = (8, 80, _CHUNK)
_FIND = {
    count: Prepared(
        select(_KEY.c.key, *_KNOWN)
        .join(_ITEM, _ITEM.c.id == _KEY.c.item_id)
        .where(_KEY.c.key.in_([bindparam(f"key{number}", type_=_KEY.c.key.type) for number in range(count)]))
        .order_by(_ITEM.c.arrived_at, _ITEM.c.id)
    )
    for count in _KEYS_AT_ONCE
}
_ADD = Prepared(insert(_ITEM), columns=(*_COLUMNS, *_POINT, "duplicate_of"))
_ADD_KEYS = Prepared(insert(_KEY).on_conflict_do_nothing())
_KEEP = insert(_MATCH)
_KEPT = {name: _KEEP.excluded[name] for name in ("evidence", "counted", "matched_at", "severity", "mode")}
_KEEP_MATCHES = Prepared(_KEEP.on_conflict_do_update(index_elements=["item_id", "rule_id", "revision"], set_=_KEPT))
_SETTLE = Prepared(
    update(_ITEM)
    .where(_ITEM.c.id == bindparam("settled"))
    .values(fate=bindparam("fate"), incident_id=bindparam("incident_id"))
)
# Building a statement costs more than running it, so those of every poll are built once.
_TOUCH = (
    update(_KEY)
    .where(and_(_KEY.c.key.in_(bindparam("keys", expanding=True)), _KEY.c.seen_at < bindparam("before")))
    .values(seen_at=bindparam("now"))
)


class ItemRecords:
    """What was seen, for as long as it could come again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, keys: Iterable[str]) -> dict[str, list[KnownItem]]:
        """Stored items by lookup key: all that could make a new one a duplicate or a revision."""
        found: dict[str, list[KnownItem]] = {}
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            count = next(count for count in _KEYS_AT_ONCE if count >= len(chunk))
            bound = {f"key{number}": chunk[min(number, len(chunk) - 1)] for number in range(count)}
            for key, *values in _FIND[count].rows(self._connection, bound):
                found.setdefault(key, []).append(KnownItem(**dict(zip(_VIEW, values, strict=True))))
        return found

    def item(self, item_id: str) -> Item | None:
        """One item in its latest revision."""
        row = self._connection.execute(select(*_WHOLE).where(_ITEM.c.id == item_id)).mappings().first()
        if row is None:
            return None
        return _item(dict(row))

    def is_retired(self, item_id: str) -> bool:
        """Whether what an item led to, or its text, was let go: then nobody knows any more who was told."""
        return bool(self._connection.execute(select(_ITEM.c.retired).where(_ITEM.c.id == item_id)).scalar())

    def save_new(self, items: Sequence[tuple[Item, Sequence[str], str | None]]) -> None:
        """Insert items, each with the keys under which it will be recognised, and the item that it is a copy of."""
        if items:
            _ADD.run(self._connection, [{**_row(item), "duplicate_of": origin} for item, _, origin in items])
            self._save_keys([(item, keys) for item, keys, _ in items])

    def save_revision(self, item: Item, *, keys: Sequence[str]) -> None:
        """Replace an item's content; its arrival time stays that of the first version."""
        kept = {"id", "arrived_at"}
        values = {name: value for name, value in _row(item).items() if name not in kept}
        statement = update(_ITEM).where(_ITEM.c.id == item.id)
        self._connection.execute(statement.values(**values, revised_at=item.arrived_at, bare=False))
        self._save_keys([(item, keys)])

    def _save_keys(self, keyed: Sequence[tuple[Item, Sequence[str]]]) -> None:
        rows = [
            {"key": key, "item_id": item.id, "seen_at": item.arrived_at}
            for item, keys in keyed
            for key in dict.fromkeys(keys)
        ]
        if rows:
            _ADD_KEYS.run(self._connection, rows)

    def arrived(self, *, since: datetime) -> int:
        """How many items arrived since then."""
        query = select(func.count()).select_from(_ITEM).where(_ITEM.c.arrived_at > since)
        return int(self._connection.execute(query).scalar_one())

    def page(self, *, since: datetime, after: Place | None, to: Place | None = None, limit: int) -> list[Item]:
        """Items that arrived since then, in the order in which they came, behind the one place and up to the other."""
        query = select(*_WHOLE).where(_between(since, after))
        if to is not None:
            query = query.where(_ITEM.c.arrived_at <= to[0], not_(_is_behind(to)))
        rows = self._connection.execute(query.order_by(*_PLACE).limit(limit)).mappings()
        return [_item(dict(row)) for row in rows]

    def end_of_page(self, *, since: datetime, after: Place | None, limit: int) -> Place | None:
        """The place of the last item of such a page; None if there are fewer than `limit`."""
        query = select(*_PLACE).where(_between(since, after)).order_by(*_PLACE).offset(limit - 1).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else (row[0], row[1])

    def touch(self, keys: Iterable[str], *, now: datetime) -> None:
        """Note that the publisher still shows these, at most once a day each: retention counts from the last sight."""
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), _CHUNK):
            bound = {"keys": wanted[start : start + _CHUNK], "before": now - _TOUCH_AFTER, "now": now}
            self._connection.execute(_TOUCH, bound)

    def save_matches(self, matches: Sequence[Match], *, now: datetime) -> None:
        """Keep which rules held, in which revision, on which words."""
        if not matches:
            return
        rows = [
            {
                "item_id": match.item_id,
                "rule_id": match.rule.id,
                "revision": match.rule.revision,
                "severity": match.rule.severity.value,
                "mode": match.rule.mode,
                "evidence": [span._asdict() for span in match.evidence],
                "counted": list(match.counted),
                "matched_at": now,
            }
            for match in matches
        ]
        _KEEP_MATCHES.run(self._connection, rows)

    def save_fate(self, item_id: str, *, fate: str | None, incident_id: str | None) -> None:
        """Keep what became of an item that matched a rule."""
        _SETTLE.run(self._connection, [{"settled": item_id, "fate": fate, "incident_id": incident_id}])

    def move(self, item_ids: Sequence[str], *, incident_id: str) -> None:
        """Keep that these items belong to another incident now."""
        statement = update(_ITEM).where(_ITEM.c.id.in_(item_ids))
        self._connection.execute(statement.values(incident_id=incident_id))

    def found(self, words: Sequence[str], *, limit: int, among: int = _SEARCHED) -> list[Item]:
        """The newest items that hold all these words in title or summary, as they are written.

        Looked at are the newest `among` only, so that a word that nobody wrote costs the same however much is stored.
        """
        newest = select(_ITEM.c.arrived_at).order_by(_ITEM.c.arrived_at.desc()).offset(among - 1).limit(1)
        query = select(*_WHOLE).where(_ITEM.c.arrived_at >= func.coalesce(newest.scalar_subquery(), _BEGINNING))
        for word in words:
            columns = (_ITEM.c.title, _ITEM.c.summary)
            query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
        rows = self._connection.execute(query.order_by(_ITEM.c.arrived_at.desc()).limit(limit)).mappings()
        return [_item(dict(row)) for row in rows]

    def matches_of(self, item_id: str) -> list[tuple[str, str, str, list[str]]]:
        """Rule, revision, mode and words of each rule that held for an item, in any of its versions."""
        query = select(_MATCH.c.rule_id, _MATCH.c.revision, _MATCH.c.mode, _MATCH.c.evidence)
        rows = self._connection.execute(query.where(_MATCH.c.item_id == item_id).order_by(_MATCH.c.rule_id))
        return [(rule, revision, mode, [str(one["text"]) for one in words]) for rule, revision, mode, words in rows]

    def duplicate_of(self, item_id: str) -> str | None:
        """The item that this one was taken for a copy of."""
        return self._connection.execute(select(_ITEM.c.duplicate_of).where(_ITEM.c.id == item_id)).scalar()

    def fate(self, item_id: str) -> str | None:
        """What became of an item; None if it matched no rule."""
        return self._connection.execute(select(_ITEM.c.fate).where(_ITEM.c.id == item_id)).scalar()

    def held_back(self, told: Collection[str], *, since: datetime) -> dict[str, int]:
        """How many items that arrived since then have a fate that is none of the `told` ones, by fate."""
        query = select(_ITEM.c.fate, func.count()).where(_ITEM.c.arrived_at >= since, _ITEM.c.fate.is_not(None))
        query = query.where(_ITEM.c.fate.not_in(sorted(told))).group_by(_ITEM.c.fate)
        return {str(fate): int(count) for fate, count in self._connection.execute(query)}

    def of_fate(self, fate: str, *, since: datetime, limit: int) -> list[Item]:
        """The newest items of one fate that arrived since then."""
        query = select(*_WHOLE).where(_ITEM.c.arrived_at >= since, _ITEM.c.fate == fate)
        rows = self._connection.execute(query.order_by(_ITEM.c.arrived_at.desc()).limit(limit)).mappings()
        return [_item(dict(row)) for row in rows]

    def fates(self) -> dict[str, str | None]:
        """What became of every item, by its title; of two with one title, the later."""
        query = select(_ITEM.c.title, _ITEM.c.fate).order_by(_ITEM.c.arrived_at, _ITEM.c.id)
        return {str(title): fate for title, fate in self._connection.execute(query)}


def _between(since: datetime, after: Place | None) -> ColumnElement[bool]:
    """That an item arrived since then, and behind that place."""
    if after is None:
        return _ITEM.c.arrived_at > since
    return and_(_ITEM.c.arrived_at > since, _ITEM.c.arrived_at >= after[0], _is_behind(after))


def _is_behind(place: Place) -> ColumnElement[bool]:
    at, item_id = place
    return or_(_ITEM.c.arrived_at > at, and_(_ITEM.c.arrived_at == at, _ITEM.c.id > item_id))


def _row(item: Item) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in _COLUMNS}
    return {
        **values,
        **{name: list(values[name]) for name in _LISTS},
        "enclosures": [asdict(one) for one in item.enclosures],
        "latitude": item.point.latitude if item.point else None,
        "longitude": item.point.longitude if item.point else None,
    }


def _item(values: dict[str, Any]) -> Item:
    latitude, longitude = (values.pop(name) for name in _POINT)
    placed = latitude is not None and longitude is not None
    values |= {name: tuple(values[name]) for name in _LISTS}
    values["enclosures"] = tuple(Enclosure(**one) for one in values["enclosures"])
    return Item(**values, point=GeoPoint(latitude=latitude, longitude=longitude) if placed else None)
