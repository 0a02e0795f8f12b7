"""Reports as they are stored, and those that a long incident told long ago: how copies of them are found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Text, bindparam, case, select, type_coerce, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Incident, Report
from daemon.store.prepared import Prepared
from daemon.store.tables import ReportRow, ReportRunRow, table_of

_REPORT = table_of(ReportRow)
_RUN = table_of(ReportRunRow)
_REPORTS: TypeAdapter[Report] = TypeAdapter(Report)
LATEST, TOLD_AGO, ASIDE = 0, 1, 2  #: the parts of an incident, as `place` makes them
_HOLDERS = 8  #: reports that a run of words leads to, the oldest ones: what more have is a form
_ALIKE = 12  #: reports told long ago that a new one is compared with, as its copy

RAW = type_coerce(_REPORT.c.report, Text).label("raw")  #: as it is stored: it is read once, by `report_of`
TOLD = (_REPORT.c.incident_id, _REPORT.c.position, _REPORT.c.part, RAW, _REPORT.c.words)
_WORDS_NOW = case((_REPORT.c.part == LATEST, _REPORT.c.words), else_=None)
READ_ON = (*TOLD[:-1], _WORDS_NOW.label("words"))  #: the same, but words of long ago, with which nothing is compared


_OF = bindparam("of", type_=Text())
_AT = bindparam("at", type_=_REPORT.c.position.type)
_LONG_AGO = [bindparam(f"part{part}", part, type_=_REPORT.c.part.type) for part in (TOLD_AGO, ASIDE)]
_OF_ITEM = bindparam("item", type_=Text())
_PLACE_OF = Prepared(select(_REPORT.c.position).where(_REPORT.c.incident_id == _OF, _REPORT.c.item_id == _OF_ITEM))
_PLACED = Prepared(
    select(*TOLD).where(_REPORT.c.incident_id == _OF, _REPORT.c.part.in_(_LONG_AGO), _REPORT.c.position == _AT)
)
_HOLDING = Prepared(
    select(_RUN.c.position)
    .where(_RUN.c.incident_id == _OF, _RUN.c.run == bindparam("run", type_=_RUN.c.run.type))
    .order_by(_RUN.c.position)
    .limit(_HOLDERS)
)
_SAVE_RUNS = Prepared(insert(_RUN).on_conflict_do_nothing())
_SET_PART = Prepared(
    update(_REPORT)
    .where(_REPORT.c.item_id == _OF_ITEM, _REPORT.c.incident_id == _OF)
    .values(part=bindparam("now_part", type_=_REPORT.c.part.type))
)


def holding(connection: Connection, incident: Incident, runs: Iterable[int]) -> list[Report]:
    """The reports of long ago that hold most of these runs of words, by age."""
    asked = ({"of": incident.id, "run": run} for run in sorted(runs))
    shared = Counter(row[0] for rows in _HOLDING.each(connection, asked) for row in rows)
    places = sorted(place for place, _ in shared.most_common(_ALIKE))
    found = _PLACED.each(connection, ({"of": incident.id, "at": place} for place in places))
    return [report_of(row[3], row[4]) for rows in found for row in rows]


def place(
    connection: Connection,
    incident: Incident,
    *,
    telling: Iterable[str],
    silent: Iterable[str],
    runs: Sequence[Iterable[int]],
) -> None:
    """Keep which reports are of long ago, and under which runs of words the new ones of them are found."""
    for part, items in ((TOLD_AGO, telling), (ASIDE, silent)):
        _SET_PART.run(connection, [{"of": incident.id, "item": one, "now_part": part} for one in items])
    begin = 1 + incident.earlier + incident.aside
    rows = [(begin + number, run) for number, some in enumerate(runs) for run in some]
    _SAVE_RUNS.run(connection, [{"incident_id": incident.id, "run": run, "position": at} for at, run in rows])


def place_again(connection: Connection, incident_id: str, item: str, *, tells: bool, runs: Iterable[int]) -> None:
    """Keep under which runs of words a report of long ago is found by now; and if it tells more, that it is read."""
    if tells:
        _SET_PART.run(connection, [{"of": incident_id, "item": item, "now_part": TOLD_AGO}])
    ((at,),) = _PLACE_OF.rows(connection, {"of": incident_id, "item": item})
    _SAVE_RUNS.run(connection, [{"incident_id": incident_id, "run": run, "position": at} for run in runs])


@lru_cache(maxsize=2_048)
def report_of(raw: str, words: bytes | None) -> Report:
    """A report as it is stored; kept, because the reports of what is going on are read again and again."""
    report = _REPORTS.validate_json(raw)
    if words:
        object.__setattr__(report, "words", words)  # nobody has seen it yet; to copy it takes longer than to read it
    return report


def dumped(report: Report) -> dict[str, Any]:
    """The report as JSON, sets in a stable order; its packed wording has a column of its own, its keys a table.

    Why without what it does not have: each decision reads some seventy reports, in two thirds of the time without it.
    """
    dumped: dict[str, Any] = _REPORTS.dump_python(report, mode="json", exclude={"words", "keys"}, exclude_defaults=True)
    return {**dumped, "rules": sorted(report.rules), "entities": sorted(report.entities)}
