"""What a new version of a report changed, and whether it is a page that is written on and on. Pure."""

import re
from functools import lru_cache

from daemon.incidents.amendments import SENTENCE, note_in
from daemon.incidents.bounds import name_one_number
from daemon.incidents.wording import plain_words
from daemon.model import Fact, Incident, Item, Report

_LINES = 2  #: sentences shown that came, and that went
_LINE = 160  #: characters of each
_END = 4_000  #: characters at each end of a long text
NONE_TOLD = "none told"  #: the value of a fact that a new version tells no more

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
    return _is_live(report.title, report.url or "")


@lru_cache(maxsize=4_096)
def _is_live(title: str, url: str) -> bool:
    lower = title.lower()
    # Most titles are ASCII: two searches for what the expression looks for there are quicker than it.
    may_be = "live" in lower or "happened" in lower if lower.isascii() else bool(_MAY_BE_LIVE.search(lower))
    return bool((may_be and _LIVE_TITLE.search(title)) or _LIVE_ADDRESS.search(url))


def changed_facts(old: Report, new: Report) -> tuple[str, ...]:
    """The facts that the new version tells otherwise, `dead: 2 → 3`, or no more: `dead: 2 → none told`.

    Why not of a version that is only shorter, or without its text: a feed that cuts its entries takes nothing back.
    """
    was, now = _by_subject(old.facts), _by_subject(new.facts)
    missing = {} if _is_cut(old, new) else dict.fromkeys(was, NONE_TOLD)
    told = {**missing, **now}
    changed = [about for about in was if about in told and not name_one_number(was[about], told[about])]
    return tuple(f"{about}: {was[about]} → {told[about]}" for about in changed)


def _is_cut(old: Report, new: Report) -> bool:
    """Whether a new version says nothing that the old one did not."""
    words = [plain_words(f"{one.title} {one.text.rstrip('….')}") for one in (old, new)]
    return not new.text or set(words[1]) <= set(words[0])


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


def _by_subject(facts: tuple[Fact, ...]) -> dict[str, str]:
    return {fact.about: fact.value for fact in reversed(facts)}


def _sentences(text: str) -> dict[tuple[str, ...], str]:
    return {words: one for one in SENTENCE.split(text) if (words := plain_words(one))}


def names_what(report: Report, incident: Incident) -> bool:
    """Whether a report names something that the incident is about: "retracts report" is in every retraction."""
    return any(report.entities & told.entities for told in incident.reports)
