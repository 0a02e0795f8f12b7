"""What a new version of a report changed, and whether it is a page that is written on and on. Pure."""

import re
from functools import lru_cache

from daemon.incidents.amendments import SENTENCE, note_in, without_notes
from daemon.incidents.bounds import name_one_number
from daemon.incidents.further import next_among
from daemon.incidents.targets import are_aimed_apart
from daemon.incidents.tolls import LOSSES, losses_of
from daemon.incidents.wording import plain_words
from daemon.language.formula import tells_loss
from daemon.language.livepage import is_rolling
from daemon.model import Fact, Incident, Item, Report, Stance

_LINES = 2  #: sentences shown that came, and that went
_LINE = 160  #: characters of each
_END = 4_000  #: characters at each end of a long text
_FIRST = 3  #: sentences in which a text says what is new
_OTHER_WORDS = 0.5  #: share of a sentence's words that its former text had: one that had more was only put otherwise
_TELLING = 4  #: words; a shorter sentence says nothing by itself
NONE_TOLD = "none told"  #: the value of a fact that a new version tells no more

_TIMES, _MORE = 2, 5  #: by how much a toll of dead must rise to be told of a page that is written on and on
_TOLD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_NUMBER = re.compile(r"\d+")

_PLACES = frozenset({"place", "location", "region", "country", "city", "facility"})  #: kinds of entities
_LIVE_TITLE = re.compile(
    r"^\W*(?:live(?:blog)?\b(?:\s*(?:updates?|news|blog))?\s*[:|–—-]|.{0,80}\blive updates?\b|онлайн\b\s*[:|–—-]"
    r"|(?:بث )?مباشر\s*[:|–—-])"
    r"|\s[–—-]\s.{0,40}\blive\W*$|\blive updates?\W*$|^.{0,60}\blive\s*[:|]|\bas it happened\W*$",
    re.IGNORECASE,
)
_MAY_BE_LIVE = re.compile(r"l(?:i\u0307?|ı)ve|happened|онлайн|مباشر")  #: quick, in lower case; what holds none is not
_LIVE_ADDRESS = re.compile(r"/(?:live|liveblog|live-?updates?|live-?news|live-?blog|online)(?:/|\b-)", re.IGNORECASE)


def is_live_page(report: Report) -> bool:
    """Whether a report is a page that is written on and on, so that its headline turns over."""
    return is_live(report.title, report.url or "")


@lru_cache(maxsize=4_096)
def is_live(title: str, url: str) -> bool:
    """The same, by a report's title and address."""
    lower = title.lower()
    # Most titles are ASCII: two searches for what the expression looks for there are quicker than it.
    may_be = "live" in lower or "happened" in lower if lower.isascii() else bool(_MAY_BE_LIVE.search(lower))
    return bool((may_be and _LIVE_TITLE.search(title)) or _LIVE_ADDRESS.search(url))


def is_rolling_page(old: Report, new: Report) -> bool:
    """Whether two versions of a report are of a page that is rewritten: a live page, or one that its titles call so."""
    if is_live_page(old) and is_live_page(new):
        return True
    return old.url is not None and old.url == new.url and is_rolling(old.title) and is_rolling(new.title)


def turned_to(old: Report, new: Report) -> str | None:
    """What a page tells of now instead of what it told of: another place, or another event; None: it goes on.

    Law: of another event only if the new title alone calls its own a further one, or if they name other targets.
    """
    if tells_of_elsewhere(old, new):
        return "the page tells of another place now"
    if (_calls_next(new) and not _calls_next(old)) or are_aimed_apart(old, new):
        return "the page tells of another event now"
    return None


def _calls_next(report: Report) -> bool:
    return next_among(_TOLD.findall(report.title), report.language) is not None


def risen_toll(old: Report, new: Report) -> str | None:
    """The toll of dead, if a new version's is at least twice as high, and by five: `dead: 3 → 40`."""
    was, now = _by_subject(old.facts).get("dead"), _by_subject(new.facts).get("dead")
    if was is None or now is None:
        return None
    before, after = _highest(was), _highest(now)
    has_risen = after >= _TIMES * before and after - before >= _MORE
    return f"dead: {was} → {now}" if has_risen else None


def _highest(value: str) -> int:
    return max((int(number) for number in _NUMBER.findall(value)), default=0)


def tells_of_elsewhere(old: Report, new: Report) -> bool:
    """Whether a new version names places, and none of the old one's, nor one within or around them."""
    was, now = _places(old), _places(new)
    around = {above for place in was for above in old.ancestors.get(place, ())}
    within = {above for place in now for above in new.ancestors.get(place, ())}
    return bool(was and now) and now.isdisjoint(was | around) and was.isdisjoint(within)


def _places(report: Report) -> set[str]:
    return {entity for entity, kind in report.kinds.items() if kind in _PLACES and entity in report.entities}


