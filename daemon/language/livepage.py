"""A title -> does it call its page one that is rewritten all day: "Ukraine war latest", "Онлайн", "مباشر"? Pure.

Such a page stays at its address while its headline turns over. Wider than what `daemon/incidents/revision.py` calls a
live page: "What we know about the crash" is rewritten as well, but tells of one event alone. In doubt a title is an
ordinary one, for what a page is rewritten to is told to nobody.
"""

import re
from functools import lru_cache

from daemon.language.formula import tells_loss

#: Phrases that mean nothing else, wherever they stand before a sign.
_PHRASES = (
    r"live[- ]?(?:blog|ticker|updates?)|rolling coverage|as it happened|minute by minute"
    r"|latest (?:updates?|news)|newsticker|what (?:is|to) know|what'?s known"
    r"|(?:here'?s )?(?:what|everything) (?:do )?we know(?: so far)?|онлайн[- ]трансляция|что (?:уже )?известно"
    r"|главное к этому часу|последние новости|що (?:вже )?відомо|останні новини"
    r"|(?:ال)?تغطية (?:مستمرة|حية|(?:ال)?مباشرة)|لحظة بلحظة|ماذا نعرف|ما نعرفه"
    r"|ما الذي نعرفه|آخر (?:المستجدات|التطورات)|was wir wissen|was bisher bekannt ist"
    r"|ce que l['’]on sait|ce qu['’]on sait|última hora de(?:l| la)?"
    r"|minuto a minuto|(?:lo )?qu[eé] se sabe|cosa sappiamo|o que se sabe"
    r"|canlı (?:anlatım|blog)|dakika dakika|neler biliniyor"
)
#: Words that mean such a page behind a name as well: "Gaza live".
_NAMED = r"live(?: (?:news|coverage|alerts?|report))?|latest|ticker|онлайн|наживо"
#: Words that mean it only where nothing stands beside them: a hit is direct as well, and a bomb "canlı".
_ALONE = (
    rf"{_NAMED}|(?:текстовая |прямая )?трансляция|прямой эфир|хроника|хроніка|обновляется|оновлюється"
    r"|(?:بث |نقل )?مباشر(?:ة)?|(?:en |le )?direct|(?:en )?directo|en vivo|(?:in )?diretta|ao vivo|canlı(?: yayın)?"
)
#: What outlets put before any new story, so that it alone says little.
_URGENT = (
    r"breaking(?: news)?(?: live)?|developing(?: story)?|срочно|главное|терміново|головне|عاجل|aktuell|eilmeldung"
    r"|última hora|dernières nouvelles|ultime notizie|últimas notícias|son dakika"
)
_SO_FAR = r"(?:\s+(?:so far|на эту минуту|на цю годину|на эту годину|حتى الآن|bisher))?"

_PHRASE = re.compile(
    r"^\W*(?:what we know|что известно|що відомо|ماذا نعرف|ما نعرفه)(?!\w)|^\W*en (?:direct|directo|vivo),"
    rf"|^[^:|–—]{{0,80}}?(?<!\w)(?:{_PHRASES})(?!\w)[^:|–—]{{0,40}}[:|–—]|(?<!\w)(?:{_PHRASES}){_SO_FAR}\W*\Z",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[:|–—/!()\[\]•·]|\.+(?=\s|\Z)|(?:\A|\s)-+(?=\s|\Z)")
_WHOLE = re.compile(rf"\W*(?:{_ALONE})\W*", re.IGNORECASE)
_WHOLE_NEW = re.compile(rf"\W*(?:{_ALONE}|{_URGENT})\W*", re.IGNORECASE)
_BEHIND_NAME = re.compile(rf"\W*(?P<name>\w.{{0,60}}[\s-])(?:{_NAMED})\W*", re.IGNORECASE)
_NAME_WORDS = 5
_TOPICS = frozenset({"politics", "business", "sport", "football", "cricket", "weather"})  #: names without a capital
#: Words of a sentence: who "live" somewhere are on no page.
_CLAUSE = re.compile(
    r"(?<!\w)(?:where|who|whom|that|which|as|when|while|after|how|they|we|you|people|residents|families|students"
    r"|civilians|children|refugees|workers|soldiers|men|women|to|still|not|can|could|may|must|would|do|did|the|his|her"
    r"|their|its|где|кто|как|когда|де|хто|як|коли)(?!\w)|,\d{3}$",
    re.IGNORECASE,
)
_MARK = re.compile(rf"(?<!\w)(?:{_PHRASES}|{_ALONE}|{_URGENT})(?!\w)", re.IGNORECASE)
_DOT = "i\u0307"  #: what becomes of a Turkish capital in lower case


@lru_cache(maxsize=4_096)
def is_rolling(title: str) -> bool:
    """Whether a title calls its page one that is rewritten.

    By a phrase that means nothing else before its first sign or at its end; by a word that is a whole part between
    signs; or by one right behind a name, before a sign or the end.
    """
    return _rolls(title, _WHOLE)


@lru_cache(maxsize=4_096)
def may_roll(title: str) -> bool:
    """Whether a title calls its page one that is rewritten, or only its story new: "Breaking: …", "عاجل: …"."""
    return _rolls(title, _WHOLE_NEW)


def without_marks(title: str) -> str:
    """A title without the words by which it says so."""
    return _MARK.sub(" ", title)


def _rolls(title: str, whole: re.Pattern[str]) -> bool:
    lower = title.lower().replace(_DOT, "i")
    if _PHRASE.search(lower):
        return True
    return any(whole.fullmatch(_lowered(part)) or _is_behind_name(part) for part in _SIGN.split(title))


def _lowered(part: str) -> str:
    return part.lower().replace(_DOT, "i")


def _is_behind_name(part: str) -> bool:
    """Is a part between signs a name and a mark, and no sentence that ends in "live"?"""
    found = _BEHIND_NAME.fullmatch(part)
    if found is None:
        return False
    name = found["name"].strip(" -")
    is_short = len(name.split()) <= _NAME_WORDS and (name[:1].isupper() or name in _TOPICS)
    return is_short and not _CLAUSE.search(name) and not tells_loss(name)
