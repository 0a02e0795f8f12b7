"""Words of a text -> the media in it that nobody listed, by their form. Pure.

`the Sudan Tribune`, `Radio Dabanga`, `газета «Ведомости»`, `قناة الحدث`; `пишет Bild`. Those with known names are found
in outlets.py.
"""

from collections.abc import Iterator

from daemon.incidents.naming import BESIDE, NEAR, QUOTES, Read, Speaker, is_capital, run
from daemon.incidents.speakers import is_outlet, words_of
from daemon.language.fold import fold

_A = frozenset({"a", "an", "the"})
_MOST_NAME = 4  #: words of a medium's name
#: The last or first word of a medium's own name, written as a name.
_IN_NAME = frozenset(words_of("times post tribune herald gazette journal telegraph news radio tv television newspaper"))
_BESIDE = frozenset(
    words_of(
        "newspaper daily magazine website broadcaster channel television radio outlet portal газета газете "
        "газету газеты телеканал телеканалу телеканала издание изданию издания портал порталу портала агентство "
        "агентству агентства журнал журналу канал каналу канала радио"
    )
)
_QUOTED_ONLY = frozenset(words_of("агентство агентству агентства"))  #: most are no media
_KINDS = _BESIDE | {"news", "agency"}
_FIRMS = frozenset(words_of("corp corporation inc ltd plc conference briefing email newsletter release"))
#: Before "newspaper" and the like these say only where it comes from.
_FROM = frozenset(
    words_of(
        "american arab australian austrian belgian brazilian british canadian chinese danish dutch egyptian english "
        "european finnish french german greek hebrew indian iranian iraqi irish israeli italian japanese kenyan korean "
        "kurdish lebanese mexican nigerian norwegian pakistani palestinian persian polish qatari russian saudi "
        "scottish south north spanish swedish swiss syrian taiwanese turkish ukrainian welsh western average telegram"
    )
)
#: The same in Arabic, whose names have no capitals: what follows is one if it has the article.
_BESIDE_ARABIC = frozenset(words_of("صحيفة لصحيفة قناة لقناة وكالة لوكالة إذاعة لإذاعة مجلة لمجلة"))
#: Agencies are of many things, those "of news" are media; behind that, and behind "canal", these are no names.
_NEWS, _AGENCY = fold("الأنباء"), frozenset(words_of("وكالة لوكالة"))
_NO_NAME = frozenset(words_of("السويس الرسمية المحلية الحكومية الأجنبية العالمية الدولية الوطنية الملاحة"))
_CHANNELS = frozenset(words_of("mash shot baza astra readovka"))  #: in Russian text; in English they are other words
_TELLS = frozenset(words_of("пишет пишут передает"))  #: in Russian it is media that do


def media(text: Read) -> Iterator[Speaker]:
    """Media by their form: `the Sudan Tribune`, `Radio Dabanga`, `газета «Ведомости»`, `قناة الحدث`; `пишет Bild`."""
    for index, word in enumerate(text.words):
        name = None
        if word in _IN_NAME and is_capital(text, index):
            name = run(text, index, index + 1)
            name = name if name[1] - name[0] > 1 and is_outlet(text.words[slice(*name)], index - name[0]) else None
        elif word in _BESIDE or word in _BESIDE_ARABIC:
            name = _beside(text, index)
        elif word == "agency" and index and text.words[index - 1] in {"news", "press"}:
            name = _agency(text, index)
        elif word in _TELLS and index + 1 < len(text.words) and text.written[index + 1][0].isascii():
            name = run(text, index + 1, index + 1)
            name = None if text.whole[text.starts[name[1] - 1] + len(text.written[name[1] - 1]) :][:1] == "-" else name
        elif word in _CHANNELS and is_capital(text, index) and index and not text.written[index - 1].isascii():
            name = (index, index + 1)
        name = name and _with_domain(text, *name)
        if name and 0 < name[1] - name[0] <= _MOST_NAME and _is_name(text.words[slice(*name)]):
            kind = text.words[name[1] : name[1] + 2]  # "the Sabah newspaper reported", "the Belta news agency reported"
            told = 2 if kind == ("news", "agency") else int(kind[:1] != () and kind[0] in _KINDS)
            yield Speaker(*name, text.between(*name), "medium", BESIDE + told)


