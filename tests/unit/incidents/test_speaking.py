"""Who speaks, as outlets write it: names that come again, roles, groups that nobody listed, and what is no word."""

import pytest

from daemon.incidents.attribution import statements_of, voice_of
from daemon.model import Evidence, Mention, Stance, Statement
from tests.helpers.build import an_item

CLAIMS, CONFIRMS, DENIES = Stance.CLAIMS, Stance.CONFIRMS, Stance.DENIES


def _said(title: str, summary: str = "", mentions: tuple[Mention, ...] = ()) -> list[tuple[str, Stance]]:
    """Who says something in a text, citations apart."""
    found = statements_of(an_item(title=title, summary=summary), mentions)
    return [(one.who, one.stance) for one in found if one.stance is not Stance.CITES]


def _mention(title: str, words: str, kind: str) -> Mention:
    start = title.index(words)
    evidence = Evidence(field="title", start=start, end=start + len(words), text=words)
    return Mention(entity=words.lower(), name=words, kind=kind, evidence=evidence)


def test_a_name_may_speak_where_it_comes_again() -> None:
    """An entity is found once, and speaks in any later sentence of the title or the text."""
    title = "Egypt offered rockets, paper reports"
    assert _said(title, "Egypt denied the report.", (_mention(title, "Egypt", "country"),)) == [("Egypt", DENIES)]


@pytest.mark.parametrize(
    ("title", "who", "stance"),
    [
        ("Turkey's interior minister says two attackers killed", "Turkey's interior minister", CONFIRMS),
        ("Interior Minister Ali Yerlikaya said two were killed", "Interior Minister Ali Yerlikaya", CONFIRMS),
        ("The Civil Aviation Authority of Nepal confirmed the crash", "Civil Aviation Authority of Nepal", CONFIRMS),
        ("Eight died, the Lagos State Emergency Agency said", "Lagos State Emergency Agency", CONFIRMS),
        ("Police: gunman kills four", "Police", CONFIRMS),
        ("School shooting planned in advance: police", "police", CONFIRMS),
        ("МЧС: пожар потушен", "МЧС", CONFIRMS),
        ("Никто не пострадал, сообщили в МЧС", "МЧС", CONFIRMS),
        ("В Кремле опровергли данные о крушении", "Кремле", DENIES),
        ("Песков опроверг сообщения об ударе", "Песков", DENIES),
        ("Глава Дагестана Сергей Меликов сообщил о погибших", "Глава Дагестана Сергей Меликов", CONFIRMS),
        ("وزارة الصحة في غزة: 31 شهيدا", "وزارة الصحة", CONFIRMS),
        ("وفقا لوزارة الداخلية أصيب 44 شخصا", "وزارة الداخلية", CONFIRMS),
        ("رئيس الوزراء العراقي يؤكد مقتل قيادي", "رئيس الوزراء", CONFIRMS),
        ("Поліція підтвердила загибель двох людей", "Поліція", CONFIRMS),
        ("За даними ДСНС, загинули троє людей", "ДСНС", CONFIRMS),
        ("У Міноборони спростували втрату літака", "Міноборони", DENIES),
    ],
)
def test_those_in_office_speak_in_four_languages(title: str, who: str, stance: Stance) -> None:
    """Ministers, bodies and offices are known by their form, behind a verb, before a colon or at a headline's end."""
    assert _said(title) == [(who, stance)]


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Jaish al-Adl claims attack on police station", "Jaish al-Adl"),
        ("Ansar Brigades claimed responsibility for the blast", "Ansar Brigades"),
        ("Responsibility for the blast was claimed by Ansar Brigades", "Ansar Brigades"),
        ("Ответственность за взрыв взяла на себя группировка «Джейш аль-Адль»", "Джейш аль-Адль"),
        ("تبنت جماعة جيش العدل الهجوم على مركز للشرطة", "جماعة جيش العدل"),
    ],
)
def test_who_claims_an_attack_is_a_party_though_nobody_listed_it(title: str, who: str) -> None:
    """To claim responsibility, or, as an armed group by its name, an attack, makes a claimant of any name."""
    assert _said(title) == [(who, CLAIMS)]


