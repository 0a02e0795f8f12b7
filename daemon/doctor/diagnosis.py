"""What a doctor's look came to: diagnoses, and what follows from facts that were gathered elsewhere. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from statistics import median

_SKEW_NOTED = timedelta(seconds=10)
_SKEW_BAD = timedelta(minutes=2)  #: ages and dates are wrong by then; TLS and Telegram begin to refuse
_BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)  #: no clock that is right stands before this program was written
_DISK_NOTED, _DISK_BAD = 1024**3, 128 * 1024**2
_MOST_NAMED = 5


class Weight(StrEnum):
    """How much a diagnosis matters."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing that was looked at. Law: what is not ok says what to do."""

    area: str  #: store | versions | clock | disk | config | daemon | network | chat
    weight: Weight
    found: str
    to_do: str = ""


def ok(area: str, found: str) -> Diagnosis:
    """All is as it should be."""
    return Diagnosis(area=area, weight=Weight.OK, found=found)


def note(area: str, found: str, to_do: str) -> Diagnosis:
    """It works, and should be looked at."""
    return Diagnosis(area=area, weight=Weight.NOTE, found=found, to_do=to_do)


def bad(area: str, found: str, to_do: str) -> Diagnosis:
    """It does not work, or will not for long."""
    return Diagnosis(area=area, weight=Weight.BAD, found=found, to_do=to_do)


def is_well(diagnoses: Iterable[Diagnosis]) -> bool:
    """Whether nothing was found that is bad."""
    return all(one.weight is not Weight.BAD for one in diagnoses)


def clock_diagnosis(skews: Sequence[timedelta], *, last_stored: datetime | None, now: datetime) -> Diagnosis:
    """What the system's clock is worth.

    `skews`: by how much it is ahead of each server that said its time; `last_stored`: the latest instant in the store.
    Law: one server with a wrong clock says nothing against ours; the median of several does.
    """
    mend = "let the system set its clock by the network (systemd-timesyncd, chrony)"
    if now < _BUILT_AFTER:
        return bad("clock", f"it is {_moment(now)} here: before this program was written", mend)
    if last_stored and last_stored - now > _SKEW_BAD:
        said = f"it is {_moment(now)} here, and the store has seen {_moment(last_stored)}: the clock was set back"
        return bad("clock", said, mend)
    if not skews:
        return ok("clock", f"{_moment(now)}; no server was asked")
    skew = timedelta(seconds=median(one.total_seconds() for one in skews))
    by = f"{_moment(now)}; {abs(skew.total_seconds()):.0f} s {'ahead of' if skew > timedelta(0) else 'behind'}"
    by += f" {len(skews)} server{'s' if len(skews) > 1 else ''}"
    if abs(skew) >= _SKEW_BAD:
        return bad("clock", f"{by}: ages, dates and quiet hours are wrong", mend)
    return note("clock", by, mend) if abs(skew) >= _SKEW_NOTED else ok("clock", by)


def disk_diagnosis(name: str, *, free_bytes: int, needed_bytes: int) -> Diagnosis:
    """Whether the disk under a folder has room. `needed_bytes`: what the store takes now, for a copy of it."""
    free = f"{size_text(free_bytes)} free under {name}"
    mend = "make room, or move the store; a retention keeps it from growing (see `watchdesk retention`)"
    if free_bytes < _DISK_BAD:
        return bad("disk", free, mend)
    if free_bytes < max(_DISK_NOTED, needed_bytes):
        return note("disk", f"{free}: not enough for a copy of the store, or soon full", mend)
    return ok("disk", free)


def named(names: Sequence[str]) -> str:
    """The first few of some names, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def size_text(size_bytes: int) -> str:
    """A size as people read it."""
    for unit, least in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if size_bytes >= least:
            return f"{size_bytes / least:.1f} {unit}"
    return f"{size_bytes} B"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
