"""The pages of alerted items, which are looked at again for a while: which are due, and what they said."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, Text, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from daemon.store.tables import Instant, table_of


class PageRow(SQLModel, table=True):
    """The page of an alerted item, to be looked at again."""

    __tablename__ = "page"

    item_id: str = Field(primary_key=True)
    feed: str
    url: str
    alerted_at: datetime = Field(sa_column=Column(Instant(), nullable=False))
    next_at: datetime | None = Field(default=None, sa_column=Column(Instant(), index=True))
    looks: int
    headline: str = Field(sa_column=Column(Text, nullable=False))
    amended: bool
    missing: int
    told: list[str] = Field(sa_column=Column(JSON, nullable=False))


_PAGE = table_of(PageRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPage:
    """The page of an item that was told, and what is known of it."""

    item_id: str
    feed: str
    url: str
    alerted_at: datetime
    next_at: datetime | None  #: when it is looked at next; None: not any more
    looks: int = 0  #: that are behind it
    headline: str = ""  #: as it read when it was first seen, or told of last; empty: not seen yet
    amended: bool = False  #: it said so of itself when it was first seen
    missing: int = 0  #: looks in a row that found it gone
    told: tuple[str, ...] = ()  #: what the desk knows of it: headline, removal, correction, retraction


class PageRecords:
    """One row for each item whose page was ever watched."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def watch(self, page: WatchedPage) -> None:
        """Look at a page from now on; one that is known already is left as it is."""
        self._connection.execute(insert(_PAGE).values(**_row(page)).on_conflict_do_nothing())

    def due(self, *, now: datetime, limit: int) -> Sequence[WatchedPage]:
        """The pages whose time has come, the longest due first."""
        query = select(_PAGE).where(_PAGE.c.next_at <= now).order_by(_PAGE.c.next_at).limit(limit)
        rows = self._connection.execute(query).mappings()
        return [WatchedPage(**{**row, "told": tuple(row["told"])}) for row in rows]

    def page(self, item_id: str) -> WatchedPage | None:
        """What is known of an item's page; None: it was never watched."""
        row = self._connection.execute(select(_PAGE).where(_PAGE.c.item_id == item_id)).mappings().first()
        return WatchedPage(**{**row, "told": tuple(row["told"])}) if row else None

    def save(self, page: WatchedPage) -> None:
        """Replace what was known of a page."""
        row = _row(page)
        self._connection.execute(
            insert(_PAGE).values(**row).on_conflict_do_update(index_elements=["item_id"], set_=row)
        )

    def see_afresh(self) -> None:
        """Take what each page says at its next look for what it said from the start: a change may be told already."""
        self._connection.execute(update(_PAGE).values(headline="", amended=False, missing=0))


def _row(page: WatchedPage) -> dict[str, object]:
    return {**asdict(page), "told": list(page.told)}
