"""An English verb -> whether it is no word of its subject's, as what it says is done to that. Pure.

Headlines leave out the "was": "Governor confirmed dead", "Mayor said to be hurt", "Police told to leave", "Minister
denied a second term". So a form that may be either is passive before what only such a subject is. Who denies another
entry has said nothing, either.
"""

from daemon.incidents.cues import GROUP, IS, NOT_GIVEN
from daemon.incidents.naming import Read
from daemon.incidents.speakers import words_of

_BY = 3  #: words behind a verb in which a "by" makes it passive
_FAR = 3  #: words between a verb and what its subject is
_LATER = frozenset(words_of("later today yesterday also jointly separately reportedly since now not yet already"))
_DENY = frozenset(words_of("denied denies deny denying"))
_EITHER = frozenset(words_of("said reported confirmed announced acknowledged alleged claimed stated"))
#: Behind "said to" and the like: whom it is said to.
_HEARERS = frozenset(words_of("reporters journalists media the a"))
_TOLD_WHAT = frozenset(words_of("to of about not off that he she they it"))
#: What has become of a subject: behind a verb it makes that passive, if no thing stands behind.
_STATES = frozenset(
    words_of(
        "dead killed slain missing injured wounded hurt unhurt unharmed uninjured safe alive stable ill sick infected "
        "positive aboard hit struck shot stabbed bombed shelled attacked targeted ambushed raided stormed overrun "
        "besieged surrounded closed reopened evacuated sealed burned burnt burning destroyed damaged flooded looted "
        "robbed hacked offline trapped stranded lost found drowned poisoned assassinated executed captured kidnapped "
        "abducted seized detained arrested jailed hospitalised hospitalized ousted deposed sacked suspended"
    )
)
#: Between the two.
_HOW = frozenset(words_of("still feared presumed believed shot found also being badly"))
_ALWAYS = frozenset(map(words_of, ("on fire", "on board", "under", "among", "as", "in critical", "in hospital")))
_AS_OF = frozenset(words_of("of many much well few high it he she they"))  #: "confirmed as of Monday", "as many as"
#: Behind it, no thing is called so: "confirmed dead in …", but "confirmed dead man was …".
_BEHIND = frozenset(
    words_of(
        "in on at by near after before during following from of as with amid outside inside over under when while "
        "since and but along alongside across off for to this last at aboard again"
    )
)
#: What is not given to somebody, and what may stand before it.
_REFUSED = NOT_GIVEN | frozenset(
    words_of(
        "vote term chance request right rights promotion seat spot place burial funding funds passport licence license "
        "permit boarding pardon extension appeal win title medal penalty goal"
    )
)
_WHICH = frozenset(
    words_of(
        "a an the his her its their another new second third fourth fifth last final fair full late confidence exit "
        "entry us uk eu work travel medical extra more any extradition bail "
        "journalists reporters refugees prisoners it"
    )
)


def is_passive(text: Read, at: int) -> bool:
    """Is what a verb says done to its subject: "claimed by", "was later told", "confirmed dead", "denied a visa"?"""
    word, same = text.words[at], _same(text, at)
    if _is_by(same) or _has_was(text, at):
        return True
    if word in _DENY:
        return not NOT_GIVEN.isdisjoint(same[:1]) or _ends_in(text, at, _REFUSED, _WHICH)
    if word == "told":
        return not _TOLD_WHAT.isdisjoint(same[:1])
    if word == "admitted":
        return same[:1] in (("to",), ("with",))
    return word in _EITHER and (_is_said_to(word, same) or _is_said_of(text, at, same))


def _is_by(same: tuple[str, ...]) -> bool:
    """Does a "by" follow, at most behind a "later": "claimed by", "confirmed later by"?"""
    rest = next((word for word in same[: _BY - 1] if word not in _LATER), "")
    return rest == "by"


def _has_was(text: Read, at: int) -> bool:
    """Does a "was" stand before a verb, with a "later" between?"""
    if text.words[at].endswith("ing"):  # "is denying"
        return False
    one = at - 1
    while one > 0 and at - one < _FAR and (text.words[one] in _LATER or text.words[one].endswith("ly")):
        one -= 1
    is_was = text.words[one] in IS and text.written[one] != GROUP
    return one >= 0 and is_was and text.sentences[one] == text.sentences[at]


def _is_said_to(word: str, same: tuple[str, ...]) -> bool:
    """Is it "said to be", "confirmed to have", "reported to face"; not "confirmed to Reuters", "said to reporters"?"""
    if same[:1] != ("to",):
        return False
    return same[1:2] in (("be",), ("have",)) or (word in {"said", "reported"} and _HEARERS.isdisjoint(same[1:2]))


def _is_said_of(text: Read, at: int, same: tuple[str, ...]) -> bool:
    """Is it what has become of the subject: "reported missing", "confirmed among the dead", "said on fire"?"""
    if text.words[at] != "said" and (same[:1] in _ALWAYS or same[:2] in _ALWAYS):  # "said among the dead were two"
        return same[0] != "as" or _AS_OF.isdisjoint(same[1:2])
    return _ends_in(text, at, _STATES, _HOW)


def _ends_in(text: Read, at: int, ends: frozenset[str], before: frozenset[str]) -> bool:
    """Does one of these words follow a verb, of which no other word is a thing?"""
    words, found = text.words, False
    for one in range(at + 1, min(at + 2 + _FAR, len(words))):
        gap = text.gap(one - 1)
        if gap.strip() or text.sentences[one] != text.sentences[at]:
            return found and gap != "-"  # "a closed-door meeting"
        if words[one] in ends:
            found = True
        elif words[one] not in before and not words[one].endswith("ly"):
            return found and words[one] in _BEHIND
    return found


def _same(text: Read, at: int) -> tuple[str, ...]:
    """The next words of a verb's sentence."""
    return tuple(
        text.words[one]
        for one in range(at + 1, min(at + 1 + _FAR, len(text.words)))
        if text.sentences[one] == text.sentences[at]
    )
