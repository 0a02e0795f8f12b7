"""Meaning beside words: it helps where it is known, and changes nothing where it is not."""

import pytest

from daemon.incidents.closeness import chance_of, with_meaning
from daemon.incidents.likeness import Alike
from daemon.vector import pack
from tests.unit.incidents.builders import a_report

NEAR, FAR = pack("m", [1.0, 0.1]), pack("m", [0.1, 1.0])


@pytest.mark.parametrize(("own", "other"), [("", NEAR), (NEAR, ""), (NEAR, "other" + NEAR)])
def test_without_vectors_words_decide(own: str, other: str) -> None:
    """A report or an incident without a vector, or with another model's, is weighed by what was said alone."""
    said = Alike(0.37)
    assert with_meaning(a_report("a", vector=own), [a_report("b", vector=other)], said) == said


def test_nearer_means_likelier() -> None:
    """The same words with a nearer meaning are likelier one event, and the reason names the meaning."""
    report = a_report("a", vector=NEAR)
    near = with_meaning(report, [a_report("b", vector=NEAR)], Alike(0.3))
    far = with_meaning(report, [a_report("b", vector=FAR)], Alike(0.3))
    assert near.chance > far.chance
    assert near.reason == "meaning"
    assert far.reason == "wording"


def test_words_still_count() -> None:
    """Of two incidents that mean the same, the one whose words are likelier too is the likelier one; both in 0..1."""
    chances = [chance_of(said, [0.9], foreign=0.0) for said in (0.0, 0.2, 0.8, 1.0)]
    assert chances == sorted(chances)
    assert all(0.0 <= one <= 1.0 for one in chances)
