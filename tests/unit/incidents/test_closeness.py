"""Meaning beside words: it helps where it is known, and changes nothing where it is not."""

import pytest

from daemon.incidents.closeness import Meant, chance_of, meant, with_meaning
from daemon.incidents.likeness import Alike
from daemon.vector import pack
from tests.unit.incidents.builders import a_report

NEAR, BETWEEN, FAR = pack("m", [1.0, 0.1]), pack("m", [1.0, 0.4]), pack("m", [0.1, 1.0])


@pytest.mark.parametrize(("own", "other"), [("", NEAR), (NEAR, ""), (NEAR, "other" + NEAR)])
def test_without_vectors_words_decide(own: str, other: str) -> None:
    """A report or an incident without a vector, or with another model's, is weighed by what was said alone."""
    said = Alike(0.37)
    (beside,) = meant(a_report("a", vector=own), [[a_report("b", vector=other)]])
    assert with_meaning(said, beside) == said


def test_nearer_means_likelier() -> None:
    """The same words with a nearer meaning are likelier one event, and the reason names the meaning."""
    near, far = _beside(NEAR), _beside(FAR)
    assert with_meaning(Alike(0.3), near).chance > with_meaning(Alike(0.3), far).chance
    assert with_meaning(Alike(0.3), near).reason == "meaning"
    assert with_meaning(Alike(0.3), far).reason == "wording"


def test_who_is_clearly_the_likest_is_the_event() -> None:
    """The same cosine tells more where no other candidate means nearly the same, and less where one does."""
    report, one = a_report("a", vector=NEAR), [a_report("b", vector=BETWEEN)]
    clear, _ = meant(report, [one, [a_report("c", vector=FAR)]])
    doubtful, _ = meant(report, [one, [a_report("c", vector=NEAR)]])
    assert clear is not None
    assert doubtful is not None
    assert chance_of(0.3, clear) > chance_of(0.3, doubtful)


def test_words_still_count() -> None:
    """Of two incidents that mean the same, the one whose words are likelier too is the likelier one; both in 0..1."""
    chances = [chance_of(said, Meant(cosines=(0.9,), foreign=0.0)) for said in (0.0, 0.2, 0.8, 1.0)]
    assert chances == sorted(chances)
    assert all(0.0 <= one <= 1.0 for one in chances)


def _beside(vector: str) -> Meant | None:
    return meant(a_report("a", vector=NEAR), [[a_report("b", vector=vector)]])[0]
