"""A gazetteer at size: all city names of the world as entities; seconds to load, memory, and what matching then costs.

`python -m benchmarks.gazetteer [--raw | --imported]`: `--raw` takes every alternate name, junk too; `--imported` those
that `watchdesk entities import` keeps, as it keeps them.
"""

import gc
import gzip
import json
import re
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.matching_rules import Maker, items_of, texts_of, write_rules
from daemon.cli.namelists import things_in
from daemon.language.fold import fold
from daemon.language.script import script_of
from daemon.model import Item
from daemon.rules.aliases import spelled
from daemon.rules.gazette import gazetteer_of
from daemon.rules.leads import Leads
from daemon.rules.load import RuleSet, load_rules
from daemon.rules.match import find
from daemon.rules.ordinary import least_likeness
from daemon.rules.read import ReadEntity
from daemon.rules.reading import Readings
from daemon.rules.ruleset import Entity
from daemon.rules.shape import EntityShape
from daemon.yamlfile import parse_yaml

SHARED = Path(__file__).parents[2] / "shared" / "data"
_CITIES = SHARED / "names" / "geonames_cities15000.jsonl.gz"
ITEMS = 1_500
#: How one transcribes Cyrillic letter by letter: Ehl', Yu', soft signs before consonants.
_MACHINE = re.compile(r"[Ee]h[a-z]|[bdgklmnprstvz]'(?![aeiouhAEIOUH])|[=\u00b7\u02bf\u02cc]")
_TURN = 25  #: items
RULES = 10_000  #: rules of all kinds beside the gazetteer


def is_junk(name: str) -> bool:
    """An airport code, an ordinary word, a name of under three letters, a machine's romanisation, or mixed scripts."""
    if least_likeness(fold(name)) is None:
        return True
    letters = [one for one in name if one.isalpha()]
    if len(letters) < 2 + (script_of(name) == "latin") or (name.isascii() and name.isupper() and len(name) < 5):
        return True
    scripts = {script_of(one) for one in letters}
    if scripts == {"latin"}:
        return name.islower() or _MACHINE.search(name) is not None
    return "latin" in scripts


def shapes(*, raw: bool) -> list[EntityShape]:
    """Every city, with its alternate names."""
    with gzip.open(_CITIES, "rt", encoding="utf-8") as lines:
        cities = map(json.loads, lines)
        return [
            EntityShape(
                id=f"city-{city['geonameid']}",
                name=city["name"],
                kind="place",
                aliases=tuple(
                    one for one in city["alternatenames"] if any(map(str.isalnum, one)) and (raw or not is_junk(one))
                ),
            )
            for city in cities
        ]


def imported() -> list[EntityShape]:
    """Every city, with the names that are imported."""
    with TemporaryDirectory() as folder:
        unpacked = Path(folder) / _CITIES.stem
        unpacked.write_bytes(gzip.decompress(_CITIES.read_bytes()))
        kept = spelled(list(things_in(unpacked)))
    return [
        EntityShape(id=f"city-{one.thing.id}", name=one.name, kind="place", aliases=one.aliases, exact=one.exact)
        for one in kept
    ]


def resident() -> float:
    """The memory of this process, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def matching(sets: Sequence[RuleSet], sample: list[Item]) -> list[float]:
    """Microseconds of CPU an item, on the second half, with the memory of words warmed on the first.

    The sets take turns, so that a machine that is slower for a while is so for all.
    """
    half = len(sample) // 2
    spent = [0.0] * len(sets)
    for begin in range(0, len(sample), _TURN):
        turn = list(enumerate(sets))
        for number, rules in turn if (begin // _TURN) % 2 else reversed(turn):
            began = time.process_time()
            for item in sample[begin : begin + _TURN]:
                find(rules, item)
            spent[number] += (time.process_time() - began) * (begin >= half)
    return [1e6 * one / (len(sample) - half) for one in spent]


def a_rule_set(rules: int) -> RuleSet:
    """So many rules of all kinds, on words of the stream."""
    with TemporaryDirectory() as folder:
        write_rules(list(Maker(texts_of(slice(0, 6))).rules(rules)), Path(folder))
        return load_rules(Path(folder))


def main() -> None:
    """Load, then match with and without the gazetteer."""
    if not (SHARED / "names").is_dir():
        print(f"no names to measure on: {SHARED / 'names'} is not there")
        return
    cities = imported() if "--imported" in sys.argv else shapes(raw="--raw" in sys.argv)
    sample = items_of(texts_of(slice(6, 8)), ITEMS, seed=2)
    rules = a_rule_set(RULES)
    file = parse_yaml("entities: []", name="bench.yaml")
    read = {shape.id: ReadEntity(shape=shape, file=file, path=("entities", 0)) for shape in cities}
    for own in rules.entities.values():
        shape = EntityShape(id=own.id, name=own.name, kind=own.kind, aliases=own.aliases, fuzzy=own.fuzzy)
        read[own.id] = ReadEntity(shape=shape, file=file, path=("entities", 0))
    aliases = sum(1 + len(shape.aliases) + len(set(shape.exact) - {shape.name}) for shape in cities)
    gc.collect()
    before, began = resident(), time.process_time()
    gc.freeze()
    gc.disable()
    gazetteer = gazetteer_of(read, rules.lexicon)
    gc.enable()
    seconds, memory = time.process_time() - began, resident() - before
    print(f"{len(cities)} places, {aliases} names: loaded in {seconds:.1f} s of CPU, {memory:.0f} MB")
    entities = dict(rules.entities) | {
        shape.id: Entity(id=shape.id, name=shape.name, kind=shape.kind) for shape in cities
    }
    leads = Leads(rules.index, gazetteer)
    readings = Readings(rules.lexicon, leads.of)
    full = replace(rules, entities=entities, gazetteer=gazetteer, leads=leads, readings=readings)
    without, with_places = matching([a_rule_set(RULES), full], sample)
    words = sum(len(f"{item.title} {item.summary} {item.body}".split()) for item in sample) / len(sample)
    found = sum(len(find(full, item).mentions) for item in sample[:300]) / min(len(sample), 300)
    print(
        f"{len(sample)} items of {words:.0f} words, {found:.1f} places found in each; matching with {RULES:,} rules: "
        f"{without:.0f} us an item, with the places {with_places:.0f} us ({100 * (with_places / without - 1):+.0f} %)"
    )


if __name__ == "__main__":
    main()
