"""Files of names -> things with their spellings: GeoNames, the sanctions lists of OFAC and the UN, CSV.

The forms are those that are published: GeoNames' tables (https://download.geonames.org/export/dump/readme.txt), OFAC's
SDN.CSV with ALT.CSV beside it (https://ofac.treasury.gov/sdn-list-data-formats-data-schemas), the UN's consolidated
XML. The same as JSON, an object a line, is read as well.
"""

import csv
import json
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from daemon.errors import WatchdeskError
from daemon.rules.aliases import NamedThing

_GEONAMES = (
    *(
        "geonameid",
        "name",
        "asciiname",
        "alternatenames",
        "latitude",
        "longitude",
        "class",
        "code",
        "countrycode",
        "cc2",
    ),
    *("admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone", "modified"),
)
_OFAC = ("id", "name", "type", "program")
_OFAC_ALT = ("id", "alt", "kind", "name", "remarks")
_NULL = "-0-"  #: what OFAC writes for nothing
_KINDS = {
    "individual": "person",
    "entity": "organisation",
    "vessel": "ship",
    "aircraft": "aircraft",
    "person": "person",
}
_PEOPLE = "individual"
_MOST_NORTH, _MOST_EAST = 90, 180  #: degrees


def things_in(file: Path) -> list[NamedThing]:
    """The things of a list, whichever form it has. Errors: WatchdeskError with what cannot be read, and where."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            found = list(_form(source, file)(source, file))
    except (OSError, UnicodeDecodeError, csv.Error, ET.ParseError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) else "not UTF-8" if isinstance(error, ValueError) else error
        )
        raise WatchdeskError(f"{file} cannot be read: {reason}") from None
    if not found:
        raise WatchdeskError(f"{file} holds no names in a form that is known: GeoNames, OFAC, UN, CSV with a header")
    return found


_Form = Callable[[IO[str], Path], Iterator[NamedThing]]


def _form(source: IO[str], file: Path) -> _Form:
    """By its first line, so that nobody has to say."""
    first = source.readline()
    source.seek(0)
    if first.lstrip().startswith("{"):
        return _json_lines
    if first.lstrip().startswith("<"):
        return _un
    if first.count("\t") >= len(_GEONAMES) - 2:
        return _geonames
    return _ofac if first[:1].isdigit() and file.suffix.lower() == ".csv" else _table


def _geonames(source: IO[str], _file: Path) -> Iterator[NamedThing]:
    for line in source:
        fields = dict(zip(_GEONAMES, line.rstrip("\r\n").split("\t"), strict=False))
        yield _place(fields, [name for name in fields.get("alternatenames", "").split(",") if name])


def _place(fields: Mapping[str, Any], aliases: list[str]) -> NamedThing:
    number = str(fields["geonameid"])
    return NamedThing(
        id=number,
        name=str(fields["name"]),
        kind="place",
        aliases=tuple(aliases),
        location=(round(float(fields["latitude"]), 4), round(float(fields["longitude"]), 4)),
        links={"geonames": number},
        size=int(fields.get("population") or 0),
        country=str(fields.get("countrycode") or ""),
    )


def _ofac(source: IO[str], file: Path) -> Iterator[NamedThing]:
    """SDN.CSV; further names stand in ALT.CSV beside it."""
    aliases: dict[str, list[str]] = defaultdict(list)
    beside = next((one for one in sorted(file.parent.iterdir()) if one.name.lower() == "alt.csv"), None)
    if beside is not None:
        with beside.open(encoding="utf-8-sig", newline="") as more:
            for row in csv.reader(more):
                fields = dict(zip(_OFAC_ALT, row, strict=False))
                aliases[fields["id"]].append(fields.get("name", ""))
    for row in csv.reader(source):
        if len(row) >= 4:
            fields = dict(zip(_OFAC, (cell.strip() for cell in row), strict=False))
            kind = fields["type"].lower() if fields["type"] != _NULL else "entity"
            yield _listed(f"OFAC-{fields['id']}", fields["name"], kind, aliases[row[0]], f"OFAC {fields['program']}")


def _listed(number: str, name: str, kind: str, aliases: Iterable[str], note: str) -> NamedThing:
    is_person = kind == _PEOPLE
    turned = [_turned(one) if is_person else one for one in (name, *aliases) if one and one != _NULL]
    first, more = (turned[0], tuple(turned[1:])) if turned else ("", ())
    return NamedThing(id=number, name=first, kind=_KINDS.get(kind, kind), aliases=more, note=note.strip())


def _turned(name: str) -> str:
    """`LAST, First Middle` -> `First Middle Last`."""
    last, comma, first = name.partition(",")
    last = last.title() if comma and last.isupper() else last
    return f"{first.strip()} {last.strip()}" if comma else name


def _un(source: IO[str], _file: Path) -> Iterator[NamedThing]:
    for _, node in ET.iterparse(source):  # noqa: S314  expat limits what entities may expand to
        if node.tag in {"INDIVIDUAL", "ENTITY"}:
            parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
            name = " ".join(text for part in parts if (text := (node.findtext(part) or "").strip()))
            kind = node.tag.lower()
            good = [
                one.findtext("ALIAS_NAME") or ""
                for one in node.iter(f"{node.tag}_ALIAS")
                if one.findtext("QUALITY") != "Low"
            ]
            script = [text for text in [(node.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()] if text]
            note = f"UN {node.findtext('UN_LIST_TYPE') or ''}"
            yield _listed(f"UN-{node.findtext('DATAID')}", name, kind, [*good, *script], note)
            node.clear()


def _json_lines(source: IO[str], file: Path) -> Iterator[NamedThing]:
    for number, line in enumerate(source, start=1):
        try:
            fields = json.loads(line)
            if "geonameid" in fields:
                yield _place(fields, list(fields.get("alternatenames") or ()))
                continue
            names = [*(fields.get("aliases") or ()), *(fields.get("original_script") or ())]
            note = fields.get("program") or fields.get("list") or ""
            yield _listed(str(fields["id"]), str(fields["name"]), str(fields.get("type") or "entity"), names, str(note))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise WatchdeskError(f"{file}:{number}: no object of a list of names") from None


def _table(source: IO[str], file: Path) -> Iterator[NamedThing]:
    """A header with `name`, and what there is of id, kind, aliases (; or | between them), latitude, longitude."""
    sample = source.readline()
    source.seek(0)
    reader = csv.DictReader(source, delimiter=max(",;\t", key=sample.count))
    heads = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    if "name" not in heads:
        raise WatchdeskError(f"{file}: the first line must name the columns, one of them `name`")
    for row in reader:
        number = reader.line_num
        fields = {name: (row.get(head) or "").strip() for name, head in heads.items()}
        if fields["name"]:
            yield NamedThing(
                id=fields.get("id") or f"row-{number}",
                name=fields["name"],
                kind=fields.get("kind") or "thing",
                aliases=tuple(part for one in fields.get("aliases", "").split("|") for part in one.split(";") if part),
                location=_location(fields, f"{file}:{number}"),
            )


def _location(fields: Mapping[str, str], where: str) -> tuple[float, float] | None:
    latitude, longitude = (fields.get(name) or fields.get(name[:3]) for name in ("latitude", "longitude"))
    if not latitude or not longitude:
        return None
    try:
        found = float(latitude), float(longitude)
    except ValueError:
        raise WatchdeskError(f"{where}: latitude and longitude are numbers, such as 34.56") from None
    if not (abs(found[0]) <= _MOST_NORTH and abs(found[1]) <= _MOST_EAST):
        said = f"latitude {latitude}, longitude {longitude}: they go from -90 to 90 and from -180 to 180"
        raise WatchdeskError(f"{where}: {said}; mend this row, nothing was written")
    return found
