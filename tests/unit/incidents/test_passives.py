"""What is done to a name, and what only looks like a medium's name: neither speaks."""

import pytest

from daemon.incidents.attribution import statements_of, voice_of
from daemon.model import Stance
from tests.helpers.build import an_item

CONFIRMS, DENIES = Stance.CONFIRMS, Stance.DENIES


def said(title: str) -> list[tuple[str, Stance]]:
    """Who says something in a headline."""
    return [(one.who, one.stance) for one in statements_of(an_item(title=title, summary=""), ())]


@pytest.mark.parametrize(
    "title",
    [
        "Governor confirmed dead in helicopter crash",
        "Prime minister confirmed dead in crash",
        "Mayor reported dead after blast",
        "Mayor said to be among the dead",
        "Police reported killed in ambush",
        "Defence Ministry said to be hit by drones",
        "Nasser Hospital reported hit by shell",
        "Prime Minister Fico admitted to hospital after shooting",
        "Police told to evacuate",
        "Mayor told to resign",
        "Prime minister denied confidence vote",
        "Mayor denied second term",
        "Governor confirmed dead",
        "Governor confirmed dead - local radio",
        "Governor confirmed among the dead in helicopter crash",
        "Governor was later confirmed dead in the crash",
        "Mayor reported seriously wounded in shooting",
        "Interior Ministry reported on fire after strike",
        "Interior Ministry reported under attack",
        "Police reported missing, search begins",
        "Mayor said to have fled the city",
        "Governor reported to face charges",
        "Interior minister confirmed as the victim of a blast",
        "Mayor confirmed shot dead outside home",
        "Mayor told not to leave town",
        "Governor denied a US visa",
        "Mayor denied the right to appeal",
        "Police denies entry to the square",
        "The government denied journalists access",
    ],
)
def test_what_is_told_of_an_office_is_not_its_word(title: str) -> None:
    """A headline drops the "was": who is confirmed dead, told to leave or denied a term says nothing."""
    assert said(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "Al Jazeera journalist reported killed",
        "AFP journalist said to be killed in strike",
        "Reuters photographer reported missing",
        "CNN reporter said to be hurt",
        "BBC reporter confirmed dead",
        "BBC correspondent told to leave the country",
        "AFP journalists reported among the wounded",
        "Times Square reported closed after blast",
        "Times Square said to be evacuated",
        "Herald Square reported shooting",
        "Telegraph Hill reported fire",
        "Radio Shack reported robbery",
        "Smart TV said to catch fire, killing 3",
        "Guard Post reported attack",
        "Outpost Border Post reported shelling",
        "Frontier Customs Post reported shelling",
        "Tribune Tower reported a fire",
        "Television Academy announced a delay",
        "Canada Post reported a loss",
    ],
)
def test_whose_people_are_hurt_and_what_is_named_like_a_paper_is_no_source(title: str) -> None:
    """A report of a medium's people, and of a square, a shop or a post, counts for its own source."""
    item = an_item(title=title, summary="")
    assert voice_of(item, statements_of(item, ())) == "The Wire"


@pytest.mark.parametrize(
    "title",
    [
        "قتل محافظ عدن أعلن الحوثيون",
        "مقتل وزير الدفاع أعلنت إيران",
        "قتل وزير الداخلية أكدت الحكومة",
        "استهداف شرطة غزة أكد شهود",
        "اغتيال محافظ أكدت مصادر",
        "قصف مقر الجيش أكد شهود",
        "وفاة محافظ عدن أكدت أسرته",
        "بمقتل قائد شرطة عدن أكد شهود",
        "إصابة وزير الصحة أعلنت عائلته",
        "اعتقال محافظ البصرة أكد شهود",
        "مقتل خمسة من الشرطة أكد شهود",
    ],
)
def test_in_arabic_whom_an_attack_met_has_not_told_it(title: str) -> None:
    """Behind the word for a killing, an attack or a death a name has suffered it, and another's verb follows."""
    names = ("محافظ", "وزير", "شرطة", "الشرطة", "الجيش")
    assert [who for who, _ in said(title) if any(name in who for name in names)] == []


@pytest.mark.parametrize(
    ("title", "who", "stance"),
    [
        ("Police confirmed dead man was a soldier", "Police", CONFIRMS),
        ("Governor confirmed two dead", "Governor", CONFIRMS),
        ("Police confirmed missing teenager was found", "Police", CONFIRMS),
        ("Police reported injured people at the scene", "Police", CONFIRMS),
        ("Police said among the dead were two children", "Police", CONFIRMS),
        ("Police said as many as ten died", "Police", CONFIRMS),
        ("Police confirmed as many as ten died", "Police", CONFIRMS),
        ("Police announced closed-door hearings", "Police", CONFIRMS),
        ("Police reported on Monday that two died", "Police", CONFIRMS),
        ("Two are missing, police said", "police", CONFIRMS),
        ("Police said killed soldiers were from the north", "Police", CONFIRMS),
        ("Police confirmed to reporters that five died", "Police", CONFIRMS),
        ("The mayor said to reporters that two died", "mayor", CONFIRMS),
        ("Police admitted two officers shot the man", "Police", CONFIRMS),
        ("Mayor told residents to leave", "Mayor", CONFIRMS),
        ("The Kremlin denied it", "Kremlin", DENIES),
        ("The interior ministry denied vote rigging", "interior ministry", DENIES),
        ("أكد محافظ عدن مقتل اثنين", "محافظ", CONFIRMS),
        ("مصدر من الشرطة أكد مقتل اثنين", "الشرطة", CONFIRMS),
        ("محافظ عدن أكد مقتل اثنين", "محافظ", CONFIRMS),
        ("أكدت شرطة بغداد إصابة شخصين", "شرطة", CONFIRMS),
    ],
)
def test_an_offices_own_word_stays(title: str, who: str, stance: Stance) -> None:
    """A verb before what it is about, or to whom it is told, is the name's own."""
    assert said(title) == [(who, stance)]


@pytest.mark.parametrize(
    ("title", "medium"),
    [
        ("Mayor told Reuters that two died", "Reuters"),
        ("Radio Dabanga reported shelling", "Radio Dabanga"),
        ("Reuters reported two dead", "Reuters"),
        ("Reuters reported missing tourists were found", "Reuters"),
        ("An AFP journalist said he saw smoke", "AFP"),
        ("The Sudan Tribune reported shelling", "Sudan Tribune"),
        ("Radio Free Lakeside said two died", "Radio Free Lakeside"),
        ("The Lakeside Herald Sun reported a fire", "Lakeside Herald Sun"),
        ("Lakeside TV said the plane crashed", "Lakeside TV"),
        ("The Lakeside Post said two died", "Lakeside Post"),
    ],
)
def test_a_mediums_own_word_stays(title: str, medium: str) -> None:
    """What a medium reports, saw or was told counts for it, listed or known by its form."""
    item = an_item(title=title, summary="")
    assert voice_of(item, statements_of(item, ())) == medium
