"""How far apart two reports are in time. Pure."""

from datetime import timedelta

from daemon.model import Report


def apart(one: Report, other: Report) -> timedelta:
    """The distance between their dates, or where one bears none, between their arrivals.

    Why not the arrivals of all: a feed's first poll brings the reports of a week at once. Law: symmetric.
    """
    if one.published_at is None or other.published_at is None:
        return abs(one.arrived_at - other.arrived_at)
    return abs(one.published_at - other.published_at)
