"""What operators write: spans of time, classes of intervals with their bounds, a time of day, a place to listen on."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from daemon.model import Bounds, Pace

LONGEST = timedelta(days=3650)  #: of all durations; reckoning with longer ones leaves the calendar
_DURATION_SCHEMA = {"type": "string", "pattern": "^(?=.)([0-9]{1,8}d)?([0-9]{1,8}h)?([0-9]{1,8}m)?([0-9]{1,8}s)?$"}
_DURATION = re.compile(r"(?:([0-9]{1,8})d)?(?:([0-9]{1,8})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,8})s)?\Z")


def parse_duration(value: object) -> timedelta:
    """`30s`, `5m`, `1h30m`, `7d` -> timedelta. Errors: ValueError with the mend, also for zero."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.match(value) if isinstance(value, str) and value else None
    if not found:
        raise ValueError("write a duration as 30s, 5m, 1h30m or 7d")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not span:
        raise ValueError("a duration must be longer than 0")
    if span > LONGEST:
        raise ValueError(f"a duration is at most {LONGEST.days}d")
    return span


def duration_text(span: timedelta) -> str:
    """A duration as operators write it: 1h30m, 7d."""
    seconds = int(span.total_seconds())
    parts = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
    written = ""
    for size, unit in parts:
        count, seconds = divmod(seconds, size)
        written += f"{count}{unit}" if count else ""
    return written or "0s"


def _at_least_a_second(span: timedelta) -> timedelta:
    if span < timedelta(seconds=1):
        raise ValueError("give at least 1s")
    return span


def _rhythm(value: object) -> object:
    """A class of feeds by its name, else a duration."""
    if isinstance(value, str) and value in set(Pace):
        return Pace(value)
    if isinstance(value, str) and value.isalpha():
        raise ValueError(f"write {', '.join(Pace)}, or a duration such as 30s, 5m or 1h30m")
    return _at_least_a_second(parse_duration(value))


#: A class whose feeds are polled as they post, or a fixed interval.
Rhythm = Annotated[
    Pace | timedelta,
    PlainValidator(_rhythm),
    WithJsonSchema({"anyOf": [{"enum": [one.value for one in Pace]}, _DURATION_SCHEMA]}),
]
PACES = {
    Pace.FAST: Bounds(shortest=timedelta(seconds=30), usual=timedelta(seconds=60), longest=timedelta(seconds=120)),
    Pace.NORMAL: Bounds(shortest=timedelta(minutes=5), usual=timedelta(minutes=8), longest=timedelta(minutes=15)),
    Pace.SLOW: Bounds(shortest=timedelta(hours=1), usual=timedelta(hours=2), longest=timedelta(hours=6)),
}


def _pause(value: object) -> timedelta:
    return timedelta(0) if value == "0s" or value == timedelta(0) else parse_duration(value)


def _time_of_day(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|never", value):
        raise ValueError("write a time of day in UTC such as 06:00, or never")
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration), WithJsonSchema(_DURATION_SCHEMA)]


def _while(value: object) -> timedelta | None:
    """Errors: ValueError for what is neither a duration up to a week nor `never`."""
    if value is None or value == "never":
        return None
    span = parse_duration(value)
    if span > timedelta(days=7):
        raise ValueError("write never, or a duration of at most 7d")
    return span


While = Annotated[
    timedelta | None,
    PlainValidator(_while),
    WithJsonSchema({"anyOf": [_DURATION_SCHEMA, {"enum": ["never", None]}]}),
]
Pause = Annotated[timedelta, PlainValidator(_pause), WithJsonSchema(_DURATION_SCHEMA)]
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
TimeOfDay = Annotated[
    str, PlainValidator(_time_of_day), WithJsonSchema({"type": "string", "pattern": f"^({_CLOCK}|never)$"})
]


def _clock(value: object) -> str:
    """Errors: ValueError for what is no time of day."""
    if value == "never":
        raise ValueError('write a time of day in quotes, as "22:00"')
    return _time_of_day(value)


Clock = Annotated[str, PlainValidator(_clock), WithJsonSchema({"type": "string", "pattern": f"^{_CLOCK}$"})]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _zone(value: object) -> str:
    """Errors: ValueError for a zone that is not in the time zone database (Z6)."""
    try:
        return ZoneInfo(value).key if isinstance(value, str) else _no_zone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _no_zone()


def _no_zone() -> str:
    raise ValueError("write a time zone as UTC or Europe/Kyiv")


Zone = Annotated[str, PlainValidator(_zone), WithJsonSchema({"type": "string", "minLength": 1})]
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}) (\S+)\Z")


def _moment(value: object) -> datetime:
    """Errors: ValueError for what is no date with a time and a zone, and for what the zone's clocks never show."""
    if isinstance(value, datetime) and value.tzinfo is UTC:
        return value
    found = _MOMENT.match(value) if isinstance(value, str) else None
    try:
        wall = datetime.strptime(found[1] if found else "", "%Y-%m-%d %H:%M")  # noqa: DTZ007  the zone stands behind it
    except ValueError:
        raise ValueError("write a date, a time and a zone, such as 2026-12-01 08:00 Europe/Kyiv") from None
    zone = ZoneInfo(_zone(found[2] if found else None))
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        raise ValueError("that time does not exist: the clocks are put forward then")
    return moment


#: An instant, in UTC; where the clocks of its zone show it twice, the first time.
Moment = Annotated[
    datetime,
    PlainValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} [^ ]+$"}),
]

_LISTEN = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})\Z")


def _listen(value: object) -> str:
    """Errors: ValueError for what is no address and port."""
    found = _LISTEN.match(value) if isinstance(value, str) else None
    if found is None or not 0 < int(found["port"]) < 65536:
        raise ValueError("write an address and a port, such as 127.0.0.1:8077")
    return found[0]


def place_of(listen: str) -> tuple[str, int]:
    """Host and port of a place to listen on."""
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


Listen = Annotated[str, PlainValidator(_listen), WithJsonSchema({"type": "string", "pattern": ":[0-9]{1,5}$"})]
