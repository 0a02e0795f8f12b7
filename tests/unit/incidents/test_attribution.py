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


SAID = {
    "Egypt's petroleum ministry confirmed the talks": ("Egypt's petroleum ministry", Stance.CONFIRMS),
    "Three died in a fire, the emergencies ministry said": ("emergencies ministry", Stance.CONFIRMS),
    "There were no casualties, police said": ("police", Stance.CONFIRMS),
    "Governor Oleh Syniehubov said six people died": ("Governor Oleh Syniehubov", Stance.CONFIRMS),
    "The death was confirmed by the interior ministry": ("interior ministry", Stance.CONFIRMS),
    "The claim was denied by the Kremlin": ("Kremlin", Stance.DENIES),
    "A military source denied reports of a downed helicopter": ("military source", Stance.DENIES),
    "Губернатор Ростовской области сообщил о пожаре": ("Губернатор Ростовской области", Stance.CONFIRMS),
    "Погибли двое, уточнили в пресс-службе МЧС": ("МЧС", Stance.CONFIRMS),
    "The U.S. State Department confirmed the report": ("U.S. State Department", Stance.CONFIRMS),
    "أعلنت وزارة الصحة في غزة مقتل 12": ("وزارة الصحة", Stance.CONFIRMS),
    "قالت الشرطة إن سبعة قتلوا": ("الشرطة", Stance.CONFIRMS),
    "قال المتحدث باسم وزارة الدفاع التركية إن الطائرة سقطت": ("وزارة الدفاع التركية", Stance.CONFIRMS),
    "نفى مصدر عسكري إسقاط مروحية": ("مصدر عسكري", Stance.DENIES),
}


@pytest.mark.parametrize("title", SAID)
def test_an_office_speaks_however_small_it_is_written(title: str) -> None:
    """Ministries, police, governors and the like are known by their form, in running text too, and so is who denies."""
    found = statements_of(an_item(title=title, summary=""), ())
    assert found == (Statement(who=SAID[title][0], stance=SAID[title][1]),)


@pytest.mark.parametrize(
    "title",
    [
        "A military source said two helicopters left",  # nobody knows who
        "The interior ministry was told of the attack",
        "Reports could not be confirmed by the defence ministry",
        "The government rejected the peace plan",
        "Police denied entry to the square",
        "A former governor dismissed reports of a plan",
        "Police arrest alleged cultists",
        "The mayor was confirmed as a candidate",
        "The town blamed police; no group claimed the attack",
    ],
)
def test_what_is_not_said_is_nobodys_word(title: str) -> None:
    """An unnamed official's word, what is done to an office, and what it does with other things, confirm nothing."""
    assert statements_of(an_item(title=title, summary=""), ()) == ()


@pytest.mark.parametrize(
    "title",
    [
        "Ответственность за взрыв взяла на себя группировка Талибан",
        "Талибан взял на себя ответственность за взрыв",
        "Responsibility was claimed by Талибан",
    ],
)
def test_responsibility_is_taken_in_any_order_of_words(title: str) -> None:
    """Who takes responsibility claims, wherever the name stands in the sentence."""
    found = statements_of(an_item(title=title, summary=""), [a_mention(title, "Талибан", "armed-group")])
    assert found == (Statement(who="Талибан", stance=Stance.CLAIMS),)


@pytest.mark.parametrize(
    ("title", "medium"),
    [
        ("Освобождён, сообщает РИА Новости со ссылкой на AFP", "AFP"),
        ("Plane overdue, Interfax reported, citing TASS", "TASS"),
        ("Plane overdue, according to the Sudan Tribune", "Sudan Tribune"),
        ("Two drones fell, a witness told Radio Dabanga", "Radio Dabanga"),
        ("The Sabah newspaper reported three arrests", "Sabah"),
        ("Над городом сбит дрон, пишет Baza", "Baza"),
        ("Задержаны трое, сообщает телеканал «Дождь»", "Дождь"),
        ("قال مصدر لصحيفة الشرق الأوسط إن الاتفاق قريب", "الشرق الأوسط"),
    ],
)
def test_the_end_of_a_chain_of_citations_counts_whoever_it_is(title: str, medium: str) -> None:
    """Who hands on another's report is no source of it, and a medium that nobody listed is known by its form."""
    item = an_item(title=title, summary="")
    assert voice_of(item, statements_of(item, ())) == medium


@pytest.mark.parametrize(
    "title",
    [
        "BREAKING NEWS: Explosion reported in Lakeside",
        "Good News for farmers, a minister told parliament",
        "State TV said the plane crashed",
        "The channel Tunnel was closed, a witness said",
        "Депутат пишет Twitter-посты",
        "The Lakeside Times building burned down, a witness said",
    ],
)
def test_a_label_is_no_medium(title: str) -> None:
    """What only looks like an outlet's name, or does nothing itself, is nobody's source."""
    assert voice_of(an_item(title=title, summary=""), statements_of(an_item(title=title, summary=""), ())) == "The Wire"


def test_a_state_is_a_part_of_its_offices_name() -> None:
    """A longer name that speaks is not cut short by the state that it begins with."""
    title = "Egypt's petroleum ministry confirmed the talks"
    found = statements_of(an_item(title=title, summary=""), [a_mention(title, "Egypt", "country")])
    assert [one.who for one in found] == ["Egypt's petroleum ministry"]


def test_a_feeds_role_speaks() -> None:
    """A party's feed claims and an official one confirms what it says itself, not what it passes on."""
    party = an_item(source="Province", tags=("claims",), summary="")
    assert statements_of(party, ()) == (Statement(who="Province", stance=Stance.CLAIMS),)
    official = an_item(source="Civil Defence", tags=("Official",), summary="")
    assert statements_of(official, ()) == (Statement(who="Civil Defence", stance=Stance.CONFIRMS),)
    passing = an_item(source="Civil Defence", tags=("official",), title="Bridge hit, according to AFP", summary="")
    assert [one.stance for one in statements_of(passing, ())] == [Stance.CITES]
