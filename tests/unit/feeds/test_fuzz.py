"""Damaged feeds: what nobody thought of. `make fuzz` tries many more."""

import pytest

from tests.helpers.corpus import CORPUS
from tests.helpers.fuzzing import kept_seeds, wrong_with
from tests.helpers.mutants import mutant

SHARES = 8
EACH = 400  #: documents in one share


@pytest.mark.parametrize("share", range(SHARES))
def test_damaged_feeds_are_read_or_refused(share: int) -> None:
    """G7, P10, P11, P12, C5: whatever the damage, nothing raises, and what is read is well-formed."""
    found = {seed: wrong for seed in range(share * EACH, (share + 1) * EACH) if (wrong := wrong_with(seed))}
    assert found == {}


def test_what_was_found_once_stays_mended() -> None:
    """G7: every seed that found something is tried for ever."""
    assert {seed: wrong for seed in kept_seeds() if (wrong := wrong_with(seed))} == {}


def test_damage_is_repeatable() -> None:
    """A seed gives the same document each time, another one a different one, and the corpus itself is sound."""
    assert mutant(5) == mutant(5)
    assert len({mutant(seed)[0] for seed in range(200)}) > 180
    assert len(CORPUS) == len(set(CORPUS)) == 40
