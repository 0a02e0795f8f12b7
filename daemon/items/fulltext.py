"""Which items get the text of the article behind them, what of a page is taken, and when to try again. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from daemon.items.fingerprint import folded_words
from daemon.items.normalise import MAX_BODY
from daemon.items.plaintext import clean
from daemon.model import FullText, Item, TextState, Verdict, VerdictKind

MIN_TEXT = 400  #: characters; less is a teaser, a cookie notice or a login
MAX_ATTEMPTS = 4
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
_TELLING = 4  #: letters of a word by which a page is known to be about its item


def wants_text(item: Item, verdict: Verdict, *, when: str, matched: bool) -> bool:
    """Is the article behind an item to be fetched? `when`: the feed's `full_text`.

    Law: never for copies, whose origin was looked at.
    """
    asked_for = when == "always" or (when == "matched" and matched)
    return asked_for and item.url is not None and verdict.kind in {VerdictKind.NEW, VerdictKind.REVISED}


def with_text(item: Item, text: str, *, was: str = "") -> Item:
    """The item with the article's text as its body, if that says more, or takes the place of what it `was`.

    Law: the fingerprint stays that of the feed's own words, so that its entry is recognised at the next poll.
    """
    return replace(item, body=text) if item.body == was or len(text) > len(item.body) else item


def take_text(due: FullText, item: Item, raw: str) -> FullText:
    """What an article that came is worth: taken, or refused with a reason."""
    text = clean(raw)[:MAX_BODY].rstrip()
    own = "" if item.body == due.text else item.body  #: what the feed itself says
    if len(text) < MIN_TEXT or len(text) <= len(own):
        return replace(due, state=TextState.SHORT, attempts=due.attempts + 1, error=f"{len(text)} characters")
    if not _is_about(item, text):
        return replace(due, state=TextState.OTHER, attempts=due.attempts + 1, error="no word of the title is in it")
    return replace(due, state=TextState.TAKEN, attempts=due.attempts + 1, text=text, error=None)


def after_failure(due: FullText, reason: str, *, retry_after: timedelta | None, final: bool, now: datetime) -> FullText:
    """The same, tried once more in vain: due again after a pause, twice as long each time, or given up."""
    attempts = due.attempts + 1
    if final or attempts >= MAX_ATTEMPTS:
        return replace(due, state=TextState.FAILED, attempts=attempts, error=reason)
    pause = max(_FIRST_WAIT * 4 ** (attempts - 1), retry_after or timedelta())
    return replace(due, attempts=attempts, next_at=now + min(pause, _LONGEST_WAIT), error=reason)


def _is_about(item: Item, text: str) -> bool:
    """Whether a page has a word of its item's title; any page has, of a title without long words."""
    telling = {word for word in folded_words(item.title) if len(word) >= _TELLING}
    return not telling or not telling.isdisjoint(folded_words(text))
