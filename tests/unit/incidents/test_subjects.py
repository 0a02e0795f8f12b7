"""Whose word a verb is: what stands between a name and a verb, and who only suffers what is told."""

import pytest

from daemon.incidents.attribution import statements_of, voice_of
from daemon.model import Evidence, Mention, Stance
from tests.helpers.build import an_item

CLAIMS, CONFIRMS, DENIES = Stance.CLAIMS, Stance.CONFIRMS, Stance.DENIES
PARTIES = ("Taliban", "Талибан", "ISIS", "ИГ", "Hezbollah", "Hamas", "Хезболла", "حماس")


def said(title: str) -> list[tuple[str, Stance]]:
    """Who says something in a headline whose groups are known, citations apart."""
    found = [
        Mention(
            entity=name,
            name=name,
            kind="armed-group",
            evidence=Evidence(field="title", start=title.index(name), end=title.index(name) + len(name), text=name),
        )
        for name in PARTIES
        if name in title
    ]
    statements = statements_of(an_item(title=title, summary=""), found)
    return [(one.who, one.stance) for one in statements if one.stance is not Stance.CITES]


def voice(title: str) -> str:
    """Whom a headline counts for."""
    item = an_item(title=title, summary="")
    return voice_of(item, statements_of(item, ()))


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("Raid on the coast guard confirmed later by a witness", []),
        ("Deadly attack on police in Kabul claimed by ISIS", [("ISIS", CLAIMS)]),
        ("Attack on army claimed by Taliban", [("Taliban", CLAIMS)]),
        ("Governor of Kandahar killed, Taliban claims", [("Taliban", CLAIMS)]),
        ("Governor of Kandahar killed in blast, Taliban says", [("Taliban", CLAIMS)]),
        ("Protesters threw stones at police, witnesses said", []),
        ("Man shot by police says officers lied", []),
        ("Explosion rocks ministry, Taliban claims", [("Taliban", CLAIMS)]),
        ("Blast near ministry kills five, group says", []),
        ("Man who attacked police says he is sorry", []),
        ("Woman hit by coast guard said she was thrown overboard", []),
        ("Hezbollah commander killed in Beirut, ISIS claims", [("ISIS", CLAIMS)]),
        ("Mayor wounded in shooting, witnesses said", []),
        ("Gunmen storm the interior ministry, residents say", []),
        ("Blast at police station kills four, doctors said", []),
        ("Clashes with the gendarmerie, an eyewitness said", []),
        ("Police and protesters clash; activists said two died", []),
        ("Raid on the military denied by ISIS", [("ISIS", DENIES)]),
        ("Taliban post hit, ISIS claimed later", [("ISIS", CLAIMS)]),
        ("Нападение на полицию, сообщили очевидцы", []),
        ("Губернатор Курской области ранен, заявили очевидцы", []),
        ("Мэр погиб и утверждает это свидетель", []),
        ("The ministry debunks Hezbollah's claim", []),
        ("Judges weigh Hamas's claims of a strike", []),
        ("Paper rejects the interior ministry's report", []),
        ("Прохожий сообщил полиции о бомбе", []),
        ("Сын губернатора подтвердил смерть отца", []),
        ("Жена мэра сообщила о смерти мужа", []),
        ("Полиции сообщили о взрыве очевидцы", []),
        ("Свідок повідомив поліції про вибух", []),
        ("مقتل محافظ عدن، قال شهود", []),
        ("اشتباكات مع الشرطة وقال شهود إن اثنين قتلا", []),
    ],
)
def test_whom_it_happened_to_has_not_said_it(title: str, others: list[tuple[str, Stance]]) -> None:
    """Behind a comma, a "by" or another subject a verb is not the word of whom or where it happened."""
    assert said(title) == others


