"""A text -> who denies or confirms in it in so many words, though no entity, list or form names them. Pure.

Firms, bodies and people: `Tesla denies report …`, `Dublin Airport confirmed that …`, `«Газпром» опроверг …`,
`أرامكو تنفي …`. Only a name that stands right before its verb is told, where nothing but a person or a body can
stand: what such a name just says is nobody's word. In headlines that write all words large no name can be told.
"""

from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from daemon.incidents.cues import REJECTS, TOLD, verbs
from daemon.incidents.naming import QUOTES, Read, Speaker
from daemon.incidents.roles import FORMER
from daemon.incidents.speakers import words_of
from daemon.language.fold import fold
from daemon.model import Stance

_MOST = 6  #: words of a name
_LARGE = 0.6  #: share of words written large in a headline of such a style
_LONG = 3  #: letters of the words that are counted there
_HAVE = frozenset(words_of("has have had also later on monday tuesday wednesday thursday friday saturday sunday today"))
_AT_FIRST = frozenset(words_of("the but and while as though although however meanwhile"))  #: before a name
_LARGE_ONCE = frozenset(
    words_of(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december meanwhile however also yesterday today later earlier when if what why how "
        "on in at after before during since despite amid with under for by as he she they it we you i this that these "
        "mediator host neighbour neighbor ally those who nobody none no one some many most all both"
    )
)
#: What stands first in a sentence, and is written large for it only.
_NOT_NAMED = frozenset(
    words_of(
        "man woman men women boy girl teen teenager father mother son daughter brother sister husband wife family "
        "parents driver pilot captain student teacher nurse doctor lawyer attorney solicitor owner operator manager "
        "boss chief coach player star actor singer author suspect accused defendant victim killer gunman prisoner "
        "company firm club team airline bank school university hospital church court judge jury government state "
        "union source insider leader group people residents witnesses relatives families officials authorities experts "
        "analysts scientists researchers doctors lawyers reports report study video footage image images photo photos "
        "data test tests results review probe investigation inquiry inquest audit survey poll research autopsy "
        "evidence documents records emails letter letters statement figures census vote count announcement memo ex "
        "former "
        "spokesman spokeswoman spokesperson neither either nor science history dna post tweet paper newspaper magazine "
        "airport hotel mayor ministry minister regulator watchdog agency council commission committee panel province "
        "city town village port plant factory mine army military navy opposition party campaign candidate president "
        "premier king queen prince pope bishop archbishop cardinal priest imam rabbi diplomat envoy ambassador embassy "
        "consulate militia landlord landlady tenant couple trader broker billionaire businessman businesswoman tycoon "
        "rapper footballer boxer sprinter cyclist manufacturer maker developer contractor supplier carrier utility "
        "charity foundation hacker governor senator congressman congresswoman lawmaker officer sheriff soldier trust "
        "gang cartel rival mediator insider"
    )
)
#: Behind a denial: what is told of somebody, and no goal, visa or bail.
_DENIED = TOLD | frozenset(
    words_of(
        "charge charges wrongdoing role ties tie link links knowledge plan plans talks breach leak hacking hack fraud "
        "murder murdering killing rape assault abuse misconduct guilt liability pressure attack attacks strike strikes "
        "bribery corruption rumour rumor bias negligence any that having being it"
    )
)
_DENIED_WITHIN = 6  #: words behind the verb
_REJECTED = TOLD - frozenset(words_of("it statement statements account accounts"))
_REJECTED_WITHIN = 4  #: words behind the verb
_ENDING, _SHORT = "ing", 5  #: of what is denied to have been done, and letters of a word that only ends so
_CONFIRMED = frozenset(words_of("that the it its a"))  #: behind a verb that is no passive then
_THAT_WITHIN = 4  #: words behind it: "confirmed on Monday that"
_PRESENT = frozenset(words_of("confirms denies refutes"))
_AS_OF = frozenset(words_of("as for dead to"))  #: behind "confirmed" these say what it is done to

