"""Vectors of meaning as text that a row can hold, and how alike two are. Pure.

Form: the model's name, a colon, and one signed byte a dimension in base64. Vectors of two models cannot be compared.
"""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from operator import mul

_MOST = 127.0


def pack(model: str, numbers: Sequence[float]) -> str:
    """A vector as text; its length is lost, its direction stays to about a thousandth."""
    most = max(map(abs, numbers), default=0.0) or 1.0
    return f"{model}:{b64encode(array('b', (round(one * _MOST / most) for one in numbers)).tobytes()).decode()}"


def cosine(one: str, other: str) -> float | None:
    """How alike two packed vectors are, -1..1; None if one is empty, or another model's."""
    model, counterpart = one.partition(":")[0], other.partition(":")[0]
    if not one or not other or model != counterpart:
        return None
    first, length = _unpacked(one)
    second, other_length = _unpacked(other)
    if len(first) != len(second):
        return None
    product: int = sum(map(mul, first, second))
    return product / ((length * other_length) or 1.0)


@lru_cache(maxsize=2_048)
def _unpacked(packed: str) -> tuple["array[int]", float]:
    numbers = array("b", b64decode(packed.partition(":")[2]))
    return numbers, sqrt(sum(map(mul, numbers, numbers)))