@pytest.mark.parametrize(
    ("title", "who", "stance"),
    [
        ("Police in Kabul confirmed five deaths", "Police", CONFIRMS),
        ("Police spokesmen said five died", "Police", CONFIRMS),
        ("A spokesman for the interior ministry said five died", "interior ministry", CONFIRMS),
        ("An official at the health ministry said five died", "health ministry", CONFIRMS),
        ("The governor of Kandahar, who saw the blast, said five died", "governor of Kandahar", CONFIRMS),
        ("Governor of Belgorod region says five died", "Governor of Belgorod", CONFIRMS),
        ("Police in Austin, Texas, said five died", "Police", CONFIRMS),
        ("The interior ministry on Monday denied the report", "interior ministry", DENIES),
        ("The interior ministry in a statement confirmed the raid", "interior ministry", CONFIRMS),
        ("The Interior Ministry (MoI) said five died", "Interior Ministry", CONFIRMS),
        ("The Ministry of Labour and Health said five died", "Ministry of Labour", CONFIRMS),
        ("A blast that the health ministry said killed five", "health ministry", CONFIRMS),
        ("The Interior Ministry \u200bsaid that five died", "Interior Ministry", CONFIRMS),
        ("Five died and police said the toll may rise", "police", CONFIRMS),
        ("The Taliban in Kabul later claimed the attack", "Taliban", CLAIMS),
        ("Hamas officials in Gaza said five died", "Hamas", CLAIMS),
        ("Взрыв в Курске, сообщили в полиции", "полиции", CONFIRMS),
        ("В прокуратуре сообщили о взрыве", "прокуратуре", CONFIRMS),
        ("Пресс-служба губернатора сообщила о взрыве", "губернатора", CONFIRMS),
        ("Двое погибли, заявил представитель полиции", "полиции", CONFIRMS),
        ("По данным полиции, двое погибли", "полиции", CONFIRMS),
        ("Взрыв в Курске, сообщила полиция", "полиция", CONFIRMS),
        ("أكد محافظ عدن مقتل اثنين", "محافظ", CONFIRMS),
        ("Полиция Москвы позже подтвердила взрыв", "Полиция Москвы", CONFIRMS),
    ],
)
def test_who_says_it_where_and_when_may_stand_between(title: str, who: str, stance: Stance) -> None:
    """A place, a time, who speaks for an office, and what two commas set off do not part it from its verb."""
    assert said(title) == [(who, stance)]


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("ИГ взяло на себя ответственность за нападение на Талибан", "ИГ"),
        ("ИГ взяло на себя ответственность за взрыв в штабе Талибан", "ИГ"),
        ("Ответственность за удар по Талибан взяло на себя ИГ", "ИГ"),
        ("Нападение на Талибан: ИГ взяло на себя ответственность", "ИГ"),
        ("Ответственность за атаку против Талибан взяла группировка ИГ", "ИГ"),
        ("ИГ, а не Талибан, взяло на себя ответственность", "ИГ"),
        ("Хезболла позже взяла ответственность за удар по ИГ", "Хезболла"),
        ("Талибан взял на себя ответственность за взрыв группировки ИГ", "Талибан"),
    ],
)
def test_of_two_parties_the_one_beside_the_verb_takes_responsibility(title: str, who: str) -> None:
    """Whom an attack met, or where it was, is named in the same sentence and claims nothing."""
    assert said(title) == [(who, CLAIMS)]


@pytest.mark.parametrize(
    ("title", "who", "stance"),
    [
        ("Russian Defence Ministry reports five killed", "Russian Defence Ministry", CONFIRMS),
        ("Interior Ministry states that two died", "Interior Ministry", CONFIRMS),
        ("Pentagon reports five injured", "Pentagon", CONFIRMS),
        ("Gendarmerie reports a fire in the old town", "Gendarmerie", CONFIRMS),
        ("Kremlin rejects Ukraine's account of crash", "Kremlin", DENIES),
        ("Defence Ministry rejects Kyiv's version", "Defence Ministry", DENIES),
        ("Interior Ministry rejected the findings", "Interior Ministry", DENIES),
        ("The Kremlin rejects statements on a crash", "Kremlin", DENIES),
        ("Минобороны отвергло данные о потерях", "Минобороны", DENIES),
        ("Кремль отверг версию о взрыве", "Кремль", DENIES),
    ],
)
def test_headline_verbs_are_an_offices_word(title: str, who: str, stance: Stance) -> None:
    """Right behind an office "reports" and "states" are verbs; an account or a version is rejected as a report is."""
    assert said(title) == [(who, stance)]


