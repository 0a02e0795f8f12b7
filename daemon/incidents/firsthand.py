"""A report that cites media -> whether it tells of its own, and cites them for a detail only. Pure.

A report's main claim stands in its title and its first sentence. Whoever cites a medium there has it from that; a
credit makes all of it that medium's. Whoever cites one further down, beside an office, a witness or its own reporter,
is a source of its own: "police said …; the driver had fallen asleep, Radio RPP reported".
"""

from collections.abc import Iterable, Sequence

from daemon.incidents.cues import verbs
from daemon.incidents.naming import Read, Speaker
from daemon.incidents.outlets import called
from daemon.incidents.passives import is_passive
from daemon.incidents.speakers import words_of
from daemon.incidents.stances import is_credit, stance_of
from daemon.model import Stance

_LATE = 3  #: sentences behind the first, where a lone detail stands
_PLACE, _DATELINE = 2, 5  #: words of a place, and of one with a date
_MEDIA = frozenset(words_of("media сми змі إعلام"))  #: in a title, who tells it
_SAY = frozenset(words_of("say says report reports reported said сообщили сообщают узнали повідомили повідомляють"))
#: Of what stands before, these say whose it is.
_OF_ALL = frozenset(map(words_of, ("об этом", "про це", "first reported", "reported first", "first broken")))
_BEFORE = 4  #: words between "while" and the medium that tells something else
_BESIDE = frozenset(words_of("while and but whereas though although а но при этом тогда але فيما بينما"))
#: Whose people are the report's own: "our reporter", «нашему корреспонденту», "notre envoyé".
_OUR = frozenset(
    words_of(
        "our наш наша наше наши нашего нашему нашей нашим нашими наших нашем нашу наші нашого нашому нашій нашої нашою "
        "notre nos unser unsere unserem unseren unserer unseres nuestro nuestra nuestros nuestras"
    )
)
_OPENS = {'"': '"”', "“": '”"', "„": '“”"', "«": "»", "‘": "’'", "'": "'’"}  #: a quotation, and what ends it
_SINGLE = frozenset("‘’'")  #: that are apostrophes, too
_PEOPLE = tuple(
    words_of(
        "correspondent reporter journalist team crew colleague staff photographer producer stringer корреспондент "
        "журналист редакци репортер собкор съемочн кореспондент журналіст редакці correspondant envoye reporter "
        "journaliste equipe korrespondent corresponsal enviad periodista equipo"
    )
)
_OWN = ("مراسلنا", "مراسلتنا", "مراسلونا", "مراسلينا", "موفدنا", "موفدتنا", "muhabirimiz", "muhabirlerimiz", "ekibimiz")
_THIS = frozenset(words_of("newspaper reporter correspondent website magazine publication"))
_TELLS = frozenset(words_of("told tells tell with"))
_INTERVIEW = frozenset(words_of("told tells tell interview podcast интервью комментарии інтерв'ю مقابلة حديث حوار"))
#: What speaks only for a medium named before: "the newspaper said", "told the agency", "the report said".
_ITS = frozenset(
    words_of(
        "newspaper paper outlet broadcaster channel network website site report reports article journal citing quoting "
        "quoted footage media الوكالة للوكالة الصحيفة للصحيفة القناة للقناة المصدر وكالة"
    )
)
_ITS_STEMS = tuple(words_of("агентств издани газет телеканал канал собеседник видання телекан"))
_WHOSE_AGENCY = frozenset(words_of("the news press state"))
#: Who goes on speaking, or nobody.
_PRONOUNS = frozenset(
    words_of("it he she they who which that he's them him her i we you он она они оно который він вона вони")
)
_NO_SPEECH = frozenset(words_of("report reports states state tell announce claim claims alleged"))


def tells_its_own(source: str, title: Read, text: Read, cited: tuple[Sequence[Speaker], Sequence[Speaker]]) -> bool:
    """Does a report of this source, which cites these media in its title and its text, tell of its own?

    Law: who is credited, in either, has told it; else its own reporter's word, or what was told it, decides.
    """
    in_title, in_text = cited
    if any(is_credit(title, one) for one in in_title) or any(is_credit(text, one) for one in in_text):
        return False
    if _is_own_name_told(source, title) or _is_own_name_told(source, text):
        return True
    if in_title:
        return False
    if _has_own_people(title, ()) or _has_own_people(text, in_text):
        return True
    if _is_of_media(title):
        return False
    told = sorted({text.sentences[one.start] for one in in_text})
    lede = _lede(text)
    first = [one for one in in_text if text.sentences[one.start] == told[0]] if told else []
    if not told or told[0] <= lede:
        return bool(told) and _is_beside(text, first[0])
    if _is_of_all(text, _sentence(text, told[0])) or (told[0] == lede + 1 and _is_interview(text, first)):
        return False
    if any(_is_direct(text, _sentence(text, one)) for one in range(told[0])):
        return True
    return not _is_interview(text, first) and told[0] >= lede + _LATE and 2 * len(told) <= text.sentences[-1]


def _lede(text: Read) -> int:
    """The first sentence that tells something, behind a place and a date: "Moscow, 17 May. …"."""
    sentences = range(text.sentences[-1] + 1) if text.sentences else range(0)
    return next((one for one in sentences if not _is_dateline(text, _sentence(text, one))), 0)


