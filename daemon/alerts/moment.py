"""An instant as a message shows it: the time of day if it is near, else with its date. Pure."""

from datetime import datetime, timedelta

_DATED_AFTER = timedelta(hours=20)  #: an older time of day would be taken for today's


def moment(instant: datetime, *, now: datetime) -> str:
    """`14:02 UTC`, or `8 Jul 2016 14:02 UTC`."""
    is_near = instant.date() == now.date() and abs(now - instant) <= _DATED_AFTER
    return f"{instant:%H:%M} UTC" if is_near else f"{instant.day} {instant:%b %Y %H:%M} UTC"
