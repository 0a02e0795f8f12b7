"""Titles that call their page one that is rewritten."""

import pytest

from daemon.language.livepage import is_rolling, may_roll, without_marks

ROLLING = (
    "Ukraine war latest: Kharkiv shelled",
    "Live: missiles at Kyiv",
    "LIVEBLOG: Sudan",
    "What we know about the strikes on Iran",
    "Plane crash in Delhi: what we know so far",
    "Storm Milton live updates",
    "Онлайн: обстрел Харькова",
    "Что известно о крушении самолёта",
    "Хроника: удары по Одессе",
    "Вибухи в Одесі: що відомо на цю годину",
    "مباشر: الحرب على غزة",
    "ماذا نعرف عن الهجوم",
    "تغطية مباشرة: اشتباكات",
    "Newsticker: Hochwasser in Passau",
    "En direct, guerre en Ukraine : Kharkiv",
    "Última hora de la guerra de Ucrania: Járkov",
    "CANLI: İzmir'de yangın",
    "Strikes on Kharkiv go on – Europe live",
    "Thousands march in London – politics live",
    "G7 Summit Day 1 LIVE: leaders meet",
    "Война в Украине. Онлайн: обстрел Харькова",
    "Raid on Rafah (обновляется)",
    "🔴 Live | Runoff in Colombia",
)
URGENT = (
    "BREAKING: Blast in Beirut",
    "عاجل: انفجار في بغداد",
    "Срочно: взрыв",
    "Son dakika: deprem",
    "Aktuell: Zugunglück",
)
PLAIN = (
    "Tanker attacked in Red Sea",
    "They live in fear of drones",
    "Troops break the siege; army advances",
    "Live ammunition was used in Tehran",
    "Latest victim of the war buried in Lviv",
    "Прямой удар по школе",
    "Direct hit on a school in Kharkiv",
    "Direct hit on Mosul hospital: explosion kills 3",
    "Canlı bomba: Musul'da patlama, 3 ölü",
    "Latest explosion in Mosul kills 3: mayor",
    "Latest attack on Kharkiv kills 3 – governor",
    "Live grenade explosion in Mosul court: 2 dead",
    "Live rounds fired at protesters: 3 dead",
    "Live-fire exercise kills one",
    "استهداف مباشر لمنزل: مقتل 3",
    "قصف مباشر: مقتل 5",
    "Impacto directo: 5 muertos en Járkov",
    "Gunman opened fire on direct flight: two dead",
    "Gunman kills two live: video",
    "Bombing of cafe where students live – 5 dead",
    "Hundreds flee as shells hit town where 5,000 live",
    "Хроника войны бедна: пятеро убиты",
)


@pytest.mark.parametrize("title", ROLLING)
def test_a_title_that_says_so_rolls(title: str) -> None:
    """A mark before a sign, in what stands before the first one, or at the end."""
    assert is_rolling(title)
    assert may_roll(title)


@pytest.mark.parametrize("title", URGENT)
def test_urgency_alone_is_no_live_page(title: str) -> None:
    """What any new story is called may roll, and does not for certain."""
    assert may_roll(title)
    assert not is_rolling(title)


@pytest.mark.parametrize("title", PLAIN)
def test_the_words_in_a_sentence_are_no_marks(title: str) -> None:
    """Who lives, live ammunition and a direct hit call no page anything."""
    assert not may_roll(title)


def test_a_title_is_left_without_marks() -> None:
    """What remains is what the page tells."""
    assert without_marks("Live: missiles at Kyiv").split() == [":", "missiles", "at", "Kyiv"]
