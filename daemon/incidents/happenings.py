"""Words of speech -> whether what is told there is something that has happened. Pure.

An army or a government says much. Where it says that people died or that something was hit, it confirms; what it will
do, wants or thinks confirms nothing.
"""

from collections.abc import Iterable

from daemon.incidents.naming import Read, bare_of
from daemon.incidents.speakers import words_of

_WITHIN = 12  #: words behind a word of speech, or before it where it stands last
_EVENTS = frozenset(
    words_of(
        "killed kills kill toll dead died dies deaths slain "
        "wounded injured hurt missing struck hit hits attacked attack "
        "attacks strike explosion explosions blast exploded downed destroyed damaged crashed crash derailed sank sunk "
        "fired launched intercepted captured seized arrested detained freed rescued evacuated collapsed shelled "
        "shelling bombed kidnapped abducted ambush ambushed stormed shot fire quake earthquake"
    )
)
_DEALS = frozenset(words_of("deal agreement balance bargain pact record truce ceasefire"))  #: these are struck, and hit
#: Of these, what a leader says of it is often no news of it.
_MERE = frozenset(
    words_of("attack attacks attacked strike hits fire launched captured missing ambush blast explosion explosions")
)
_STEMS = tuple(
    words_of(
        "погиб гибел убит ранен пострада сбит атак удар взрыв упал рухнул обстрел "
        "поврежд уничтож задерж эвакуир захвач "
        "потоп перехва крушен землетрясен загин вбит поранен постражда збит вибух обстріл пошкодж знищ затрим евакуйов"
    )
)
_IN_ARABIC = frozenset(
    words_of(
        "قتل مقتل قتلى قتيل قتيلا جرح جرحى إصابة أصيب أصيبت استشهاد استشهد شهيد شهداء سقوط "
        "سقط سقطت انفجار هجوم قصف غارة "
        "غارات استهداف تحطم إسقاط اعتراض انهيار اعتقال حريق تدمير زلزال وفاة رصد إطلاق"
    )
)
#: Before an event these make it a plan, a wish, or a thing that there is not.
_NOT_YET = frozenset(
    words_of(
        "halt end stop pause expansion ceasefire truce deal agreement agreed will would could should must "
        "may might can cannot wants want needs need plans plan ready going if not no more "
        "against to будет будут готов готова готовы если может могут не нет буде будуть "
        "готовий готові якщо може можуть "
        "ні سوف إذا لن"
    )
)


def tells_of_one(text: Read, words: Iterable[int], *, loss: bool) -> bool:
    """Do these words, in their order, tell of an event before they tell of a plan; `loss`: only of one that cost?"""
    for one in words:
        word = text.words[one]
        if word in _NOT_YET:
            return False
        if word in _EVENTS and not (loss and word in _MERE) and _DEALS.isdisjoint(text.words[one + 1 : one + 4]):
            return True
        if word.startswith(_STEMS) or word in _IN_ARABIC or bare_of(word) in _IN_ARABIC:
            return True
    return False


def behind(text: Read, at: int) -> range:
    """The words behind one in its sentence."""
    end = at + 1
    while end < len(text.words) and end - at <= _WITHIN and text.sentences[end] == text.sentences[at]:
        end += 1
    return range(at + 1, end)


def before(text: Read, at: int) -> range:
    """The words before one in its sentence."""
    start = at
    while start and at - start < _WITHIN and text.sentences[start - 1] == text.sentences[at]:
        start -= 1
    return range(start, at)
