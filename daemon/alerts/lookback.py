"""Is a new item an old story? A look back, or one whose address tells an older date than its publisher. Pure."""

import re
from datetime import UTC, datetime, timedelta

from daemon.model import Item

_LOOKS_BACK = re.compile(
    r"^\W*(?:on this day|this day in history|today in history|from the archives?\b|flashback\W|throwback|looking back\b"
    r"|(?:\w+ )?years on\s*[:–—-])"
    r"|\byears ago today\b|\bon this day in \d{4}\b"
    r"|^(?:[\w'’-]+ ){1,3}(?:marks|observes|commemorates|remembers) (?:the |its |a )?[\w -]{0,30}\banniversary\b"
    r"|^\W*(?:в этот день|этот день в истории|из архива|день в истории)\b"
    r"|\b(?:лет|года?) назад в этот день\b|\bв этот день\b.{0,20}\b(?:лет|года?) назад\b"
    r"|^\W*(?:في مثل هذا اليوم|حدث في مثل هذا اليوم|من الأرشيف|من الارشيف)",
    re.IGNORECASE,
)
_DATED_ADDRESS = re.compile(r"/(20\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|\Z)")
_ZONES = timedelta(days=2)  #: an address has a day and no zone


def looks_back(item: Item) -> str | None:
    """The words of a title that tell of former years; None: it tells of today."""
    found = _LOOKS_BACK.search(item.title)
    return found.group().strip() if found else None


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
