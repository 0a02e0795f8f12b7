"""Who speaks in a report, and whom it counts for."""

import pytest

from daemon.incidents.attribution import cited, statements_of, voice_of
from daemon.model import Evidence, Mention, Stance, Statement
from tests.helpers.build import an_item

CITED = {
    "en, according to": ("Helicopter down near Palmyra, according to Reuters", "", "Reuters"),
    "en, told": ("Pilots are alive, an officer told AFP", "", "AFP"),
    "en, citing with words between": ("Bridge hit", "The paper writes, citing the state news agency SANA.", "SANA"),
    "en, reported by": ("Raid reported by the Syrian Observatory for Human Rights", "", "SOHR"),
    "en, a credit in brackets": ("Bridge hit", "MOSUL, July 9 (Reuters) - A bridge was hit.", "Reuters"),
    "en, a name and a colon": ("TASS: transport plane overdue", "", "TASS"),
    "en, a name at the end": ("Transport plane overdue – Reuters", "", "Reuters"),
    "ru, сообщает": ("Сбит вертолёт, сообщает ТАСС", "", "TASS"),
    "ru, со ссылкой на": (
        "Взрыв на складе",
        "Пожар тушат, пишет газета со ссылкой на агентство Интерфакс.",
        "Interfax",
    ),
    "ru, по данным": ("По данным Рейтер, экипаж жив", "", "Reuters"),
    "ar, نقلا عن": ("انفجار في مستودع نقلا عن رويترز", "", "Reuters"),
    "ar, وفقا لـ": ("سقوط مروحية", "وفقا لرويترز سقطت المروحية ليلا.", "Reuters"),
    "ar, لوكالة": ("سقوط مروحية", "وقال مصدر لوكالة فرانس برس إن الطيارين بخير.", "AFP"),
    "ar, بحسب": ("سقوط مروحية بحسب وكالة سانا", "", "SANA"),
}


@pytest.mark.parametrize(("title", "summary", "medium"), CITED.values(), ids=CITED)
def test_a_report_that_cites_a_medium_counts_for_it(title: str, summary: str, medium: str) -> None:
    """Words that pass on an agency's or outlet's report make it the source, in three languages."""
    item = an_item(title=title, summary=summary)
    named = {"SOHR": "Syrian Observatory for Human Rights"}.get(medium, medium)
    assert voice_of(item, statements_of(item, ())) == named


UNCITED = {
    "named only": "Reuters office near Palmyra damaged by shelling",
    "not confirmed": "Helicopter down; Reuters could not confirm the report",
    "an ordinary word": "Ria formosa floods, farmers reported losses",
    "nobody": "Helicopter shot down near Palmyra",
}


@pytest.mark.parametrize("title", UNCITED.values(), ids=UNCITED)
def test_a_name_without_a_cue_is_no_citation(title: str) -> None:
    """A medium that is only spoken of, or says that it knows nothing, is no source of the report."""
    item = an_item(title=title, summary="")
    assert cited(statements_of(item, ())) is None
    assert voice_of(item, statements_of(item, ())) == "The Wire"


def test_a_medium_does_not_cite_itself() -> None:
    """An agency's own feed speaks for the agency, whatever the feed is called, and an author's credit counts."""
    own = an_item(source="Reuters World News", title="Bridge hit, officer told Reuters")
    assert statements_of(own, ()) == ()
    assert voice_of(own, ()) == "Reuters"
    assert voice_of(an_item(author="AFP"), ()) == "AFP"
    assert voice_of(an_item(source="Associated Press of Pakistan"), ()) == "Associated Press of Pakistan"


def a_mention(title: str, words: str, kind: str) -> Mention:
    """An entity found at these words of a title."""
    start = title.index(words)
    evidence = Evidence(field="title", start=start, end=start + len(words), text=words)
    return Mention(entity=words.lower(), name=words, kind=kind, evidence=evidence)


STANCES = {
    "a group says": ("Islamic State said it shot down a helicopter", "Islamic State", "armed-group", Stance.CLAIMS),
    "a group claims, far": ("Islamic State in Homs claimed the attack", "Islamic State", "armed-group", Stance.CLAIMS),
    "a ministry says": (
        "Russian Defence Ministry says Mi-25 lost",
        "Russian Defence Ministry",
        "organisation",
        Stance.CONFIRMS,
    ),
    "a ministry denies": (
        "Iraqi Defence Ministry denied the loss",
        "Iraqi Defence Ministry",
        "ministry",
        Stance.DENIES,
    ),
    "a state denies": ("Helicopter lost; Russia denies it", "Russia", "country", Stance.DENIES),
    "a state is named": ("Helicopter lost in Russia, group said", "Russia", "country", None),
    "ru, утверждает": (
        "Исламское государство утверждает: вертолёт сбит",
        "Исламское государство",
        "armed-group",
        Stance.CLAIMS,
    ),
    "ru, подтвердило": ("Минобороны России подтвердило потерю", "Минобороны России", "organisation", Stance.CONFIRMS),
    "ru, опровергло": ("Минобороны России опровергло потерю", "Минобороны России", "organisation", Stance.DENIES),
    "ru, не подтвердило": ("Минобороны России не подтвердило потерю", "Минобороны России", "organisation", None),
    "ar, أعلن": ("أعلن تنظيم الدولة إسقاط مروحية", "تنظيم الدولة", "armed-group", Stance.CLAIMS),
    "ar, أكدت": ("أكدت وزارة الدفاع الروسية الخبر", "وزارة الدفاع الروسية", "organisation", Stance.CONFIRMS),
    "ar, نفت": ("نفت وزارة الدفاع الروسية الخبر", "وزارة الدفاع الروسية", "organisation", Stance.DENIES),
    "a place": ("Helicopter lost near Palmyra claimed two lives", "Palmyra", "place", None),
}


@pytest.mark.parametrize(("title", "words", "kind", "stance"), STANCES.values(), ids=STANCES)
def test_who_claims_confirms_and_denies(title: str, words: str, kind: str, stance: Stance | None) -> None:
    """A verb beside a name says what it does; a neutral one is a group's claim and an office's confirmation."""
    item = an_item(title=title, summary="")
    found = statements_of(item, [a_mention(title, words, kind)])
    assert found == (() if stance is None else (Statement(who=words, stance=stance),))


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Turkish Interior Ministry confirms raid", "Turkish Interior Ministry"),
        ("The Ministry of Defence of Ukraine confirmed the loss", "Ministry of Defence of Ukraine"),
        ("МЧС России сообщило о взрыве", "МЧС России"),
        ("أعلنت وزارة الداخلية العراقية وقوع انفجار", "وزارة الداخلية العراقية"),
    ],
)
def test_an_office_that_no_entity_names_speaks_too(title: str, who: str) -> None:
    """A ministry is known by its form, also where the rules do not name it."""
    assert statements_of(an_item(title=title, summary=""), ()) == (Statement(who=who, stance=Stance.CONFIRMS),)


def test_a_feeds_role_speaks() -> None:
    """A party's feed claims and an official one confirms what it says itself, not what it passes on."""
    party = an_item(source="Province", tags=("claims",), summary="")
    assert statements_of(party, ()) == (Statement(who="Province", stance=Stance.CLAIMS),)
    official = an_item(source="Civil Defence", tags=("Official",), summary="")
    assert statements_of(official, ()) == (Statement(who="Civil Defence", stance=Stance.CONFIRMS),)
    passing = an_item(source="Civil Defence", tags=("official",), title="Bridge hit, according to AFP", summary="")
    assert [one.stance for one in statements_of(passing, ())] == [Stance.CITES]
