"""The learned tables of the incidents room: each is learned by a script, and holds what the code works out today."""

import json

import pytest

from benchmarks.train import ROOM, STEPS
from benchmarks.train_incidents import leaning
from daemon.incidents.chance import candidate_traits
from daemon.incidents.doubt import stream_traits, whole_traits
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
    looks = table("doubt.json")
    assert set(looks["glance"]["slopes"]) == set(stream_traits(ONE, [ONE], 0, traits))
    assert set(looks["whole"]["slopes"]) == set(whole_traits(ONE, [ONE], 0, traits))


def test_a_leaning_takes_pairs_enough() -> None:
    """A language that was wrong about all of a few pairs leans a little, one that was about many leans far."""
    wrong = (1.0, 0.0)
    assert 0.0 > leaning([wrong] * 2) > -1.0 > leaning([wrong] * 400)
    assert leaning([wrong, (-1.0, 1.0)] * 50) == pytest.approx(0.0)
    assert "en" not in table("weights.json")["leanings"]
