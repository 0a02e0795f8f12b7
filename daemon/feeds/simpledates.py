"""Dates in the two forms that nearly all feeds write, RFC 822 with a full year and RFC 3339. Pure."""

import re
from datetime import UTC, datetime, timedelta

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_TIME = r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
_MAIL = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), ([0-9]{1,2}) ([A-Z][a-z]{2}) (20[0-9]{2}) "
    rf"{_TIME} (?:GMT|UTC|([+-])(0[0-9]|1[0-2])([0-5][0-9]))\Z"
)
_NET = re.compile(rf"(20[0-9]{{2}})-([0-9]{{2}})-([0-9]{{2}})T{_TIME}(?:Z|([+-])(0[0-9]|1[0-2]):([0-5][0-9]))\Z")


def simple_date(text: str) -> datetime | None:
    """The instant in UTC; None for any other form, and for a day that does not exist."""
    if found := _MAIL.match(text):
        day, month, year, *clock = found.groups()
        number = _MONTHS.get(month, 0)
    elif found := _NET.match(text):
        year, month, day, *clock = found.groups()
        number = int(month)
    else:
        return None
    hour, minute, second, sign, zone_hours, zone_minutes = clock
    ahead = timedelta(hours=int(zone_hours or 0), minutes=int(zone_minutes or 0))
    try:
        local = datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError:
        return None
    return local + ahead if sign == "-" else local - ahead
