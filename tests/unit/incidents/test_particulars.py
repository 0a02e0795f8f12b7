"""Full names, dates and counts in a text."""

import pytest

from daemon.incidents.particulars import counts, dates, full_names, written_words
from daemon.incidents.synonyms import by_meaning, meaning

NAMES = [
    ("Police met Anna Novak's lawyer", {"anna_novak"}),
    ("the Lake Erie Star, Cusco Bay", {"lake_eri", "eri_star", "cusco_bay"}),
    ("Анна Новак прибыла", {"ан_новак"}),
    ("no names at all", set()),
]


@pytest.mark.parametrize(("text", "pairs"), NAMES)
def test_full_names_are_neighbouring_words_in_capitals(text: str, pairs: set[str]) -> None:
    """Words in capitals side by side make a name; a comma or a small word ends it."""
    found = full_names(text, written_words(text))
    assert pairs <= found
    assert len(found) <= len(pairs) + 1


@pytest.mark.parametrize("text", ["on 4 May", "May 4, 2013", "the 4th may", "4 мая"])
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    """Day and month in either order, in English and Russian, are one date."""
    assert dates(text) == {"5-4"}


def test_numbers_go_with_their_nouns() -> None:
    """A count is what a number says of the noun behind it; forms of the noun are one."""
    assert counts("12 passengers, 3 crew; 1,200 homes") == {"passeng": {"12"}, "crew": {"3"}, "home": {"1,200"}}
    assert counts("1 passenger") == {"passeng": {"1"}}
    assert counts("no number") == {}


def test_meanings_gather_what_news_chooses_between() -> None:
    """Stems of one group stand for one meaning, and their weights add up; others stand for themselves."""
    assert meaning("quak") == meaning("earthquak") == meaning("tremor")
    assert meaning("violin") == "violin"
    assert by_meaning({"quak": 1.0, "tremor": 2.0, "violin": 3.0}) == {meaning("quak"): 3.0, "violin": 3.0}