@pytest.mark.parametrize(
    "title",
    [
        "If confirmed by the interior ministry, it would be the first loss",
        "Did the interior ministry confirm the loss?",
        "The interior ministry declined to confirm the loss",
        "The interior ministry is to confirm the toll on Monday",
        "The interior ministry confirmed its commitment to peace",
        "Former foreign and defence minister Taro Kono said they only had each other",
        "No group claimed responsibility for the blast",
        "Nobody claimed responsibility for the blast",
        "A town club president said the fire was out",
        "تشن حركة الشباب هجوما على بلدة",
    ],
)
def test_what_is_only_supposed_is_no_word(title: str) -> None:
    """What is asked, planned, declined or said in another matter, and by those out of office, confirms nothing."""
    assert _said(title) == []


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("Pilots rejected US claims of a hotline", "US", "country"),
        ("Egypt claimed its first World Cup victory", "Egypt", "country"),
        ("The Hamas-run office reported 31 dead", "Hamas", "armed-group"),
        ("The Hamas affiliate made the claim", "Hamas", "armed-group"),
        ("A rift with Hamas by claiming a victory", "Hamas", "armed-group"),
    ],
)
def test_a_name_beside_a_claim_need_not_have_made_it(title: str, words: str, kind: str) -> None:
    """A claim that others reject, a title that is won, and a name that is a part of another's are no claims."""
    assert statements_of(an_item(title=title, summary=""), [_mention(title, words, kind)]) == ()


@pytest.mark.parametrize(
    ("title", "medium"),
    [
        ("A Reuters witness saw smoke over Khartoum", "Reuters"),
        ("In an interview with Al Jazeera, an official called it a lie", "Al Jazeera"),
        ("Documents seen by Reuters show a plan", "Reuters"),
        ("The Times of Israel quotes Channel 12 as saying one was hurt", "The Times of Israel"),
        ("According to Palestinian news agency Wafa a student was killed", "WAFA"),
        ("Як пише Reuters, Іран готує удар", "Reuters"),
        ("Про це повідомляє Укрінформ із посиланням на поліцію", "Ukrinform"),
        ("أفاد مراسل الجزيرة بمقتل ستة فلسطينيين", "Al Jazeera"),
        ("Eight died, the National Disaster Agency said", "The Wire"),
        ("Руководитель агентства Анна Новак рассказала о пожаре", "The Wire"),
    ],
)
def test_what_a_medium_was_told_or_shown_is_its_own(title: str, medium: str) -> None:
    """Interviews, papers and correspondents are a medium's; an agency that is none of news is no medium."""
    item = an_item(title=title, summary="")
    assert voice_of(item, statements_of(item, ())) == medium


def test_a_body_and_the_medium_that_it_told_both_stand() -> None:
    """A party's word and the medium that passes it on are told side by side."""
    title = "Hezbollah announced a drone strike, Reuters reported"
    found = statements_of(an_item(title=title, summary=""), [_mention(title, "Hezbollah", "armed-group")])
    assert found == (
        Statement(who="Hezbollah", stance=CLAIMS),
        Statement(who="Reuters", stance=Stance.CITES, medium=True),
    )


@pytest.mark.parametrize(
    ("title", "words", "name"),
    [
        ("قال ضابط لوكالة فرانس برس إن الطيارين بخير", "لوكالة فرانس برس", "لوكالة فرانس برس"),
        ("Plane overdue, The New York Times reported", "", "The New York Times"),
        ("Plane overdue, New York Times reports", "", "The New York Times"),
    ],
)
def test_a_medium_is_one_however_its_name_is_written(title: str, words: str, name: str) -> None:
    """With its article or without, and with "to" written with it, a medium is one source."""
    mentions = [_mention(title, words, "news-agency")] if words else []
    item = an_item(title=title, summary="")
    assert voice_of(item, statements_of(item, mentions)) == name
