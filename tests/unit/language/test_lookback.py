"""Titles that say of themselves that they tell of former years: looked for quickly, and found all the same."""

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from daemon.language import lookback
from daemon.language.lookback import old_story_in

_HEADS = (
    "On this day",
    "ON THIS DATE",
    "On this day in 1999",
    "This day in history",
    "From the archives",
    "Flashback",
    "Ten years ago",
    "years ago today",
    "Two decades on",
    "Remembering the ferry: 10 years on",
    "В этот день",
    "Этот день в истории",
    "10 лет назад",
    "лет назад в этот день",
    "10 років тому",
    "في مثل هذا اليوم",
    "قبل عشرة أعوام",
    "Tarihte bugün",
    "Il y a 10 ans",
)
_PARTS = st.sampled_from(
    (*_HEADS, "ferry sinks off Batangas", "in 1999", "1998", ":", " - ", "|", "…", "«", "today", "день")
)


@given(st.lists(_PARTS, min_size=1, max_size=5), st.sampled_from(("", " ")))
def test_the_quick_look_finds_what_the_whole_expressions_find(parts: list[str], between: str) -> None:
    """Wherever in a title the words stand, the same ones are told as by both expressions searched from end to end."""
    title = between.join(parts)
    found = lookback._OLD_STORY.search(title) or lookback._MAY_BE_OLD.search(title)
    assert old_story_in(title) == (found.group().strip() if found else None)


def test_the_signs_of_an_old_story_are_written_in_one_way() -> None:
    """No other character stands for a letter of a sign, whatever the case: lower case shows each."""
    written = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in set("".join(lookback._SIGNS)):
        assert {one.lower() for one in re.findall(letter, written, re.IGNORECASE)} == {letter}
