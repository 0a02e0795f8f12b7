"""Consonants of names: spellings of one name meet across scripts, other names stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.fold import fold
from daemon.language.skeleton import shows_vowels, skeletons, told_by


def bare(word: str) -> frozenset[str]:
    """The skeletons of a word as it is written."""
    return skeletons(fold(word))


@pytest.mark.parametrize(
    ("latin", "others"),
    [
        ("Zelensky", "Зеленский Зеленський زيلينسكي زلنسکی זלנסקי"),
        ("Netanyahu", "Нетаньяху Нетаньягу نتنياهو نتانیاهو נתניהו"),
        ("Palmyra", "Пальмира Пальмирой Пальміра بالميرا پالمیرا פלמירה"),
        ("Washington", "Вашингтон Вашингтоном واشنطن واشنگتن וושינגטון"),
        ("Merkel", "Меркель ميركل وميركل مرکل מרקל"),
        ("Stoltenberg", "Столтенберг Столтенбергом Столтенбергові ستولتنبرغ استولتنبرگ סטולטנברג"),
        ("Kharkiv", "Харьков Харків خاركيف خارکیف חרקיב"),
        ("Schröder", "Шрёдер Шредер شرودر שרדר"),
        ("Jackson", "Джексон جاكسون جکسون ג'קסון"),
        ("Philadelphia", "Филадельфия Філадельфія فيلادلفيا פילדלפיה"),
        ("Qatar", "Катар قطر وقطر קטאר"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(latin: str, others: str) -> None:
    """Kharkiv, Харьков, خاركيف and חרקיב are one name: in all scripts, and with what grammar adds to them."""
    assert [one for one in others.split() if not bare(latin) & bare(one)] == []


@pytest.mark.parametrize("pair", ["Merkel ماكرون", "Palmyra Мосул", "Kharkiv كييف", "Jackson Джонсон", "Qatar عمان"])
def test_other_names_share_none(pair: str) -> None:
    """What sounds otherwise has another skeleton."""
    one, other = pair.split()
    assert not bare(one) & bare(other)


LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгґджзйклмнпрстухцчшщьюя"
ARABIC, HEBREW = "ابتجحخدشغفقكلنهوي", "אבגהוחטיכלש'"


@given(st.one_of(*(st.text(alphabet=one) for one in (LATIN, CYRILLIC, ARABIC, HEBREW, LATIN + ARABIC))))
def test_a_word_has_few_skeletons_of_known_classes(word: str) -> None:
    """However a word is written, it has at most twelve skeletons, each of two telling consonants or more."""
    found = bare(word)
    assert len(found) <= 12
    assert all(len(one) > 1 and told_by(one) > 5 for one in found)


def test_a_longer_skeleton_tells_more() -> None:
    """Each consonant more makes it less likely that another word has the same ones."""
    assert told_by("BLMR") > told_by("BLM") > told_by("BL")


def test_scripts_without_vowels_are_known() -> None:
    """Where vowels are not written there are no capitals either: any word may be a name."""
    assert [shows_vowels(one) for one in ("latin", "cyrillic", "arabic", "hebrew", None)] == [True, True] + 3 * [False]


def test_writing_without_letters_has_none() -> None:
    """A number, a Chinese word or a word of vowels has no skeleton."""
    assert not (bare("2026") | bare("北京") | bare("aeio"))
