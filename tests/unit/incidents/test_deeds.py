"""Who claims a deed, who speaks behind what is told, and by which whole name."""

import pytest

from daemon.incidents.attribution import statements_of
from daemon.model import Evidence, Mention
from tests.helpers.build import an_item


def said(title: str, *mentions: tuple[str, str], tags: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Who says what in a title that names these entities, each with its kind."""
    found = []
    for text, kind in mentions:
        start = title.index(text)
        evidence = Evidence(field="title", start=start, end=start + len(text), text=text)
        found.append(Mention(entity=text, name=text, kind=kind, evidence=evidence))
    item = an_item(title=title, summary="", source="The Paper", tags=tags)
    return [(one.who, one.stance.value) for one in statements_of(item, found)]


DEEDS = {
    "en": ("IRGC says it shot down drone", "IRGC"),
    "en, its forces": ("IRGC said that its air defences had downed a drone", "IRGC"),
    "ru": ("КСИР заявил, что сбил американский беспилотник", "КСИР"),
    "ru, its forces": ("КСИР сообщил, что его силы ПВО сбили беспилотник", "КСИР"),
    "ru, many": ("ВСУ заявили, что сбили вертолёт", "ВСУ"),
    "ru, a noun": ("ВСУ заявили о сбитии вертолёта", "ВСУ"),
    "uk": ("ВМС повідомили, що збили гелікоптер", "ВМС"),
    "ar": ("الحرس الثوري يعلن إسقاط طائرة مسيرة", "الحرس الثوري"),
    "ar, the verb first": ("أعلن الحرس الثوري إسقاط طائرة مسيرة", "الحرس الثوري"),
}


@pytest.mark.parametrize(("title", "who"), DEEDS.values(), ids=DEEDS)
def test_who_says_that_it_shot_something_down_claims_it(title: str, who: str) -> None:
    """The word of who fights about its own shot is a claim, though all else that it says is nobody's word."""
    assert said(title, (who, "organisation")) == [(who, "claims")]


NO_DEEDS = {
    "of another": ("IRGC says rebels shot down drone", "IRGC"),
    "a passive": ("IRGC says drone was shot down", "IRGC"),
    "something else": ("IRGC says it will shoot", "IRGC"),
    "ru, of another": ("КСИР заявил, что США сбили беспилотник", "КСИР"),
    "ru, not": ("ВСУ не заявили, что сбили вертолёт", "ВСУ"),
    "ar, its own aircraft": ("الحرس الثوري يعلن إسقاط طائرة مسيرة تابعة له", "الحرس الثوري"),
}


@pytest.mark.parametrize(("title", "who"), NO_DEEDS.values(), ids=NO_DEEDS)
def test_what_others_shot_down_is_no_claim(title: str, who: str) -> None:
    """Who only tells of a shot, of a loss or of a plan claims nothing."""
    assert said(title, (who, "organisation")) == []


TAILS = {
    "a ministry": ("Helicopter crashed near Palmyra, says Defence Ministry", "Defence Ministry"),
    "a ministry in small letters": ("Two killed in Mosul blast, says interior ministry", "interior ministry"),
    "police": ("Two dead in bus crash, say police", "police"),
    "before more": ("Helicopter downed, says Defence Ministry; search goes on", "Defence Ministry"),
}


@pytest.mark.parametrize(("title", "who"), TAILS.values(), ids=TAILS)
def test_who_says_it_may_stand_behind_what_is_told(title: str, who: str) -> None:
    """At a headline's end, behind a comma and a verb, stands who says it."""
    assert said(title) == [(who, "confirms")]


@pytest.mark.parametrize("title", ["Two dead as crowd, says witness, ran", "Mayor to say police were late"])
def test_other_words_behind_a_comma_confirm_nothing(title: str) -> None:
    """Without a comma before the verb, or with no office behind it, nobody confirms."""
    assert said(title) == []


NAMES = {
    "ru, a land of two words": (
        "Министерство обороны Российской Федерации подтвердило гибель экипажа",
        "Министерство обороны Российской Федерации",
    ),
    "ru, two words in small letters": (
        "Министерство внутренних дел Ирака подтвердило взрыв",
        "Министерство внутренних дел Ирака",
    ),
    "ru, with a small word": (
        "Министерство по чрезвычайным ситуациям Беларуси сообщило о взрыве",
        "Министерство по чрезвычайным ситуациям Беларуси",
    ),
    "uk": ("Міністерство оборони України підтвердило втрату", "Міністерство оборони України"),
    "ar": ("وزارة الداخلية العراقية تؤكد الانفجار", "وزارة الداخلية العراقية"),
    "ar, three words": ("أعلنت وزارة الموارد المائية العراقية فيضان السد", "وزارة الموارد المائية العراقية"),
    "ar, before what it tells": ("أكدت وزارة الدفاع الخبر", "وزارة الدفاع"),
}


@pytest.mark.parametrize(("title", "who"), NAMES.values(), ids=NAMES)
def test_an_office_is_told_by_its_whole_name(title: str, who: str) -> None:
    """A ministry's name goes on in small letters with what it is of, and with its land: it is one speaker."""
    lands = [(land, "country") for land in ("Российской Федерации", "Ирака", "України") if land in title]
    assert said(title, *lands) == [(who, "confirms")]


def test_a_land_behind_an_office_does_not_speak_beside_it() -> None:
    """Where the rules know an office without its land, the land's name is a part of the office's."""
    title = "Генштаб Украины подтвердил потерю"
    assert said(title, ("Генштаб", "ministry"), ("Украины", "country")) == [("Генштаб", "confirms")]


@pytest.mark.parametrize(
    ("tag", "stance"),
    [("armed-group", "claims"), ("militant", "claims"), ("government", "confirms"), ("state", "confirms")],
)
def test_a_feed_speaks_for_whom_its_tag_names(tag: str, stance: str) -> None:
    """What a party's feed says itself is a claim, what an office's says a confirmation, by any of the words for it."""
    assert said("Helicopter shot down near Palmyra", tags=(tag,)) == [("The Paper", stance)]


def test_a_group_is_no_verb() -> None:
    """Islamic State in short is a name, not the verb of a passive."""
    assert said("IS says it downed a helicopter", ("IS", "armed-group")) == [("IS", "claims")]
