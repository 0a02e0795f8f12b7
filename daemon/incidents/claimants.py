"""A text -> who claims an attack in it, though no entity names them. Pure.

Armed groups are many and new: `Jaish al-Adl claims responsibility`, `تبنت جماعة جيش العدل الهجوم`, `взяла на себя
группировка «Джейш аль-Адль»`. Only who says so in these words is told: all others are named by a rule folder.
"""

from collections.abc import Iterator

from daemon.incidents.cues import RESPONSIBILITY, RESPONSIBLE
from daemon.incidents.deeds import is_deed, is_many
from daemon.incidents.naming import QUOTES, Read, Speaker
from daemon.incidents.speakers import words_of
from daemon.language.fold import fold

_CLAIM = frozenset(words_of("claim claims claimed claiming"))
_RESPONSIBILITY = "responsibility"
_ATTACKS = frozenset(
    words_of(
        "attack attacks bombing bombings blast blasts explosion explosions ambush raid raids shooting shootings "
        "hijacking kidnapping abduction assault assassination killing killings murder murders massacre bomb bombs "
        "strike strikes airstrike airstrikes shelling stabbing beheading sabotage rocket rockets missile missiles "
        "drone drones cyberattack"
    )
)
_WITHIN = 6  #: words behind "for" in which an attack is told
#: Behind a name's "claims", of whoever it is: what else is claimed is won, or thought.
_DEEDS_CLAIMED = frozenset(words_of("downing capture seizure assassination killing ambush hack hacking"))
_OF_AN_ATTACK = frozenset(
    words_of("cyber rocket missile drone suicide car roadside bomb deadly major new second terror")
)
_GOES_ON = frozenset(words_of("on of in at against near that which who killed from by over after as targeting for"))
#: Behind the attack these say what is claimed of it, or whose it was: "claims attack on him was staged".
_SAID_OF_IT = frozenset(
    words_of(
        "was were is are be been has have had will came comes left leaves unfair false fake staged justified killed "
        "civilians children journalists him her them its their privacy"
    )
)
_ITS_DOERS = frozenset(words_of("downing capture seizure"))  #: nobody claims these but who has done them
_RELATIVE = frozenset(words_of("that which who"))  #: "that killed five" is the attack's
_LETTERS = range(2, 6)  #: of a name in letters, "RSF"
_TAKEN = frozenset({_RESPONSIBILITY, "credit"})
_NOT_TAKEN = frozenset(words_of("lies lay rests rested belongs falls shared"))  #: whose responsibility it is, is said
#: A name that holds one of these is an armed group's, so that it may claim an attack without the word.
_GROUP = frozenset(
    words_of(
        "jaish jaysh lashkar army front brigade brigades movement liberation ansar harakat jamaat mujahideen "
        "resistance battalion militia province"
    )
)
#: Right before a name, these say that it is one of a group.
_KIND_OF_GROUP = frozenset(words_of("group gang collective hackers militia outfit faction syndicate cartel"))
_OF_HACKERS = frozenset(
    words_of("it hacked stole breached hacking stealing responsibility credit theft data breach hack")
)
_SAYS, _SO_SHORT = frozenset(words_of("said says")), 4  #: words of "said it was responsible"
_HAVE = frozenset(
    words_of(
        "has have had also later group militants rebels gang hackers hacker ransomware "
        "hacking collective militia outfit "
        "faction insurgents separatists fighters"
    )
)
_OPENED, _CLOSED = frozenset('«“„"'), frozenset('»”“"')  #: round a group's name
_MOST = 4  #: words of it
_LONG = 3  #: letters of the words that are counted there
_NOBODY = frozenset(
    words_of(
        "police officials witnesses residents no one nobody none it they he she we this which "
        "who police group groups militants witness report reports family families lawyer lawyers relatives amnesty "
        "expert experts study source sources un fbi cia hrw msf unicef iom icrc nato eu human doctors"
    )
)
_JOINS = frozenset({"", "-"})
_PARTICLES = ("al-", "e-", "ul-", "as-", "ash-", "an-", "el-")  #: in a name they are small
_ARABIC_GROUPS = frozenset(words_of("مجموعة جماعة كتائب حركة تنظيم ألوية سرايا كتيبة فصيل جبهة لواء"))
_ARABIC_CLAIMS = frozenset(words_of("تبنى تبنت يتبنى تتبنى مسؤوليتها مسؤوليته"))
#: What an armed group claims, in Arabic; plans, laws and a peace process are adopted by the same verb.
_ARABIC_ATTACKS = frozenset(
    prefix + word
    for prefix in map(fold, ("", "ال", "ب", "بال", "و", "وال", "ل", "لل"))
    for word in words_of(
        "هجوم هجوما هجومين هجمات تفجير تفجيرا تفجيرين تفجيرات قصف اغتيال استهداف مسؤولية انفجار إطلاق عملية عمليات "
        "مسؤوليتها مسؤوليته"
    )
)
_ADOPTED = frozenset(
    words_of(
        "وقف لوقف بوقف هدنة خطة قرار قرارا مبادرة مقترح مقترحا مشروع قانون قانونا موقف موقفا استراتيجية سياسة "
        "السياسية السلام سلام السلمية إصلاح الإصلاح الانتخابية"
    )
)
#: Behind a word for a group these make it no group: "traffic", "the holding of elections".
_NO_GROUPS = frozenset(
    words_of("المرور السير الملاحة النقل الطيران القطارات الانتخابات التجارة الاتصالات المسافرين الحج السكان")
)
_ARTICLE = "ال"
_RUSSIAN_GROUPS = frozenset(
    words_of("группировка организация движение бригада на себя себе угруповання організація рух боевики бойовики")
)
_SELF, _NEAR = frozenset(words_of("себя себе")), 3  #: words from "взял" to "на себя"
#: How Russian and Ukrainian words for an attack begin.
_STEMS = tuple(
    words_of(
        "атак кибератак взрыв теракт нападен удар обстрел убийств подрыв покушен похищен диверс "
        "стрельб захват поджог ликвидац "
        "вибух напад обстріл вбивств підрив замах викраден стрілян підпал ракет дрон беспилотник"
    )
)