_RUSSIAN_DENIALS = frozenset(
    words_of(
        "опроверг опровергла опровергло опровергли опровергает опровергают отрицает отрицают спростував спростувала "
        "спростували спростовує спростовують заперечує заперечив заперечила заперечили"
    )
)
_RUSSIAN_AVOWALS = _RUSSIAN_DENIALS | frozenset(
    words_of(
        "подтвердил подтвердила подтвердило подтвердили подтверждает подтверждают підтвердив підтвердила підтвердили "
        "підтверджує підтверджують"
    )
)
_SHORTEST, _LONGEST = 2, 6  #: letters of an abbreviation

_ARABIC_DENIALS = frozenset(words_of("ينفي تنفي نفى"))
_ARABIC_AVOWALS = _ARABIC_DENIALS | frozenset(words_of("أكدت أكد نفت ونفت"))
_OIL = frozenset(words_of("نفت"))  #: in Persian; in Arabic "she denied", which opens a sentence
_BODIES = frozenset(
    words_of("شركة هيئة مؤسسة جامعة بلدية إدارة مديرية نادي النادي اتحاد نقابة بنك مصرف مستشفى مجموعة رابطة منظمة")
)
_NO_SUBJECT = frozenset(
    words_of(
        "مصدر مصادر هو هي هم كما وقد قد ما لا لم لن حيث بينما لكن في من على عن بعد قبل إلى مع بين هل إذا فيما الذي "
        "التي كان كانت أن إن وقال قال وأضاف"
    )
)
_ARTICLE, _MOST_ARABIC = "ال", 3


def avowers(text: Read) -> Iterator[Speaker]:
    """Names right beside a verb of denial or confirmation, in the order of the text."""
    english = _english_verbs()
    for at, word in enumerate(text.words):
        found = None
        if word in _RUSSIAN_AVOWALS:
            found = _russian(text, at)
        elif word in _ARABIC_AVOWALS or word.removeprefix("و") in _ARABIC_AVOWALS:
            found = _arabic(text, at)
        elif word in english and _is_avowed(text, at) and not _is_large(text):
            found = _english(text, at)
        if found:
            yield Speaker(*found, text.between(*found), "named")


@cache
def _english_verbs() -> dict[str, Stance]:
    kinds = {Stance.CONFIRMS, Stance.DENIES}
    plain = {"admits", "admitted", "acknowledges", "acknowledged"}  # pleas, and opinions
    plain |= {"deny", "confirm", "denying", "confirming"}  # what somebody is to do
    return {
        word: kind
        for word, kind in verbs(medium=False).items()
        if kind in kinds and word.isascii() and word not in plain
    }


def _is_large(text: Read) -> bool:
    """Is nearly every longer word written large, as in the headlines of some papers?"""
    long = [word for word in text.written[1:] if len(word) > _LONG and word.isalpha() and word.isascii()]
    return len(long) > 1 and sum(word[0].isupper() for word in long) > _LARGE * len(long)


def _is_avowed(text: Read, at: int) -> bool:
    """Is what is told behind an English verb denied, or confirmed, by its subject?"""
    following = _following(text, at)
    if _english_verbs()[text.words[at]] is Stance.DENIES:
        if text.words[at] in REJECTS:
            return not _REJECTED.isdisjoint(following[:_REJECTED_WITHIN])
        is_done = following[:1] and following[0].endswith(_ENDING) and len(following[0]) > _SHORT
        return bool(is_done) or not _DENIED.isdisjoint(following[:_DENIED_WITHIN])
    if text.words[at] in _PRESENT:
        return bool(following) and following[0] not in _AS_OF
    return not _CONFIRMED.isdisjoint(following[:1]) or "that" in following[:_THAT_WITHIN]


def _following(text: Read, at: int) -> tuple[str, ...]:
    """The words behind one in its sentence, up to a comma."""
    behind = range(at + 1, min(at + 1 + _DENIED_WITHIN, len(text.words)))
    same = takewhile(lambda one: text.sentences[one] == text.sentences[at] and "," not in text.gap(one - 1), behind)
    return tuple(text.words[one] for one in same)


