"""Packed vectors: as text they keep their direction, and meet only those of their own model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.vector import cosine, pack

NUMBERS = st.lists(st.floats(-1.0, 1.0), min_size=8, max_size=8).filter(lambda one: max(map(abs, one)) > 0.01)


@given(NUMBERS, NUMBERS)
def test_packing_keeps_the_angle(one: list[float], other: list[float]) -> None:
    """The cosine of packed vectors is that of the numbers, to about a hundredth, and the same both ways."""
    lengths = [sum(x * x for x in numbers) ** 0.5 for numbers in (one, other)]
    true = sum(x * y for x, y in zip(one, other, strict=True)) / (lengths[0] * lengths[1])
    found = cosine(pack("m", one), pack("m", other))
    assert found == pytest.approx(true, abs=0.02)
    assert found == cosine(pack("m", other), pack("m", one))


def test_what_cannot_be_compared_has_no_cosine() -> None:
    """No vector, another model's, or one of another length: None, never a number that looks like one."""
    one = pack("m", [1.0, 2.0])
    assert [cosine(one, other) for other in ("", pack("n", [1.0, 2.0]), pack("m", [1.0, 2.0, 3.0]))] == 3 * [None]
    assert cosine("", one) is None


def test_a_vector_of_nothing_is_like_nothing() -> None:
    """All zeros have no direction."""
    assert cosine(pack("m", [0.0, 0.0]), pack("m", [1.0, 0.0])) == 0.0