def claimants(text: Read) -> Iterator[Speaker]:
    """Names that stand where a claimant does, in the order of the text."""
    for at, word in enumerate(text.words):
        found = None
        if word in _CLAIM:
            found = _english(text, at)
        elif word in _SAYS:
            found = _behind(text, at)
        elif word in RESPONSIBLE and takes_responsibility(text, at) and _is_for_attack(text, at):
            found = _quoted(text, at) or _back(text, at) or _ahead(text, at + 1)
        elif word in _ARABIC_GROUPS and _is_claimed(text, at):
            found = _arabic(text, at)
        if found:
            yield Speaker(*found, text.between(*found), "party")


def takes_responsibility(text: Read, at: int) -> bool:
    """Does a Russian or Ukrainian "took" take responsibility: "взяло на себя ответственность", "ответственность за"?

    Whom a court took into custody, and what a bank bears, is in the same sentence and no claim.
    """
    said = _sentence(text, at)
    for place in said:
        if text.words[place] not in RESPONSIBILITY:
            continue
        first, last = sorted((place, at))
        is_joined = not any(text.gap(one).strip(f" ()-{QUOTES}") for one in range(first, last))
        near = range(max(said.start, at - _NEAR), min(said.stop, at + _NEAR + 1))
        is_own = any(text.words[one] in _SELF for one in near)
        is_for = text.words[place + 1 : place + 2] == ("за",)
        if place < at and is_joined + is_own + is_for > 1:
            return True
        if at < place <= at + (_NEAR + 1 if is_own else _NEAR - 1) and is_joined:
            return True
    return False


