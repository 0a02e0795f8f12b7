"""Is a new item an old story? Then its address may tell an older date than its publisher. Pure."""

import re
from datetime import UTC, datetime, timedelta

from daemon.model import Item

_DATED_ADDRESS = re.compile(r"/(20\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|\Z)")
_ZONES = timedelta(days=2)  #: an address has a day and no zone


def address_date(item: Item, *, older_than: timedelta, now: datetime) -> datetime | None:
    """The day in an item's address, if it is older than what is news; None: it is not, or there is none."""
    found = _DATED_ADDRESS.search(item.url or "")
    if found is None:
        return None
    try:
        day = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return None
    return day if now - day > older_than + _ZONES else None
