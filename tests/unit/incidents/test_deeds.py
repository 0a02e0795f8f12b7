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


SIDES = {
    "an army": ("Israeli military says it killed Hezbollah commander in Beirut", "Israeli military"),
    "an army, with a day": (
        "The Ukrainian military said late Saturday it struck the Boikiy warship",
        "Ukrainian military",
    ),
    "an army, with a date": (
        "Israel's military said on Friday (June 19) its forces struck targets",
        "Israel's military",
    ),
    "an army in letters": ("IDF says it struck 30 targets in southern Lebanon", "IDF"),
    "a junta": ("Mali: junta says it foiled coup", "junta"),
    "an army frees": ("Nigerian army says it freed 20 hostages", "Nigerian army"),
    "a capital": ("Tehran says it attacked US bases in the Gulf", "Tehran"),
    "rebels": ("Rebels claim to have shot down army helicopter in Kachin", "Rebels"),
    "rebels say": ("Rebels say they shot down helicopter in Kachin", "Rebels"),
    "separatists": ("Separatists claim ambush that killed 5 soldiers", "Separatists"),
    "nobody listed": ("RSF says it shot down army plane", "RSF"),
    "nobody listed, a noun": ("RSF claims downing of army plane in Darfur", "RSF"),
    "a name": ("Predatory Sparrow claims cyber attack on Iranian bank", "Predatory Sparrow"),
    "a name, at the end": ("Predatory Sparrow claims attack", "Predatory Sparrow"),
    "an article before": ("The Bishnoi gang claims shooting in Portugal", "Bishnoi"),
    "a gang": ("LockBit ransomware gang claims cyber attack on London Drugs", "LockBit"),
    "a name in quotes": ("Группировка «Тихий ворон» взяла на себя ответственность за кибератаку", "Тихий ворон"),
    "a ministry of defence": ("Russian defence ministry says it intercepted 13 missiles", "Russian defence ministry"),
    "ru, a noun": ("ЦАХАЛ заявил о ликвидации командира «Хезболлы»", "ЦАХАЛ"),
    "ru, a strike at": ("ВСУ заявили об ударе по складу", "ВСУ"),
    "ru, rebels": ("Повстанцы заявили, что сбили вертолет армии", "Повстанцы"),
    "uk, a noun": ("ЗСУ заявили про знищення корабля", "ЗСУ"),
    "ar, an army": ("الجيش الإسرائيلي يعلن اغتيال قائد في حزب الله", "الجيش"),
    "ar, a ministry without its word": ("الدفاع الروسية تعلن إسقاط 40 مسيرة", "الدفاع الروسية"),
}


@pytest.mark.parametrize(("title", "who"), SIDES.values(), ids=SIDES)
def test_a_side_that_tells_of_its_own_deed_claims_it(title: str, who: str) -> None:
    """Armies, capitals, rebels and gangs claim what they say they did, though no rule names them."""
    assert said(title) == [(who, "claims")]


RULERS = {
    "an army": ("Pakistan army says 12 soldiers killed in ambush", "Pakistan army"),
    "an army, behind": ("Drone hits maternity hospital, Ukraine's air force says", "Ukraine's air force"),
    "an army, by according to": ("Two drones crashed, according to the army", "army"),
    "an army in so many words": ("Israeli army confirms soldier killed in Gaza", "Israeli army"),
    "an army before its colon": ("Army: two soldiers killed", "Army"),
    "a military government": ("Quake toll passes 1,000, says military government", "military government"),
    "authorities": ("Five dead, dozens wounded, US authorities say", "US authorities"),
    "a president": ("President Sirleaf said three officers were killed", "President Sirleaf"),
    "a leader's label": ("Zelensky: Russian strike kills 14 in Kramatorsk", "Zelensky"),
    "ru, a leader's label": ("Собянин: беспилотник сбит на подлете", "Собянин"),
    "a capital in so many words": ("Beijing confirms death of scientist", "Beijing"),
    "a seismological service": ("Magnitude 6.1 quake hits Tonga, USGS says", "USGS"),
    "a service's label": ("AFAD: 4.9 magnitude quake in Malatya", "AFAD"),
    "a spokesman with a name": ("Bomb kills four, police spokesman Ahmed Khan said", "police"),
    "ar": ("الجيش يعلن مقتل ثلاثة جنود", "الجيش"),
}


