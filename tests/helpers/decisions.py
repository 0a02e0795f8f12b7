"""Prints which incident made reports join, and why, one line a report, below a line that says how the modules ran.

Run as `python -m tests.helpers.decisions SEED`, once compiled and once interpreted: the lines must be the same. The
reports go through a store, as in the daemon, so that their words are packed and read again.
"""

import random
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import daemon
from daemon.incidents import cluster, lifecycle
from daemon.model import Incident, Joining, Report, Severity
from daemon.store.database import Transaction, memory_store
from tests.helpers.build import NOW
from tests.unit.incidents.builders import KINDS, a_report

REPORTS, QUIET = 400, timedelta(days=3)
_WORDS = {
    "en": "helicopter downed Palmyra ferry sinks Batangas storm killed soldiers president Novak visits Geneva talks "
    "quake strikes Cusco tsunami warning wounded bridge collapses police arrest Anna Kovacs court ministry Reuters "
    "12 3 2019 magnitude 6.1 May 4 dead 1,200 homes live updates minister said blast market oil prices fell",
    "ru": "вертолёт сбит Пальмирой паром затонул Батангаса шторм погибли солдаты президент Новак прибыл Женеву "
    "переговоры землетрясение Куско цунами ранены мост полиция Анна Ковач суд 12 3 2019 магнитудой 6.1 4 мая взрыв",
    "ar": "مروحية تدمر عبارة غرقت باتانغاس عاصفة قتل جنود الرئيس نوفاك جنيف محادثات زلزال كوسكو تسونامي جرحى جسر "
    "الشرطة محكمة 12 3 2019 انفجار",
}


def main() -> None:
    """Print them."""
    chance = random.Random(int(sys.argv[1]))
    print(daemon.matching)
    store = memory_store()
    events: list[list[str]] = []
    for number in range(REPORTS):
        language = chance.choice(["en", "en", "en", "ru", "ar"])
        words = _WORDS[language].split()
        if number % 3 == 0 or not events:
            events.append([str(place) for place in chance.sample(range(80), 14)])
        said = [words[int(place) % len(words)] for place in chance.choice(events[-12:])]
        report = _report(chance, number, said, chance.choice([language, language, None]))
        print(report.item_id, store.write_now(partial(_joined, report=report)))
    store.close_now()


def _report(chance: random.Random, number: int, said: Sequence[str], language: str | None) -> Report:
    in_title, text = chance.sample(said, 7), [*said, *said[:4]]
    chance.shuffle(text)
    return a_report(
        " ".join([in_title[0].capitalize(), *in_title[1:]]),
        chance.choice(["", *KINDS]),
        *chance.sample(["downed", "disaster"], chance.randrange(3)),
        at=NOW + timedelta(hours=number / 4),
        text=f"{' '.join(text).capitalize()}.",
        item_id=str(number),
        source=f"Source {number % 7}",
        language=language,
    )


def _joined(tx: Transaction, *, report: Report) -> Joining:
    keys = cluster.lookup_keys(report)
    found = tx.incidents.candidates(keys, since=NOW - QUIET)
    joining = cluster.join(report, found, quiet_for=QUIET, now=report.arrived_at)
    told = next((one for one in found if one.id == joining.incident_id), None)
    incident = _with(tx, told, report)
    tx.incidents.save(incident)
    tx.incidents.save_report(incident, report, joining=joining, keys=keys, words=cluster.packed_words(report))
    return joining


def _with(tx: Transaction, told: Incident | None, report: Report) -> Incident:
    if told is None:
        return lifecycle.open_incident(report, severity=Severity.LOW, previous=None, now=report.arrived_at)
    whole = tx.incidents.incident(told.id)
    assert whole is not None
    return lifecycle.extend(whole, report, severity=Severity.LOW, now=report.arrived_at).incident


if __name__ == "__main__":
    main()
