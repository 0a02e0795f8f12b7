"""How far apart two reports are in time. Pure."""

from datetime import timedelta

from daemon.model import Report

_OLD = timedelta(days=1)  #: what is dated so long before it came was not news any more


def apart(one: Report, other: Report) -> timedelta:
    """The shorter of the distances by date and by arrival: a date may be wrong, and alone it parts nothing.

    But of two that were old when they came it is the distance by date: a feed's first poll brings a week at once. Law:
    symmetric.
    """
    arrived = abs(one.arrived_at - other.arrived_at)
    if one.published_at is None or other.published_at is None:
        return arrived
    dated = abs(one.published_at - other.published_at)
    return dated if _was_old(one) and _was_old(other) else min(arrived, dated)


def _was_old(report: Report) -> bool:
    return report.published_at is not None and report.arrived_at - report.published_at > _OLD
