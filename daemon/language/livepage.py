"""A title -> does it call its page one that is rewritten all day: "Ukraine war latest", "Онлайн", "مباشر"? Pure.

Such a page stays at its address while its headline turns over. Wider than what `daemon/incidents/revision.py` calls a
live page: "What we know about the crash" is rewritten as well, but tells of one event alone.
"""

import re
from functools import lru_cache

_MARKS = (
    r"live[- ]?(?:blog|ticker|updates?|news|coverage|alerts?|report)?|rolling coverage|as it happened|minute by minute"
    r"|latest(?: updates?| news)?|newsticker|ticker|what (?:is|to) know|what'?s known"
    r"|(?:here'?s )?(?:what|everything) (?:do )?we know(?: so far)?"
    r"|(?:текстовая |онлайн[- ]|прямая )?трансляция|онлайн|прямой эфир|хроника|обновляется|что (?:уже )?известно"
    r"|главное к этому часу|последние новости|наживо|хроніка|що (?:вже )?відомо|останні новини|оновлюється"
    r"|(?:بث |تغطية |نقل )?مباشر(?:ة)?|التغطية المباشرة|تغطية (?:مستمرة|حية)|لحظة بلحظة|ماذا نعرف|ما نعرفه"
    r"|ما الذي نعرفه|آخر (?:المستجدات|التطورات)|was wir wissen|was bisher bekannt ist"
    r"|(?:en |le )?direct|ce que l['’]on sait|ce qu['’]on sait|(?:en )?directo|en vivo|última hora de(?:l| la)?"
    r"|minuto a minuto|(?:lo )?qu[eé] se sabe|(?:in )?diretta|cosa sappiamo|ao vivo|o que se sabe"
    r"|canlı(?: yayın| anlatım| blog)?|dakika dakika|neler biliniyor"
)
#: What outlets put before any new story, so that it alone says little.
_URGENT = (
    r"breaking(?: news)?(?: live)?|developing(?: story)?|срочно|главное|терміново|головне|عاجل|aktuell|eilmeldung"
    r"|última hora|dernières nouvelles|ultime notizie|últimas notícias|son dakika"
)
_SO_FAR = r"(?:\s+(?:so far|на эту минуту|на цю годину|на эту годину|حتى الآن|bisher))?"


def _pattern(marks: str) -> re.Pattern[str]:
    """At a title's beginning, before a sign; or in what stands before its first sign; or at its end."""
    return re.compile(
        rf"^\W*(?:{marks})\s*[:|.–—/!-]|^\W*(?:what we know|что известно|що відомо|ماذا نعرف|ما نعرفه)(?!\w)"
        rf"|^[^:|–—]{{0,80}}?(?<!\w)(?:{marks})(?!\w)[^:|–—]{{0,40}}[:|–—]|(?<!\w)(?:{marks}){_SO_FAR}\W*\Z",
        re.IGNORECASE,
    )


_ROLLING, _NEW = _pattern(_MARKS), _pattern(f"{_MARKS}|{_URGENT}")
_MARK = re.compile(rf"(?<!\w)(?:{_MARKS}|{_URGENT})(?!\w)", re.IGNORECASE)
_DOT = "i\u0307"  #: what becomes of a Turkish capital in lower case


@lru_cache(maxsize=4_096)
def is_rolling(title: str) -> bool:
    """Whether a title calls its page one that is rewritten."""
    return _ROLLING.search(title.lower().replace(_DOT, "i")) is not None


@lru_cache(maxsize=4_096)
def may_roll(title: str) -> bool:
    """Whether a title calls its page one that is rewritten, or only its story new: "Breaking: …", "عاجل: …"."""
    return _NEW.search(title.lower().replace(_DOT, "i")) is not None


def without_marks(title: str) -> str:
    """A title without the words by which it says so."""
    return _MARK.sub(" ", title)
