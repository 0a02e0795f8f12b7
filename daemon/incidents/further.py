"""The words of a title -> whether they call an event a further one of its kind: "second blast", "новый удар". Pure."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from daemon.incidents.counted import listed
from daemon.language.fold import fold


class Next(NamedTuple):
    """That an event is called a further one."""

    number: int  #: 2 of a second one; 0: it is not counted
    is_new: bool  #: no more than new, or again


#: How many there are, as a word before the event says it; in Arabic it stands behind.
_NUMBERED: Final = {
    2: "second второй вторая второе вторую второго другий друга друге другу ثان ثانية ثاني الثاني "
    "الثانية deuxième seconde ikinci segundo segunda zweiter zweite zweites zweiten",
    3: "third третий третья третье третью третій третя третє третю ثالث ثالثة الثالث الثالثة troisième üçüncü tercer "
    "tercera dritter dritte drittes",
    4: "fourth четвёртый четвёртая четвёртое четвёртую رابع رابعة quatrième dördüncü cuarto "
    "cuarta vierter vierte viertes",
    5: "fifth пятый пятая пятое пятую خامس خامسة cinquième beşinci quinto quinta fünfter fünfte fünftes",
    6: "sixth шестой шестая шестое шестую سادس سادسة sixième altıncı sexto sexta sechster sechste sechstes",
}
_ANOTHER: Final = "another آخر أخرى autre otro otra weiterer weitere weiteres"
_ONE_MORE: Final = "один одна одно одну одне"  #: behind ещё, ще
_NEW: Final = """
    new fresh
    новый новая новое новые новую повторный повторная повторное очередной очередная очередное очередную
    новий нова нове нові нову повторний повторна черговий чергова чергове чергову
    جديد جديدة nouveau nouvel nouvelle nouvelles yeni nuevo nueva nuevos nuevas neuer neue neues"""
_AGAIN: Final = "again снова вновь опять знову مجددا erneut nuevamente yeniden"
_EVENTS: Final = """
    airstrike airstrikes strike strikes attack attacks raid raids shelling barrage barrages bombardment bombardments
    explosion explosions blast blasts bombing bombings bomb bombs crash crashes earthquake quake earthquakes quakes
    tremor tremors shooting shootings stabbing stabbings derailment derailments collision collisions landslide
    landslides avalanche avalanches flood floods fire fires wildfire wildfires storm storms eruption eruptions hijacking
    hijackings kidnapping kidnappings abduction abductions assault assaults ambush ambushes massacre massacres missile
    missiles rocket rockets
    هجوم غارة غارات انفجار زلزال هزة قصف ضربة ضربات تفجير حريق حادث"""
#: Beginnings, of languages with endings.
_EVENTS_BEGIN: Final = """
    удар атак взрыв обстрел налет теракт землетряс крушен пожар наводнен оползн подрыв взорва взорвал авари столкнов
    нападен стрельб ударил обстреля вибух обстріл землетрус пожеж аварі напад підрив вдарил
    séisme attaque attentat frappe bombardement fusillade incendie accident inondation naufrage
    terremoto sismo ataque atentado bombardeo tiroteo incendio accidente choque naufragio explosión
    anschlag angriff erdbeben unfall absturz schiesserei messerangriff
    patlama deprem saldırı yangın kaza"""
#: These are events only where the title also says that they came to harm: a second helicopter may join the search.
_MACHINES: Final = """
    helicopter helicopters plane planes jet jets ferry ferries tanker tankers vessel vessels ship ships train trains bus
    drone drones مروحية طائرة سفينة ناقلة قطار حافلة سيارة avion train navire uçak tren hubschrauber flugzeug zug"""
_MACHINES_BEGIN: Final = """
    вертолет самолет поезд танкер судн дрон беспилотник автобус автомобил машин гелікоптер літак потяг гелікоптер
    hélicoptère helikopter helicóptero avión"""
_HARMED_BEGIN: Final = """
    crash down shot hit attack struck strike seiz sink sank derail capsiz collid explo hijack
    разби упал упад сбит сбил рухн потерп атак взорв столкн затон захва круше авари подорв удар сош
    впав збит зби вибух зазнав سقوط تحطم إسقاط استهداف هجوم غرق انفجار اصطدام خروج تستهدف قصف غارة
    écras abatt attaqu coul dérail düş vurul çakıl estrell derrib descarril choc abgest abgesch entgleis"""
#: Between the word and the event, or right behind it, these make it another matter: a second victim, new footage.
_OTHERS: Final = """
    days nights weeks month year war world july avenue street army fleet
    floor floors storey story grade grades degree ward precinct district engine engines brigade
    video footage detail details image images photo photos evidence victim victims person people man men woman women
    boy girl child suspect suspects body bodies pilot pilots crew passenger soldier officer anniversary claim claims
    report reports trial phase round wave chief minister law policy plan inquiry investigation site sites safety parade
    defused survivor survivors toll lost loses tactic drills drill force alarm search source
    opfer tote toter verletzte bilder zeuge victime mort blessé suspect témoin muerto herido imágenes detalles víctima
    görüntü görüntüler detay detaylar kişi yaralı şüpheli"""
_SMALL: Final = """
    of in on at from for to by after before with and day week night
    в на по о об из от для при после с у за до з від про після і и
    في من على إلى عن بعد de du des en à sur contre au dans del la el los von der im bei auf nach zu aus vor wegen"""
_OPEN_TO_NAMES: Final = (
    "russian ukrainian israeli iranian us american indian pakistani chinese turkish saudi houthi hamas nato rus israil "
    "ukrayna abd"
)
_FOOD: Final = "fruit vegetable fish meat food produce milk water"  #: which is fresh in another sense
#: In Ukrainian a second one, in Russian a friend.
_FRIEND: Final = frozenset({"друга", "другу", "друге"})
_COUNTED: Final = "time such incident"  #: besides events and machines, in "the second … in two days"
_NOT_BEFORE: Final = frozenset({"loses", "lost"})
_BETWEEN: Final = 2  #: words
_ADJECTIVE_ENDS: Final = ("ي", "يه", "كبير", "كبيره", "عنيف", "عنيفه")  #: of what stands between in Arabic


def next_among(words: Sequence[str], language: str | None = None) -> Next | None:
    """What the words of a title, as written, in order, say of a further event; None: nothing."""
    words = [word for word in words if not word.isdigit()]
    folded = [fold(word.replace("’", "'")) for word in words]
    for at, word in enumerate(folded):
        found = None if language == "ru" and word in _FRIEND else _called(folded, at)
        if found and (_is_event_behind(words, folded, at) or _is_event_before(folded, at)):
            return found
        if word in listed(_AGAIN) and any(map(is_happening, folded[max(0, at - 3) : at + 4])):
            return Next(0, is_new=True)
        if word == "daha" and at and _is_event(folded, at - 1):  # Turkish: bir saldırı daha
            return Next(0, is_new=False)
    return None


def are_events(words: Sequence[str]) -> bool:
    """Do the folded words between "second" and "in two days" tell of an event, or nothing? A second victim is none."""
    if not listed(_OTHERS).isdisjoint(words):
        return False
    counted = listed(_MACHINES) | listed(_COUNTED)
    return not words or any(
        is_happening(word) or word in counted or word.startswith(_beginnings(_MACHINES_BEGIN)) for word in words
    )


def _called(folded: Sequence[str], at: int) -> Next | None:
    word = folded[at]
    if word in _numbers():
        return Next(_numbers()[word], is_new=False)
    if word in listed(_ANOTHER) or (word in listed(_ONE_MORE) and at and folded[at - 1] in {"еще", "ще"}):
        return Next(0, is_new=False)
    return Next(0, is_new=True) if word in listed(_NEW) else None


def _is_event_behind(words: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Does an event stand behind the word, and nothing that makes it another matter: a town that is called New?"""
    if at and folded[at - 1] in _NOT_BEFORE:
        return False
    behind = at + 1
    if behind < len(words) and _is_other_sense(words, folded, at):
        return False
    if folded[behind : behind + 1] == ["за"]:  # второй за сутки взрыв
        behind += 2
    for place in range(behind, min(len(folded), behind + 1 + _BETWEEN)):
        if _is_event(folded, place):
            following = folded[place + 1] if place + 1 < len(folded) else ""
            return following not in listed(_OTHERS)
        if folded[place] in listed(_OTHERS) | listed(_SMALL) or not (
            folded[place].isascii() or _is_adjective(folded[place])
        ):
            return False
    return False