def _is_dateline(text: Read, said: range) -> bool:
    has_day = any(text.words[at].isdigit() for at in said) and not _is_direct(text, said)
    return len(said) <= _PLACE or (has_day and len(said) <= _DATELINE)


def _is_of_media(title: Read) -> bool:
    """Does a title say that media tell it: "Media: …", «СМИ: …», "…, local media say"?"""
    at = next((at for at, word in enumerate(title.words) if word in _MEDIA), None)
    return at is not None and (title.gap(at).startswith(":") or not _SAY.isdisjoint(title.words[at + 1 : at + 2]))


def _is_of_all(text: Read, said: range) -> bool:
    """Does a sentence tell whose all that is that stood before it: «Об этом сообщает ТАСС», "first reported by AFP"?"""
    words = text.words[said.start : said.stop]
    return any(words[at : at + 2] in _OF_ALL for at in range(len(words)))


def _is_own_name_told(source: str, text: Read) -> bool:
    """Does the source tell it by its name, or is it told to, or seen by, the source?"""
    return any(stance_of(text, one) is Stance.CITES for one in called(source).found_in(text))


def _has_own_people(text: Read, cited: Iterable[Speaker]) -> bool:
    """Do the source's own people tell it, in its own words? Who is quoted has an "us" and an "our" of his own."""
    ours = [at for at in range(len(text.words)) if _is_ours(text, at)]
    told = {text.sentences[one.start] for one in cited}
    quoted = _quotations(text.whole) if ours else []
    return any(
        not any(text.starts[at] in one for one in quoted) and (text.words[at] != "us" or text.sentences[at] not in told)
        for at in ours
    )


def _quotations(text: str) -> list[range]:
    """Where a text quotes; what is opened and not closed goes on to its end."""
    found, start, ends = [], 0, ""
    for at, sign in enumerate(text):
        before, behind = text[at - 1 : at].isalnum(), text[at + 1 : at + 2].isalnum()
        if ends and sign in ends and not (sign in _SINGLE and behind):
            found.append(range(start, at))
            ends = ""
        elif not ends and sign in _OPENS and not (sign in _SINGLE and before):
            start, ends = at, _OPENS[sign]
    return [*found, range(start, len(text))] if ends else found


def _is_ours(text: Read, at: int) -> bool:
    """Is it "our reporter", "this newspaper", "told us"?"""
    word, behind = text.words[at], text.words[at + 1 : at + 3]
    if word in _OUR:
        return any(one.startswith(_PEOPLE) for one in behind)
    if word == "this":
        return not _THIS.isdisjoint(behind[:1])
    if word == "us":
        return text.written[at] == "us" and at > 0 and text.words[at - 1] in _TELLS
    return word.removeprefix("ل").startswith(_OWN)


def _is_beside(text: Read, first: Speaker) -> bool:
    """Does the first sentence cite a medium only beside somebody else: "police said …, while AFP reported"?"""
    for at in range(max(0, first.start - _BEFORE), first.start):
        if text.words[at] in _BESIDE:
            return _is_direct(text, range(at))
    return False


def _is_interview(text: Read, cited: Iterable[Speaker]) -> bool:
    """Is it told to a medium, so that what is quoted before may be of that, too: "told CNN", "in an interview with"?"""
    return any(one.is_told or not _INTERVIEW.isdisjoint(_words_before(text, one)) for one in cited)


def _words_before(text: Read, one: Speaker) -> list[str]:
    before = range(max(0, one.start - _BEFORE), one.start)
    return [text.words[at] for at in before if text.sentences[at] == text.sentences[one.start]]


def _sentence(text: Read, number: int) -> range:
    first = text.sentences.index(number)
    return range(first, first + text.sentences.count(number))


def _is_direct(text: Read, words: range) -> bool:
    """Do these words quote somebody, and not through a medium that was named before?"""
    said = text.words[words.start : words.stop]
    if any(_is_its(said, at) for at in range(len(said))):
        return False
    return any(_is_speech(text, at, words) for at in words)


def _is_its(said: Sequence[str], at: int) -> bool:
    """Does a word stand for a medium that was named before? Other agencies speak for themselves."""
    if said[at] == "agency":
        return at > 0 and said[at - 1] in _WHOSE_AGENCY
    return said[at] in _ITS or said[at].startswith(_ITS_STEMS)


def _is_speech(text: Read, at: int, words: range) -> bool:
    """Is it a verb of speech, or "according to", whose subject is no pronoun?"""
    word = text.words[at]
    if word == "to" and at > words.start and text.words[at - 1] == "according":
        return True
    known = verbs(medium=False)
    if word in _NO_SPEECH or (word not in known and word.removeprefix("و") not in known) or is_passive(text, at):
        return False
    before = text.words[at - 1] if at > words.start else ""
    behind = text.words[at + 1] if at + 1 < words.stop else ""
    return before not in _PRONOUNS and not (behind in _PRONOUNS and _is_apart(text, at))


def _is_apart(text: Read, at: int) -> bool:
    """Does a sign stand before a verb, so that its subject is behind it: `", said he`?"""
    return not at or bool(text.gap(at - 1).strip())