def _sentence(text: Read, at: int) -> range:
    """The words of the sentence that a word stands in."""
    first, last = at, at + 1
    while first and text.sentences[first - 1] == text.sentences[at]:
        first -= 1
    while last < len(text.words) and text.sentences[last] == text.sentences[at]:
        last += 1
    return range(first, last)


def _is_for_attack(text: Read, at: int) -> bool:
    """Does a Russian or Ukrainian sentence tell of an attack? A bank takes responsibility for a failure."""
    return any(text.words[one].startswith(_STEMS) for one in _sentence(text, at))


def _english(text: Read, at: int) -> tuple[int, int] | None:
    """Who claims at this word: before it, or behind its "by"."""
    behind = text.words[at + 1 : at + 4]
    if behind[:1] == ("by",):
        said = text.words[_sentence(text, at).start : at]
        return None if _RESPONSIBILITY not in said or _ATTACKS.isdisjoint(said) else _ahead(text, at + 2)
    found = _back(text, at)
    if found is None:
        return None
    is_group = not _GROUP.isdisjoint(text.words[slice(*found)])
    if is_group and not _ATTACKS.isdisjoint(behind):
        return found
    if _is_of_kind(text, found[0]) and not (_ATTACKS | _OF_HACKERS).isdisjoint(behind):
        return found
    if _is_attack_claimed(text, at) and not _is_large(text) and _is_groups(text, found, at):
        return found
    taken = next((one for one in range(at + 1, at + 1 + len(behind)) if text.words[one] in _TAKEN), None)
    return found if taken is not None and _is_taken(text, taken, is_group=is_group) else None


def _is_attack_claimed(text: Read, at: int) -> bool:
    """Is it an attack itself that is claimed, "claims rocket attack on", not "claims attack was"?"""
    one = at + 1
    while one < len(text.words) and text.words[one] in _OF_AN_ATTACK | {"a", "the"}:
        one += 1
    said = _sentence(text, at)
    if one >= said.stop or text.words[one] not in _ATTACKS | _DEEDS_CLAIMED:
        return False
    if one + 1 == said.stop or text.gap(one).strip():
        return True
    behind = one + 1
    while behind < said.stop and not text.gap(behind - 1).strip(f" -{QUOTES}"):
        if text.words[behind] in _RELATIVE:
            break
        if text.words[behind] in _SAID_OF_IT:
            return False
        behind += 1
    return text.words[one + 1] in _GOES_ON


def _is_groups(text: Read, found: tuple[int, int], at: int) -> bool:
    """May a name be a group's: of more words than one, in letters, or with a word for a group? Tesla is none."""
    start, end = found
    return (
        end - start > 1
        or end < at
        or not _ITS_DOERS.isdisjoint(text.words[at + 1 : at + 3])
        or _is_of_kind(text, start)
        or (text.written[start].isupper() and len(text.written[start]) in _LETTERS)
        or is_many(text.words[start])
    )


def _is_large(text: Read) -> bool:
    """Is nearly every word written large, so that no name can be told?"""
    long = [word for word in text.written[1:] if len(word) > _LONG and word.isalpha()]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _is_of_kind(text: Read, start: int) -> bool:
    """Does a kind of group stand before a name: "hacker group Killnet", "ransomware gang LockBit"?"""
    return start > 0 and text.words[start - 1] in _KIND_OF_GROUP and not text.gap(start - 1).strip(f" {QUOTES}")


def _behind(text: Read, at: int) -> tuple[int, int] | None:
    """Who says to be behind an attack, at a "said": "Killnet said it was behind the attack", "… was responsible"."""
    following = text.words[at + 1 : at + 5]
    if following[:1] in (("it",), ("they",)) and is_deed(text, range(at + 2, min(at + 4, len(text.words)))):
        found = _back(text, at)
        return found if found and (following[0] == "it" or is_many(text.words[found[1] - 1])) else None
    is_behind = following[:2] in (("it", "was"), ("they", "were")) and following[2:3] in (("behind",), ("responsible",))
    said = text.words[at : _sentence(text, at).stop]
    is_told = not _ATTACKS.isdisjoint(said) or (following[2:3] == ("responsible",) and len(said) == _SO_SHORT)
    return _back(text, at) if is_behind and is_told else None