def _is_other_sense(words: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Is it a town that is called new, or fresh food? No town is called fresh, nor in Cyrillic "new" in two words."""
    if folded[at] == "fresh":
        return folded[at + 1] in listed(_FOOD)
    return folded[at].isascii() and folded[at] in listed(_NEW) and _is_town(words, folded, at + 1)


def _is_town(words: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Is the word behind "new" a name, and neither an event nor of whose it is?"""
    return words[at][0].isupper() and folded[at] not in listed(_OPEN_TO_NAMES) and not _is_event(folded, at)


def _is_adjective(word: str) -> bool:
    return word.endswith(("ый", "ий", "ой", "ая", "ое", "ые", "ую", "ова", "на", "не", "ну", "ні", "ме", "e", "a"))


def _is_event_before(folded: Sequence[str], at: int) -> bool:
    """Does an event stand before the word, as in Arabic, or one adjective further ahead?"""
    if folded[at].isascii() or not "\u0600" <= folded[at][0] <= "\u06ff" or not at:
        return False
    return _is_event(folded, at - 1) or (
        at > 1 and folded[at - 1].endswith(_ADJECTIVE_ENDS) and _is_event(folded, at - 2)
    )


def _is_event(folded: Sequence[str], at: int) -> bool:
    word = _bare(folded[at])
    if is_happening(word):
        return True
    is_machine = word in listed(_MACHINES) or word.startswith(_beginnings(_MACHINES_BEGIN))
    return is_machine and any(one.startswith(_beginnings(_HARMED_BEGIN)) for one in folded)


@lru_cache(maxsize=20_000)
def is_happening(word: str) -> bool:
    """Is a folded word that of an event: a strike, a crash, a fire?"""
    return _bare(word) in listed(_EVENTS) or word.startswith(_beginnings(_EVENTS_BEGIN))


def _bare(word: str) -> str:
    """An Arabic word without the article."""
    return word.removeprefix("ال") if len(word) > 4 else word


@cache
def _numbers() -> dict[str, int]:
    return {fold(word): number for number, words in _NUMBERED.items() for word in words.split()}


@cache
def _beginnings(words: str) -> tuple[str, ...]:
    return tuple(map(fold, words.split()))