@pytest.mark.parametrize(("title", "who"), RULERS.values(), ids=RULERS)
def test_who_rules_confirms_what_has_happened(title: str, who: str) -> None:
    """What an army, a government or an office of the place says of an event is a confirmation."""
    assert said(title) == [(who, "confirms")]


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Kyiv denies strike on Belgorod market", "Kyiv"),
        ("Myanmar junta denies helicopter was shot down", "Myanmar junta"),
        ("Киев отрицает удар по рынку", "Киев"),
        ("طهران تنفي إرسال مسيرات إلى السودان", "طهران"),
    ],
)
def test_capitals_and_juntas_deny(title: str, who: str) -> None:
    """A capital stands for its state right beside such a verb, and a junta is a government."""
    assert said(title) == [(who, "denies")]


def test_a_side_that_claims_confirms_nothing_besides() -> None:
    """Who claims its deed in a title is no second voice by what it says of it in the text."""
    item = an_item(title="US army says it fired missile at tanker", summary="The US army said the ship was hit.")
    assert [(one.who, one.stance.value) for one in statements_of(item, ())] == [("US army", "claims")]


def test_an_entity_is_what_its_name_is_by_its_form() -> None:
    """An army or a service that a rule folder names without a kind of its own speaks as others do."""
    assert said("IDF says 12 soldiers killed", ("IDF", "organisation")) == [("IDF", "confirms")]
    assert said("USGS: quake hits Tonga", ("USGS", "organisation")) == [("USGS", "confirms")]


@pytest.mark.parametrize(
    "title",
    [
        "Israeli army base was hit by rockets",
        "US military helicopter crashes in Alaska",
        "Moscow apartment block hit by drone",
        "Moscow denied visa to US journalist",
        "Residents of moscow deny nothing",
        "Kyiv says goodbye to fallen soldier",
        "Ukraine's government says it needs more air defence",
        "The army said it was ready",
        "The army says it will strike targets",
        "Prime Minister Netanyahu announced an expansion of attacks",
        "President Sirleaf said attacks were targeted at ports",
        "President Sirleaf said Intel has struck a deal",
        "Rebels claim support of nearly 50 lawmakers",
        "Rebels killed in Kachin clash",
        "Fans claim stadium gang attacked them",
        "Boeing says it struck deal with Airbus",
        "Netflix says it killed the show",
        "Acme Corp claims attack was its rival's idea",
        "Rival Firm Claims Attack On Its Good Name",
        "ВСУ заявили о ликвидации последствий пожара",
        "ВСУ заявили о помощи",
        "ВСУ заявили об",
        "قصف الدفاع المدني",
        "الجيش يعلن موعد المناورات",
    ],
)
def test_what_sides_say_else_is_nobodys_word(title: str) -> None:
    """Plans, wishes, firms, and what is done to an army, a capital or rebels claim and confirm nothing."""
    assert said(title) == []


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


@pytest.mark.parametrize(
    "title",
    [
        "Iraqi army says drones hit its base in Mosul, explosion heard",
        "Lebanese army says drones hit its base",
        "Ukraine's air force says drones hit Kyiv apartment building",
        "Army says drones killed five of its soldiers",
        "Army says fighters killed two of its troops in ambush",
        "Army says it killed five of its soldiers",
        "Army says they attacked a base and killed five soldiers",
        "Army says he killed five soldiers before he was shot",
        "Kyiv says they shelled Kherson hospital",
        "Ukraine says they bombed Kharkiv again",
        "Минобороны заявило об ударе по больнице в Харькове",
        "Минобороны заявило об уничтожении склада террористами",
    ],
)
def test_who_is_hit_claims_nothing(title: str) -> None:
    """Who tells what was done to its own, or by whom it does not say to be its own, makes no claim of it."""
    assert "claims" not in [stance for _, stance in said(title)]


@pytest.mark.parametrize(
    "title",
    [
        "IRGC says it shot down a drone over its waters",
        "Israeli army says its troops killed two gunmen",
        "Rebels say they shot down helicopter in Kachin",
        "ВСУ заявили об уничтожении склада с боеприпасами",
        "Минобороны заявило об уничтожении дронов силами ПВО",
    ],
)
def test_what_its_own_forces_did_is_claimed(title: str) -> None:
    """Behind an "its" the forces are the name's own, as "they" are of many; waters are where, not what, was hit."""
    assert [stance for _, stance in said(title)] == ["claims"]


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
