"""The learned tables of the incidents room: each is learned by a script, and holds what the code works out today."""

import json

from benchmarks.train import ROOM, STEPS
from daemon.incidents.chance import candidate_traits
from daemon.incidents.doubt import stream_traits
from daemon.incidents.gathered import Gathered
from daemon.incidents.wording import wording
from tests.unit.incidents.builders import a_report

ONE = a_report("Ferry sinks off Lakeside", text="A ferry with 80 people aboard sank off Lakeside on Monday.")


def table(name: str):
    """A table as it is checked in."""
    return json.loads((ROOM / name).read_text(encoding="utf-8"))


def test_every_table_is_learned_by_a_script() -> None:
    """A table that no step of benchmarks/train.py writes could not be learned anew."""
    assert {path.name for path in ROOM.glob("*.json")} == {name for tables in STEPS.values() for name in tables}


def test_tables_know_the_traits_of_today() -> None:
    """A trait that is added or taken away asks for learning anew: the tables name exactly those that there are."""
    words = wording(ONE)
    (traits,) = candidate_traits(words, [Gathered([words])]).values()
    assert table("trees.json")["traits"] == list(table("weights.json")["slopes"])
    assert set(table("weights.json")["slopes"]) == set(traits)
    assert set(table("doubt.json")["slopes"]) == set(stream_traits(ONE, [ONE], 0, traits))
