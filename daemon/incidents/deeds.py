"""Who says that it has shot something down claims it, though it is no party to all that it tells. Pure.

A corps, an army or a state that just says something is nobody's word; but "we shot it down" is the claim of who fights:
`IRGC says it shot down a drone`, `ВСУ заявили, что сбили вертолёт`, `أعلن الحرس الثوري إسقاط طائرة`.
"""

from itertools import takewhile

from daemon.incidents.naming import Read, Speaker
from daemon.incidents.speakers import words_of

_SUBJECTS = frozenset(words_of("it they he forces fighters troops defences defenses defence defense units"))
_BEFORE_IT = _SUBJECTS | frozenset(words_of("its their air that has have had also"))
_SHOT = frozenset(words_of("shot shoots shooting brought brings bringing"))
_DOWNED = frozenset(words_of("downed downs downing"))
_FELLED = frozenset(words_of("сбил сбила сбило сбили збив збила збило збили"))
_FELLING = frozenset(words_of("сбитии сбитие збиття"))
_IN_ARABIC = frozenset(words_of("إسقاط أسقط أسقطت أسقطوا إسقاطه إسقاطها بإسقاط أسقطنا"))
_OWN_LOSS = frozenset(words_of("له لها تابعة تابع لقواته لقواتها"))  #: behind: it tells of its own aircraft
_WITHIN, _LOSS_WITHIN = 6, 8  #: words behind the verb
_OWN = frozenset(
    words_of("они их его ее силы пво войска бойцы военные расчет расчеты вони його її сили бійці військові")
)
_THAT, _OF = frozenset(words_of("что що")), frozenset(words_of("о об про"))
_KINDS = frozenset({"other", "official", "state"})


def claims_a_deed(text: Read, speaker: Speaker, at: int) -> bool:
    """Does a name say at a neutral verb that it, or its forces, shot something down?"""
    if speaker.kind not in _KINDS:
        return False
    first = max(at, speaker.end - 1) + 1
    behind = [one for one in range(first, min(first + _WITHIN, len(text.words))) if _is_same(text, one, at)]
    words = [text.words[one] for one in behind]
    if not words:
        return False
    if text.words[at].isascii():
        return _is_english(words)
    if not _IN_ARABIC.isdisjoint(words[:2]):
        return _OWN_LOSS.isdisjoint(text.words[first : first + _LOSS_WITHIN])
    if words[0] in _THAT:
        subject = list(takewhile(lambda word: word not in _FELLED, words[1:]))
        return len(subject) < len(words) - 1 and _OWN.issuperset(subject)
    return words[0] in _OF and not _FELLING.isdisjoint(words[1:2])


def _is_same(text: Read, one: int, at: int) -> bool:
    return text.sentences[one] == text.sentences[at]


def _is_english(words: list[str]) -> bool:
    """Is it "it shot down", "that its air defences had downed": of the name's own doing, and no passive?"""
    for at, word in enumerate(words):
        if word in _DOWNED or (word in _SHOT and "down" in words[at + 1 : at + 2]):
            return not _SUBJECTS.isdisjoint(words[:at])
        if word not in _BEFORE_IT:
            return False
    return False
