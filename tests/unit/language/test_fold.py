"""Folding: what a reader takes for the same word becomes the same string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("PALMYRA", "palmyra"),
        ("Pal\u00admy\u200bra", "palmyra"),
        ("\ufeffPalmyra\u2060", "palmyra"),
        ("Ｐａｌｍｙｒａ", "palmyra"),
        ("Palmуrа", "palmyra"),  # two Cyrillic letters
        ("Сиpия", "сирия"),  # a Latin p
        ("Mи-24", "ми-24"),
        ("TОW", "tow"),
        ("expl\u0585sion", "explosion"),  # an Armenian letter
        ("Palmyr\u0251", "palmyra"),
        ("O\u00b4Brien", "o'brien"),
        ("Hélicoptère", "helicoptere"),
        ("He\u0301licopte\u0300re", "helicoptere"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ISPARTA ısparta", "isparta isparta"),
        ("Łódź", "lodz"),
        ("Вертолёт", "вертолет"),
        ("Районный й", "районный й"),
        ("Київ", "київ"),
        ("تَدْمُر", "تدمر"),
        ("تدمـــر", "تدمر"),
        ("أسقط إسقاط آخر ٱلله", "اسقط اسقاط اخر الله"),
        ("مروحية", "مروحيه"),
        ("حمص\u200f", "حمص"),
        ("العربی کرد", "العربي كرد"),
        ("مستشفى", "مستشفي"),
        ("don\u2019t", "don't"),
        ("हिन्दी", "हिन्दी"),
        ("ガス", "ガス"),
        ("ﾌﾟﾛ", "プロ"),
    ],
)
def test_what_hides_a_word_is_folded_away(written: str, folded: str) -> None:
    """Case, accents, invisible signs and look-alike letters do not hide a word (C7)."""
    assert fold(written) == folded


def test_a_word_wholly_of_another_script_stays_in_it() -> None:
    """A word in one script is not taken for one of another, though all its letters have twins there."""
    assert fold("сор") != fold("cop")


def test_a_word_that_no_script_can_hold_is_left_as_it_is() -> None:
    """A word that mixes letters without twins is kept as written."""
    assert fold("жazz") == "жazz"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folding is idempotent for any text."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aеoсpхyАВСОТНМабвгдеabcdefgαβγνο'-12 \u0301\u200bёйї", max_size=40))
def test_folding_twice_is_folding_once_among_look_alikes(text: str) -> None:
    """Folding is idempotent where scripts mix."""
    assert fold(fold(text)) == fold(text)