@pytest.mark.parametrize(
    "title",
    [
        "A former governor dismissed reports of a plan",
        "Police arrest alleged cultists",
        "Police report shows five died",
        "The paper dismissed police reports of a blast",
        "The Kremlin rejects the peace plan",
        "Police seize reports on a crash",
    ],
)
def test_what_an_office_does_with_a_report_is_no_word(title: str) -> None:
    """A report that is shown, seized or dismissed is a thing."""
    assert said(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "National Investigation Agency said two were held",
        "Federal Emergency Management Agency said 12 died",
        "The International Atomic Energy Agency said a fire was out",
        "The European Space Agency said the launch failed",
        "The Drug Enforcement Agency reported two arrests",
        "The World Anti-Doping Agency announced a ban",
        "Rebels fired on the Army Post, a witness said",
        "A founder told a French newspaper that the plant will open",
        "Average daily reported cases are up",
        "Player rejects racism claims, newspaper Bild backs him",
        "News Corp announced a deal",
        "The Israeli newspaper reported three arrests",
        "The East African Newspaper Ltd announced a strike",
        "قالت وكالة الطاقة الذرية إن الحريق انتهى",
        "أعلنت وكالة الفضاء الأوروبية تأجيل الإطلاق",
        "جنوح سفينة في قناة السويس، قالت الشركة المالكة",
        "تصاعد الدخان من موقع الانفجار وقال شهود إن اثنين قتلا",
        "إغلاق قناة السويس وقالت الشركة إن السفينة عالقة",
        "قال شهود قرب موقع الحادث إن النار مشتعلة",
        "قالت وكالة الأنباء الرسمية إن اثنين قتلا",
        "Федеральное агентство «Росавиация» сообщило о крушении",
        "Сообщило агентство «Росморречфлот» о крушении",
    ],
)
def test_agencies_canals_and_sites_are_no_media(title: str) -> None:
    """An agency is a medium only where it is one of news; a canal, a site and an army post never are."""
    assert voice(title) == "The Wire"


@pytest.mark.parametrize(
    ("title", "medium"),
    [
        ("قالت وكالة الأنباء العراقية إن اثنين قتلا", "الأنباء العراقية"),
        ("قالت وكالة فرانس برس إن اثنين قتلا", "AFP"),
        ("ذكرت قناة الحدث أن اثنين قتلا", "الحدث"),
        ("Сообщило агентство «Росбалт» о пожаре", "Росбалт"),
        ("Two died, the Lakeside news agency said", "Lakeside"),
        ("Журнал Forbes сообщает о пожаре", "Forbes"),
        ("Two died, according to the Daily Beast", "Daily Beast"),
        ("A man told the German newspaper Bild that two died", "Bild"),
    ],
)
def test_agencies_of_news_are_media(title: str, medium: str) -> None:
    """Who says by its name that it brings news is a medium, whoever listed it."""
    assert voice(title) == medium


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Gov. Greg Abbott said 12 died", "Gov. Greg Abbott"),
        ("Twelve died, Gov. Andy Beshear said", "Gov. Andy Beshear"),
        ("Governor J. B. Pritzker said 12 died", "Governor J. B. Pritzker"),
        ("Mayor Karen R. Bass confirmed 12 deaths", "Mayor Karen R. Bass"),
        ("Police Sgt. Ann Lee said 12 died", "Police Sgt. Ann Lee"),
    ],
)
def test_a_shortened_title_ends_no_sentence(title: str, who: str) -> None:
    """The stop behind a title or an initial is a part of a name, which speaks whole."""
    assert said(title) == [(who, CONFIRMS)]
