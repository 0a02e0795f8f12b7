"""A text -> what it says, without who says it: "medics say", "… : mayor", "according to the ministry". Pure.

Who tells of an event is named in its headline, and came to no harm by it. Tables of words, written by hand.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from daemon.incidents.concepts import concept_of
from daemon.incidents.counted import listed
from daemon.incidents.further import is_happening
from daemon.language.fold import fold

#: Behind or before who says it. "Claims" and "admits" are none: a fire claims lives, a hospital admits the wounded.
_SAYS: Final = """
    say says said saying tell tells told report reports reported announce announces announced confirm confirms confirmed
    stated warn warns warned deny denies
    сообщил сообщила сообщило сообщили сообщает сообщают заявил заявила заявило заявили заявляет заявляют рассказал
    рассказала рассказали уточнил уточнила уточнили подтвердил подтвердила подтвердили объявил объявила написал написала
    пишет сказал сказала сказали передает передают
    повідомив повідомила повідомило повідомили повідомляє повідомляють заявив уточнив уточнили розповів розповіла
    розповіли підтвердив підтвердила підтвердили написав оголосив сказав
    قال قالت يقول تقول يقولون أعلن أعلنت يعلن تعلن أفاد أفادت يفيد تفيد ذكر ذكرت أكد أكدت يؤكد تؤكد صرح أوضح
    dit disent annonce annoncent annoncé affirme affirment indique indiquent déclare déclarent rapporte rapportent
    confirme dice dicen dijo informa informan informó anuncia afirma señala confirma
    sagt sagte sagen meldet melden berichtet berichten teilt erklärt zufolge
    açıkladı söyledi duyurdu bildirdi belirtti dedi göre"""
#: Before who says it; folded.
_BY: Final = """according to|citing|per|по словам|по данным|по информации|по сообщению|по версии|согласно|со ссылкой на|
    за словами|за даними|за інформацією|за повідомленням|посилаючись на|з посиланням на|وفق|وفقا|بحسب|حسب|نقلا عن|
    selon|d'après|según|laut|nach angaben"""
_THAT: Final = "that что що أن إن بأن que dass"
#: With these, or an article, who stands alone behind a sign is who was hit: "kills two – a judge".
_COUNTED: Final = """
    a an one two three four five six seven eight nine ten un une deux trois ein eine zwei drei uno una dos tres bir iki
    один двое трое четверо пятеро двоє троє четверо dozens several many among including"""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*|\d+|[,:;–—|.!?…«»“”\"]|(?<=\s)-(?=\s)")
_BREAKS = frozenset(',:;–—|.!?…«»“”"-')
_LABELS = frozenset(":–—|-")
_LONGEST = 4  #: words that name who tells


class _Word(NamedTuple):
    """A word of a clause, where it stands, and whether it tells of harm or is a number: none of a teller's."""

    folded: str
    start: int
    end: int
    is_told: bool


class _Clause(NamedTuple):
    """What stands between two signs."""

    words: list[_Word]
    before: str
    after: str


def without_tellers(text: str, language: str, harm: frozenset[str]) -> str:
    """The text without those that a verb of speech, or an "according to", makes tell of it."""
    spans = [span for clause in _clauses(text, language, harm) for span in _tellers(clause.words)]
    return _without(text, spans)


def labels_of(text: str, language: str, harm: frozenset[str]) -> list[tuple[int, int]]:
    """Where a headline begins or ends with what may be who says it: `Mayor: …`, `… – hospital director`."""
    clauses = list(_clauses(text, language, harm))
    first, last = clauses[:1], clauses[-1:]
    found = [one for one in first if one.after in _LABELS] + [one for one in last if one.before in _LABELS]
    return [(one.words[0].start, one.words[-1].end) for one in found if _may_be_label(text, one.words)]


def _may_be_label(text: str, words: Sequence[_Word]) -> bool:
    """Is it short, tells of no harm, and counts nobody? The UN in capitals is no French article."""
    counted = [one for one in words if one.folded in listed(_COUNTED) and text[one.start : one.end] != "UN"]
    return len(words) <= _LONGEST and not counted and not any(one.is_told for one in words)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]},{text[end:]}"
    return text


def _clauses(text: str, language: str, harm: frozenset[str]) -> Iterator[_Clause]:
    before, words = "", list[_Word]()
    for found in _TOKEN.finditer(text):
        if found[0] in _BREAKS:
            if words:
                yield _Clause(words, before, found[0])
                words = []
            before = found[0]
            continue
        word = fold(found[0].replace("’", "'"))
        is_told = word.isdigit() or is_happening(word) or concept_of(word, language or None) in harm
        words.append(_Word(word, found.start(), found.end(), is_told))
    if words:
        yield _Clause(words, before, "")


def _tellers(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Where those stand that tell, in a clause."""
    for at, word in enumerate(words):
        if word.folded in listed(_SAYS):
            yield from _span(_up_to_told(words[max(0, at - _LONGEST) : at][::-1])[::-1])
            if not at:
                yield from _span(_up_to_told(words[1 : 1 + _LONGEST]))
        size = _length_of_by(words, at)
        if size:
            yield from _span(_up_to_told(words[at + size : at + size + _LONGEST]))


def _up_to_told(words: Sequence[_Word]) -> Sequence[_Word]:
    """Those of the next words that may name somebody who tells."""
    for size, word in enumerate(words):
        if word.is_told or word.folded in listed(_THAT):
            return words[:size]
    return words


def _span(words: Sequence[_Word]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in words]


def _length_of_by(words: Sequence[_Word], at: int) -> int:
    """How many words "according to" takes here; 0: it does not stand here."""
    ahead = tuple(one.folded for one in words[at : at + 3])
    return max((len(by) for by in _bys() if ahead[: len(by)] == by), default=0)


@cache
def _bys() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(by).split()) for by in _BY.split("|"))