def changed_facts(old: Report, new: Report) -> tuple[str, ...]:
    """The facts that the new version tells otherwise, `dead: 2 → 3`, or no more: `dead: 2 → none told`.

    Law: the same words told the same, however their losses were stored. Why not of a version that is only shorter, or
    without its text: a feed that cuts its entries takes nothing back.
    """
    was, now = _told_before(old), _by_subject(new.facts)
    missing = {} if _is_cut(old, new) else dict.fromkeys(was, NONE_TOLD)
    told = {**missing, **now}
    changed = [about for about in was if about in told and not name_one_number(was[about], told[about])]
    return tuple(f"{about}: {was[about]} → {told[about]}" for about in changed)


def _is_cut(old: Report, new: Report) -> bool:
    """Whether a new version says nothing that the old one did not."""
    words = [plain_words(f"{one.title} {one.text.rstrip('….')}") for one in (old, new)]
    return not new.text or set(words[1]) <= set(words[0])


#: How an event goes on or ends, where nobody is counted.
_TURNS = re.compile(
    r"\b(?:freed|releas|rescu|surrender|arrest|captur|detain|escap|evacuat|ended|contain|extinguish|identif"
    r"|освобо|спас|сдал|задержа|арест|эвакуир|потуш|опозна|звільн|врятув|здав|затрима|евакуй|загас|поранен)"
    r"|تحرير|إطلاق سراح|الإفراج|اعتقال|توقيف|إنقاذ|إجلاء|استسلم",
    re.IGNORECASE,
)


def word_that_came(old: Report, new: Report) -> str | None:
    """What weighs in a new version whose title and facts stay as they were, in words; None: nothing.

    Law: somebody who claims, confirms or denies and did not before, or one of the first sentences, in words of which
    the former version had few, that tells of a loss or of how the event went on. Nothing is said by a former text that
    nobody had read, or that was only made shorter, or by a teaser's whole text.
    """
    if not old.text or _is_cut(old, new) or _was_teaser(old, new):
        return None
    before = {(one.who, one.stance) for one in old.statements}
    for one in new.statements:
        if one.stance is not Stance.CITES and not one.medium and (one.who, one.stance) not in before:
            return f"now tells that {one.who} {one.stance}"
    known = set(plain_words(f"{old.title} {old.text} {new.title}"))
    for words, text in list(_sentences(new.text).items())[:_FIRST]:
        if len(words) >= _TELLING and (tells_loss(text) or _TURNS.search(text)) and _is_other(words, known):
            return "now tells more of what happened"
    return None


def _was_teaser(old: Report, new: Report) -> bool:
    """Whether the former text was less than half of the new one, as before its article came, or cut and begins it."""
    was, now = plain_words(old.text), plain_words(new.text)
    is_cut = old.text.rstrip().endswith(("…", "..."))
    return 2 * len(was) <= len(now) or (is_cut and now[: len(was)] == was)


def _is_other(words: tuple[str, ...], known: set[str]) -> bool:
    return sum(word in known for word in words) < _OTHER_WORDS * len(words)


def note_that_came(was: Item, item: Item) -> str:
    """The sentences of an item's new version in which its publisher amends the former one; empty: there are none.

    Law: it counts wherever it stands, in the summary or in a long text, and only if the former version had such a
    text, for else nobody knows which version it amends.
    """
    texts = ((was.summary, item.summary), (was.body, item.body))
    came = [one for before, now in texts for one in _came(_ends(before), _ends(now))]
    return " ".join(dict.fromkeys(one for one in came if note_in(one)))


def _came(was: str, now: str) -> list[str]:
    """The sentences that only the new one of two texts has; none, if there was no text before."""
    if was == now or not (before := _sentences(was)):
        return []
    return [text for words, text in _sentences(now).items() if words not in before]


def _ends(text: str) -> str:
    """The beginning and the end of a long text, where notes stand."""
    return text if len(text) <= 2 * _END else f"{text[:_END]}\n{text[-_END:]}"


def changes_of(old: Report, new: Report) -> tuple[str, ...]:
    """What a new version tells otherwise, in lines: facts first, then sentences that went and that came.

    Law: form, such as case and punctuation, is no change. Shape: empty for the same words.
    """
    before, after = _sentences(old.text), _sentences(new.text)
    gone = [text for words, text in before.items() if words not in after]
    came = [text for words, text in after.items() if words not in before]
    came.sort(key=lambda text: text not in new.note)
    lines = [f"− {text[:_LINE]}" for text in gone[:_LINES]] + [f"+ {text[:_LINE]}" for text in came[:_LINES]]
    return (*changed_facts(old, new), *lines)


def _told_before(old: Report) -> dict[str, str]:
    """The facts of an old version. Its losses are read anew: it was stored by a desk that may have read otherwise."""
    if not old.text:
        return _by_subject(old.facts)
    things = tuple(fact for fact in old.facts if fact.about not in LOSSES)
    return losses_of(old.title, without_notes(old.text), old.language) | _by_subject(things)


def _by_subject(facts: tuple[Fact, ...]) -> dict[str, str]:
    return {fact.about: fact.value for fact in reversed(facts)}


def _sentences(text: str) -> dict[tuple[str, ...], str]:
    return {words: one for one in SENTENCE.split(text) if (words := plain_words(one))}


def names_what(report: Report, incident: Incident) -> bool:
    """Whether a report names something that the incident is about: "retracts report" is in every retraction."""
    return any(report.entities & told.entities for told in incident.reports)
