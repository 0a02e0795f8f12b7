"""The head of a feed document -> what it says of how often it should be read. Pure, linear in the head.

RSS 2.0: `ttl` (minutes), `skipHours` (GMT, 0 to 23; some write 24 for 0) and `skipDays`; RSS 1.0 syndication module:
`updatePeriod` and `updateFrequency` (https://web.resource.org/rss/1.0/modules/syndication/).
"""

import re
from collections.abc import Mapping
from typing import Any

from daemon.model import Hints

_HEAD = 20_000  #: characters; what stands further down is not looked at
_ENTRY = re.compile(r"<(?:[A-Za-z]+:)?(?:item|entry)[\s>]")
_TTL = re.compile(r"<ttl>\s*([0-9]{1,6})\s*</ttl>", re.IGNORECASE)
_SKIP = re.compile(r"<skip(Hours|Days)>([^&]{0,1500}?)</skip\1>", re.IGNORECASE)
_VALUE = re.compile(r"<(?:hour|day)>\s*([0-9A-Za-z]{1,9})\s*</", re.IGNORECASE)
_PERIOD = re.compile(r"<[a-z]{1,20}:updatePeriod>\s*([a-z]{4,8})\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(r"<[a-z]{1,20}:updateFrequency>\s*([0-9]{1,4})\s*<", re.IGNORECASE)
_MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_TTL = 7 * 1_440


def read_hints(text: str) -> dict[str, Any]:
    """The hints of an XML feed as plain JSON-able values, as `Hints` has them; empty if it gives none."""
    entry = _ENTRY.search(text, 0, _HEAD)
    head = text[: entry.start() if entry else _HEAD]
    found: dict[str, Any] = {}
    if minutes := _ttl_minutes(head):
        found["ttl_minutes"] = min(minutes, _LONGEST_TTL)
    for kind, body in _SKIP.findall(head):
        values = [value.lower() for value in _VALUE.findall(body)]
        if kind.lower() == "hours":
            found["skip_hours"] = sorted({int(one) % 24 for one in values if one.isdigit() and int(one) <= 24})
        else:
            found["skip_days"] = sorted({_DAYS.index(one) for one in values if one in _DAYS})
    return found


def hints_of(values: Mapping[str, Any]) -> Hints:
    """The noun of such values."""
    return Hints(
        ttl_minutes=values.get("ttl_minutes"),
        skip_hours=tuple(values.get("skip_hours", ())),
        skip_days=tuple(values.get("skip_days", ())),
    )


def _ttl_minutes(head: str) -> int | None:
    if ttl := _TTL.search(head):
        return int(ttl.group(1)) or None
    period = _PERIOD.search(head)
    minutes = _MINUTES.get(period.group(1).lower()) if period else None
    if minutes is None:
        return None
    frequency = _FREQUENCY.search(head)
    return max(minutes // max(int(frequency.group(1)) if frequency else 1, 1), 1)
