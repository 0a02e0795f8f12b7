"""Who says that it has done something to somebody claims it, though it is no party to all that it tells. Pure.

What an army, a state or a rebel just says is no claim; but "we shot it down", "it killed a commander", "we sank it" is
the claim of who fights: `IRGC says it shot down a drone`, `ВСУ заявили об уничтожении корабля`,
`الجيش يعلن اغتيال قائد`.
"""

from collections.abc import Sequence
from itertools import takewhile

from daemon.incidents.cues import DEFENCE
from daemon.incidents.naming import Read, Speaker, bare_of
from daemon.incidents.speakers import words_of

_SUBJECTS = frozenset(
    words_of(
        "it they he forces fighters troops defences defenses defence defense units jets navy army warplanes drones"
    )
)
_BEFORE_IT = _SUBJECTS | frozenset(
    words_of(
        "its their air that has have had also naval special overnight on late early "
        "january february march april may june july august september october november "
        "december monday tuesday wednesday thursday friday saturday sunday today yesterday earlier"
    )
)
#: What fighters do, and nobody else does to people or things.
_DONE = frozenset(
    words_of(
        "downed downs downing killed sank sunk bombed shelled ambushed assassinated eliminated attacked raided "
        "intercepted foiled thwarted neutralised neutralized"
    )
)
_SHOT, _DOWN = frozenset(words_of("shot shoots shooting brought brings bringing")), "down"
#: What others do as well, to other things: a deal is struck, a record hit, a satellite launched.
_DONE_TO = frozenset(
    words_of(
        "hit struck targeted destroyed captured seized fired launched carried conducted freed rescued recaptured took"
    )
)
_ARMS = frozenset(
    words_of(
        "missile missiles rocket rockets drone drones strike strikes airstrike airstrikes attack attacks raid raids "
        "offensive operation operations projectile projectiles shells mortar mortars torpedo salvo barrage"
    )
)
_SHOOTS = frozenset(words_of("fired launched carried conducted"))  #: such arms only: a satellite is launched, too
_TARGETS = _ARMS | frozenset(
    words_of(
        "target targets base bases depot depots tanker tankers ship ships vessel vessels boat boats warship warships "
        "destroyer airport airports airbase refinery refineries port ports commander commanders fighter fighters "
        "militant militants terrorist terrorists soldier soldiers troops site sites position positions facility "
        "facilities convoy vehicle vehicles tank tanks building headquarters cell cells hostage hostages town towns "
        "village villages city bunker tunnel tunnels launcher launchers camp camps plane planes aircraft helicopter "
        "helicopters jet jets radar bridge infrastructure people civilians officers gunmen rebels insurgents leader "
        "leaders chief operative operatives control areas territory"
    )
)
_OBJECT_WITHIN = 7  #: words behind the verb
_WITHIN, _LOSS_WITHIN = 9, 8  #: words behind the word of speech
_THAT, _OF = frozenset(words_of("что що")), frozenset(words_of("о об про"))
_OWN = frozenset(
    words_of("они их его ее силы пво войска бойцы военные расчет расчеты вони його її сили бійці військові ночью за")
)
#: How Russian and Ukrainian verbs for it begin, in the past, and nouns, behind "о" and "про".
_FELLED = tuple(
    words_of(
        "сбил уничтожил ликвидировал поразил атаковал потопил захватил взорвал обстрелял убил перехватил нейтрализовал "
        "нанес освободил збив збил знищив знищил уразив уразил вразив вразил ліквідував ліквідувал атакував атакувал "
        "потопив потопил захопив захопил перехопив перехопил завдал завдав"
    )
)
_FELLING = tuple(
    words_of(
        "сбити уничтожени ликвидаци поражени потоплени захват взяти нейтрализаци перехват "
        "збит знищен ліквідаці уражен ураженн потоплен захоплен нейтралізаці перехоплен"
    )
)
_ATTACK, _AT = frozenset(words_of("ударе удар атаке атаку")), frozenset(words_of("по на"))
_NO_FOE = ("последств", "пожар", "авари", "чс", "возгоран", "наслідк", "пожеж")  #: these are dealt with, not fought
#: Nouns of it in Arabic, and verbs in the past.
_IN_ARABIC = frozenset(
    words_of(
        "إسقاط أسقط أسقطت أسقطوا إسقاطه إسقاطها أسقطنا اغتيال اغتالت اغتال تصفية قتل قتلت "
        "القضاء تدمير دمر دمرت استهداف "
        "استهدف استهدفت قصف قصفت إغراق أغرق أغرقت اعتراض اعترض اعترضت تحييد أسر شن شنت السيطرة إطلاق أطلق أطلقت"
    )
)
_OWN_LOSS = frozenset(words_of("له لها تابعة تابع لقواته لقواتها حريق سراح من"))  #: behind: no deed, or another's
_KINDS = frozenset({"other", "official", "state", "ruler", "leader", "fighter"})