def _agency(text: Read, index: int) -> tuple[int, int] | None:
    """A news agency's name, behind these words or before them; other agencies are offices."""
    after = index + 1
    if after < len(text.words) and is_capital(text, after) and not text.gap(index).strip():
        return run(text, after, after + 1)
    return run(text, index - 2, index - 1) if index > 1 and is_capital(text, index - 2) else None


def _is_name(words: tuple[str, ...]) -> bool:
    """Is it neither a firm's name nor nothing but a kind or a land: `News Corp`, "a French newspaper"?"""
    return _FIRMS.isdisjoint(words) and not (_KINDS | _FROM).issuperset(words)


def _with_domain(text: Read, start: int, end: int) -> tuple[int, int]:
    """A name with what makes it an address: `Bel.ru`."""
    is_address = end < len(text.words) and text.gap(end - 1) == "." and text.written[end].islower()
    return start, end + is_address


def _named_before(text: Read, index: int) -> tuple[int, int] | None:
    """Who is called a medium behind a comma: `Baza, a Telegram channel`, `Astra, an independent outlet`."""
    at = index - 1
    while at > 0 and index - at < _MOST_NAME and text.words[at] not in _A and not text.gap(at - 1).strip("- "):
        at -= 1
    if at < 1 or text.words[at] not in _A or text.gap(at - 1).strip() != "," or not is_capital(text, at - 1):
        return None
    return run(text, at - 1, at)


def _beside(text: Read, index: int) -> tuple[int, int] | None:
    """The name beside a word for a kind of medium: behind it, or, in scripts with capitals, before it."""
    after = index + 1
    if after < len(text.words) and text.sentences[after] == text.sentences[index]:
        gap = text.gap(index)
        if _is_of_state(text, index):
            return None
        if gap.strip() and gap.strip() in QUOTES:
            end = after + 1
            while end < len(text.words) and end - after < _MOST_NAME and not text.gap(end - 1).strip("- "):
                end += 1
            return after, end
        if text.words[index] in _BESIDE_ARABIC:
            return _beside_arabic(text, index)
        if is_capital(text, after) and not gap.strip() and text.words[index] not in _QUOTED_ONLY:
            start, end = run(text, after, after + 1)  # the Daily Beast, but not "Журнал Forbes"
            return (start if text.words[index].isascii() else after), end
    if index and is_capital(text, index - 1) and not text.gap(index - 1).strip() and text.words[index].isascii():
        before = run(text, index - 1, index)
        return before if _is_name(text.words[slice(*before)]) else _named_before(text, index)
    return _named_before(text, index)


def _beside_arabic(text: Read, index: int) -> tuple[int, int] | None:
    """The words with the article behind a word for a kind of medium."""
    end = index + 1
    while end < len(text.words) and end - index <= NEAR and text.words[end].startswith("ال"):
        end += 1
    is_of_news = text.words[index + 1] == _NEWS
    if (text.words[index] in _AGENCY) is not is_of_news or end - index - 1 <= is_of_news:
        return None
    return None if not _NO_NAME.isdisjoint(text.words[index + 1 : end]) else (index + 1, end)


def _is_of_state(text: Read, index: int) -> bool:
    """Is a Russian agency no medium but an office: `Федеральное агентство …`, `агентство «Роснедра»`?"""
    if not text.words[index].startswith("агентств"):
        return False
    before, after = text.words[index - 1] if index else "", text.words[index + 1]
    is_other = before.endswith(("ое", "ому", "ого")) and not before.startswith(("информ", "новост"))
    return is_other or (after.startswith("рос") and after not in {"росбалт", "россия"})