def _is_taken(text: Read, taken: int, *, is_group: bool) -> bool:
    """Is it an attack's: "responsibility for the blast", or, at the end, of one told before? Peace has credit, too."""
    end = _sentence(text, taken).stop
    following = text.words[taken + 1 : min(end, taken + 2 + _WITHIN)]
    if not following or text.gap(taken).strip(f" {QUOTES}"):
        return text.words[taken] == _RESPONSIBILITY and (is_group or not _ATTACKS.isdisjoint(text.words[:taken]))
    if following[0] != "for" or not _NOT_TAKEN.isdisjoint(text.words[taken:end]):
        return False
    is_ended = following[1:2] and following[1].endswith("ing") and following[1] not in _ATTACKS  # "for stopping"
    return not is_ended and not _ATTACKS.isdisjoint(following)


def _back(text: Read, end: int) -> tuple[int, int] | None:
    """The name that ends before a word, in capitals or in quotes."""
    while end and text.words[end - 1] in _HAVE:
        end -= 1
    start = end
    while start and _is_named(text, start - 1) and (start == end or text.gap(start - 1).strip() in _JOINS):
        start -= 1
    while start < end and (not text.written[start][0].isupper() or text.words[start] == "the"):
        start += 1
    return (start, end) if start < end and text.words[start] not in _NOBODY and _is_beside(text, end) else None


def _quoted(text: Read, end: int) -> tuple[int, int] | None:
    """The name in quotes that ends right before a word: `группировка «Тихий ворон» взяла`."""
    if not end or text.gap(end - 1).strip() not in _CLOSED:
        return None
    start = end - 1
    while start and end - start < _MOST and not _OPENED.intersection(text.gap(start - 1)):
        start -= 1
    return (start, end) if start and _OPENED.intersection(text.gap(start - 1)) else None


def _ahead(text: Read, start: int) -> tuple[int, int] | None:
    """The name that begins at a word or behind words such as "the group"."""
    while start < len(text.words) and text.words[start] in _RUSSIAN_GROUPS | {"the"}:
        start += 1
    end = start
    while end < len(text.words) and _is_named(text, end) and (end == start or text.gap(end - 1).strip() in _JOINS):
        end += 1
    return (start, end) if start < end else None


def _is_beside(text: Read, end: int) -> bool:
    """Does nothing but a space or a quote stand behind a name?"""
    return end == len(text.words) or not text.gap(end - 1).strip(f" {QUOTES}")


def _is_named(text: Read, at: int) -> bool:
    return text.written[at][0].isupper() or text.words[at].startswith(_PARTICLES) or text.written[at] in {"al", "аль"}


def _is_claimed(text: Read, at: int) -> bool:
    """Does the sentence of a word for an armed group tell, in Arabic, that an attack is claimed?"""
    if text.words[at + 1 : at + 2] and text.words[at + 1] in _NO_GROUPS:
        return False
    said = _sentence(text, at)
    words = text.words[said.start : said.stop]
    is_told = not _ARABIC_CLAIMS.isdisjoint(words) and not _ARABIC_ATTACKS.isdisjoint(words)
    return is_told and _ADOPTED.isdisjoint(words)


def _arabic(text: Read, at: int) -> tuple[int, int] | None:
    """A group's name: the words behind its kind, up to the first with the article."""
    end = at + 2
    if end > len(text.words):
        return None
    if not text.words[at + 1].startswith(_ARTICLE) and end < len(text.words) and text.words[end].startswith(_ARTICLE):
        end += 1
    return at, end