def claims_a_deed(text: Read, speaker: Speaker, at: int) -> bool:
    """Does a name say at a neutral verb, or behind its colon, that it, or its forces, did something to somebody?"""
    if speaker.kind not in _KINDS and not _is_of_defence(text, speaker):
        return False
    first = max(at, speaker.end - 1) + 1
    behind = [one for one in range(first, min(first + _WITHIN, len(text.words))) if _is_same(text, one, at)]
    words = [text.words[one] for one in behind]
    if not words:
        return False
    if text.words[at].isascii():
        return _is_english(text, behind)
    if any(word in _IN_ARABIC or bare_of(word) in _IN_ARABIC for word in words[:2]):
        return _OWN_LOSS.isdisjoint(text.words[first : first + _LOSS_WITHIN])
    return _is_cyrillic(words)


def is_deed(text: Read, behind: Sequence[int]) -> bool:
    """Does one of these words tell of a deed that nobody but a fighter says he has done?"""
    return any(_is_done(text, one) and (text.words[one] in _SHOT or _has_target(text, one, _TARGETS)) for one in behind)


def _is_of_defence(text: Read, speaker: Speaker) -> bool:
    """Is an office one of those that fight: a ministry of defence, a general staff?"""
    words = text.words[speaker.start : speaker.end]
    return speaker.kind == "office" and any(word in DEFENCE or bare_of(word) in DEFENCE for word in words)


def _is_same(text: Read, one: int, at: int) -> bool:
    return text.sentences[one] == text.sentences[at]


def _is_english(text: Read, behind: Sequence[int]) -> bool:
    """Is it "it shot down", "that its air defences had downed": of the name's own doing, and no passive?"""
    for at, one in enumerate(behind):
        word = text.words[one]
        if _is_done(text, one) or (word in _DONE_TO and _has_target(text, one, _ARMS if word in _SHOOTS else _TARGETS)):
            return not _SUBJECTS.isdisjoint(text.words[behind[0] : behind[0] + at])
        if word not in _BEFORE_IT and not word.isdigit():
            return False
    return False


def _is_done(text: Read, one: int) -> bool:
    return text.words[one] in _DONE or (text.words[one] in _SHOT and text.words[one + 1 : one + 2] == (_DOWN,))


def _has_target(text: Read, verb: int, targets: frozenset[str]) -> bool:
    """Is it done to what fighters fight, or, but for what is fired, to a place or a number of something?"""
    for one in range(verb + 1, min(verb + 1 + _OBJECT_WITHIN, len(text.words))):
        if not _is_same(text, one, verb):
            return False
        is_named = text.written[one][0].isupper() or text.written[one][0].isdigit()
        if text.words[one] in targets or (is_named and targets is _TARGETS and one <= verb + 2):
            return True
    return False


def _is_cyrillic(words: Sequence[str]) -> bool:
    """Is it "что сбили", "что его силы сбили", "об уничтожении", "об ударе по"?"""
    if words[0] in _THAT:
        subject = list(takewhile(lambda word: not word.startswith(_FELLED), words[1:]))
        return len(subject) < len(words) - 1 and _OWN.issuperset(subject)
    if words[0] not in _OF or len(words) == 1:
        return False
    following = words[2] if len(words) > 2 else ""
    if words[1] in _ATTACK:
        return following in _AT
    return words[1].startswith(_FELLING) and not following.startswith(_NO_FOE)
