"""Is a new item an old story? Then its address may tell an older date than its publisher. Pure."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from daemon.model import Item

_ZONES = timedelta(days=2)  #: an address has a day and no zone
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR, _MONTH, _DAY = r"(?P<year>20\d\d)", r"(?P<month>0?[1-9]|1[0-2])", r"(?P<day>0?[1-9]|[12]\d|3[01])"
#: Whole names: `/2016/market/` and `/2016/mayor/` are no months.
_NAMED = r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
_NAMED += r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
_TWO = r"(?P<day>0[1-9]|[12]\d|3[01])(?P<sign>[./-])(?P<month>0[1-9]|1[0-2])(?P=sign)"
#: Ways to write a day in an address. Eight digits are one only as a folder or before words: at its end they are an
#: article's number.
#: Behind words a day ends the address: `srs-2024-3-5-people-widowed` tells of 3.5 %.
_DATED_ADDRESSES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"/{_YEAR}(?P<sign>[/_-]){_MONTH}(?P=sign){_DAY}(?=[/_-]|\Z)",
        rf"[_-]{_YEAR}(?P<sign>[_-])(?P<month>0[1-9]|1[0-2])(?P=sign)(?P<day>0[1-9]|[12]\d|3[01])(?=/?\Z|\.[a-z]+\Z)",
        rf"/{_YEAR}(?P<sign>[/-]){_NAMED}(?P=sign){_DAY}(?=[/._-]|\Z)",
        rf"/{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:/|-(?=[a-z]))",
        rf"/{_TWO}{_YEAR}(?=/|\Z)",
        rf"/{_YEAR}/(?:{_NAMED}|(?P<month>0[1-9]|1[0-2]))/(?=[^/]*[^/\d])",
    )
)


def address_date(item: Item, *, older_than: timedelta, now: datetime) -> datetime | None:
    """The day in an item's address, if it is older than what is news; None: it is not, or there is none.

    Law: an address with several days, or a month alone, is as young as it can be; none is too odd to be read.
    """
    day = max(_days_in(item.url or ""), default=None)
    return day if day is not None and now - day > older_than + _ZONES else None


def _days_in(url: str) -> Iterator[datetime]:
    path = url.partition("?")[0]
    for form in _DATED_ADDRESSES:
        for found in form.finditer(path):
            parts = found.groupdict()
            named = parts.get("name")
            year, month = int(parts["year"]), _MONTHS.index(named.lower()[:3]) + 1 if named else int(parts["month"])
            day = int(parts["day"]) if parts.get("day") else monthrange(year, month)[1]
            if day <= monthrange(year, month)[1]:
                yield datetime(year, month, day, tzinfo=UTC)