def _english(text: Read, at: int) -> tuple[int, int] | None:
    """The name in capitals that ends before a verb, and begins its sentence, or stands behind a small word."""
    end = at
    while end and text.words[end - 1] in _HAVE and text.sentences[end - 1] == text.sentences[at]:
        end -= 1
    start = end
    while start and _goes_on(text, start, end):
        start -= 1
    begins = start == 0 or text.sentences[start - 1] != text.sentences[start]
    while start < end and text.words[start] in _LARGE_ONCE | _AT_FIRST and not _is_short(text.written[start]):
        start += 1
    if start == end or end - start > _MOST or not _is_close(text, end, at):
        return None
    is_first = start == 0 or text.sentences[start - 1] != text.sentences[start]
    if end - start == 1 and is_first and _is_plain(text.words[start], text.written[start]):
        return None
    if text.words[start] in FORMER:
        return None
    owners = [one for one in range(start, end - 1) if text.words[one].endswith(("'s", "’s"))]
    name = (owners[-1] + 1 if owners else start, end)  # "Ukraine's Volodymyr Zelensky"
    return name if begins or _is_opened(text, start) else None


def _goes_on(text: Read, start: int, end: int) -> bool:
    """Is the word before `start` a part of the name that goes on there?"""
    before = start - 1
    if not text.written[before][0].isupper() or text.sentences[before] != text.sentences[start]:
        return False
    return start == end or text.gap(before).strip("'’ s&-") == ""


def _is_close(text: Read, end: int, at: int) -> bool:
    """Does no sign stand between a name and its verb? An owner's does not make the verb its own."""
    gaps = "".join(text.gap(one) for one in range(end - 1, at))
    return not gaps.strip(f" {QUOTES}\u00a0") and not text.written[end - 1].endswith(("'s", "’s"))


def _is_plain(word: str, written: str) -> bool:
    """Is a sentence's first word a kind of people, or of evidence, and no name?"""
    if _is_short(written):
        return False
    is_many = word.endswith("s") and not word.endswith(("us", "is", "as", "ss"))
    return word in _NOT_NAMED or is_many or word.endswith(("men", "people"))


def _is_short(written: str) -> bool:
    """Is it an abbreviation: WHO, ЦИК?"""
    return written.isupper() and _SHORTEST <= len(written) <= _LONGEST


def _is_opened(text: Read, start: int) -> bool:
    """Does a name stand behind a sign, or a small word that opens a clause?"""
    if text.words[start - 1] == "and" and start > 1 and text.written[start - 2][0].isupper():
        return False  # of "Ministry of Petroleum and Mineral Resources"
    return text.words[start - 1] in _AT_FIRST or text.gap(start - 1).strip() in {",", ":", ";", "–", "—"}


def _russian(text: Read, at: int) -> tuple[int, int] | None:
    """A name in quotes, in capitals, or with one inside, right before a verb: `«Газпром» опроверг`, `в РЖД …`."""
    if not at or text.sentences[at - 1] != text.sentences[at]:
        return None
    start = at
    if text.gap(at - 1).strip() in set('»”"'):
        while start and at - start < _MOST and text.gap(start - 1).strip(" ") not in set('«“"'):
            start -= 1
            if not start:
                break
        opened = text.whole[: text.starts[start]][-1:]
        return (start, at) if opened in set('«“"') and opened else None
    name = text.written[at - 1]
    is_inside = name[0].isupper() and not name.isupper() and any(letter.isupper() for letter in name[1:])
    return (at - 1, at) if not text.gap(at - 1).strip() and (_is_short(name) or is_inside) else None


def _arabic(text: Read, at: int) -> tuple[int, int] | None:
    """The few words before a denial that open the text, or a firm or body behind its verb."""
    if text.words[at] in _OIL and at and text.sentences[at - 1] == text.sentences[at]:
        return None
    if at + 2 < len(text.words) and text.words[at + 1] in _BODIES:
        end = at + 3
        end += end < len(text.words) and text.words[end].startswith(_ARTICLE)
        return at + 1, end
    words = text.words[:at]
    if text.words[at] not in _ARABIC_DENIALS or not 0 < at <= _MOST_ARABIC or not _NO_SUBJECT.isdisjoint(words):
        return None
    is_plain = not any(text.gap(one).strip(f" {QUOTES}") for one in range(at))
    return (0, at) if is_plain and words[0] == fold(words[0]) else None
