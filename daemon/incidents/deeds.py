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
#: These may be the foe's, unless they stand behind an "its"; a "they" is many, a "he" one person.
_OF_ANYBODY = frozenset(words_of("forces fighters troops units jets navy army warplanes drones"))
_ITS = frozenset(words_of("its their our"))
_AT_ITS = frozenset(words_of("over in near at off on to from with by after that inside into"))  #: "over its waters"
_MANY = ("s", "taliban")
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
#: Nobody says that he has struck these: he tells what was done to him.
_NO_TARGET = tuple(
    words_of(
        "больниц школ детс жил дом рынк церкв храм общежит гражданс мирн автобус вокзал роддом кафе поликлиник "
        "лікарн шко житл будин ринк дитяч цивільн лікар пологов гуртожит"
    )
)
_BY, _BY_OWN = ("ами", "ями"), ("сил", "войск", "военны", "бойц", "средств", "подразделени", "расчет", "зенит", "засоб")
_WITH = frozenset(words_of("с со над под между перед за з із зі над між"))
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
        return _is_english(text, speaker, behind)
    if any(word in _IN_ARABIC or bare_of(word) in _IN_ARABIC for word in words[:2]):
        return _OWN_LOSS.isdisjoint(text.words[first : first + _LOSS_WITHIN])
    return _is_cyrillic(words)


def is_deed(text: Read, behind: Sequence[int]) -> bool:
    """Does one of these words tell of a deed that nobody but a fighter says he has done?"""
    return any(
        _is_done(text, one)
        and not _is_done_to_its_own(text, one)
        and (text.words[one] in _SHOT or _has_target(text, one, _TARGETS))
        for one in behind
    )


def is_many(word: str) -> bool:
    """May "they" be somebody whose name ends with this word: "rebels", not "army"?"""
    return word.endswith(_MANY) and len(word) > len("us")


def _is_of_defence(text: Read, speaker: Speaker) -> bool:
    """Is an office one of those that fight: a ministry of defence, a general staff?"""
    words = text.words[speaker.start : speaker.end]
    return speaker.kind == "office" and any(word in DEFENCE or bare_of(word) in DEFENCE for word in words)


def _is_same(text: Read, one: int, at: int) -> bool:
    return text.sentences[one] == text.sentences[at]


def _is_english(text: Read, speaker: Speaker, behind: Sequence[int]) -> bool:
    """Is it "it shot down", "that its air defences had downed": of the name's own doing, and no passive?"""
    for at, one in enumerate(behind):
        word = text.words[one]
        if _is_done(text, one) or (word in _DONE_TO and _has_target(text, one, _ARMS if word in _SHOOTS else _TARGETS)):
            subject = text.words[behind[0] : behind[0] + at]
            return _is_itself(text, speaker, subject) and not _is_done_to_its_own(text, one)
        if word not in _BEFORE_IT and not word.isdigit():
            return False
    return False


def _is_itself(text: Read, speaker: Speaker, subject: Sequence[str]) -> bool:
    """Are the words before a verb the name itself, or its own forces? Just "drones" or "troops" may be the foe's."""
    said = _SUBJECTS.intersection(subject)
    if not said - _OF_ANYBODY - {"they", "he"}:
        last = text.words[speaker.end - 1]
        are_they = "they" in said and (speaker.kind == "fighter" or is_many(last))
        is_he = "he" in said and speaker.kind == "leader"
        return are_they or is_he or not (_OF_ANYBODY.isdisjoint(said) or _ITS.isdisjoint(subject))
    return True


def _is_done_to_its_own(text: Read, verb: int) -> bool:
    """Is it done to its own, "killed five of its soldiers", not only there: "shot down a drone over its waters"?"""
    behind = text.words[verb + 1 : verb + 1 + _OBJECT_WITHIN]
    before = list(takewhile(lambda word: word not in _ITS, behind))
    return len(before) < len(behind) and _AT_ITS.isdisjoint(before)


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
    if _is_by_another(words):
        return False
    if words[1] in _ATTACK:
        return following in _AT and not any(word.startswith(_NO_TARGET) for word in words[3:5])
    return words[1].startswith(_FELLING) and not following.startswith(_NO_FOE)


def _is_by_another(words: Sequence[str]) -> bool:
    """Does it say by whom, in Russian and Ukrainian: «об уничтожении склада террористами», not «силами ПВО»?"""
    return any(
        words[at].endswith(_BY) and not words[at].startswith(_BY_OWN) and _WITH.isdisjoint(words[at - 2 : at])
        for at in range(2, len(words))
    )
