"""Is an item news to us? NEW | REVISED | UNCHANGED | DUPLICATE of another, from a reduced view of the store. Pure.

Within its feed an entry is known by its guid, then its URL, then its content. Another feed's item is only ever the
origin of a duplicate: a guid means nothing outside its feed, and no feed can revise or suppress another's items.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from daemon.items.fingerprint import folded_words, hash_key
from daemon.items.owntext import lede_of, tell_alike, tell_otherwise
from daemon.items.rewritten import is_rewritten
from daemon.items.weblink import names_one_page
from daemon.language.formula import may_recur
from daemon.model import Item, KnownItem, Verdict, VerdictKind

COPY_WINDOW = timedelta(days=3)  #: the same text elsewhere is the same story for so long …
HEADLINE_WINDOW = timedelta(hours=12)  #: … a headline, where one text is missing or both are one, for so long …
REPEAT_WINDOW = timedelta(hours=6)  #: … and both for so long if their feed has said just that before, as sirens do
UNDATED_WINDOW = timedelta(hours=24)  #: without dates, the same text under other names is the same entry for so long
OTHER_STORY_100 = 50.0  #: titles less alike than this (token_set_ratio, 0..100) tell of different things
SAME_STORY_100 = 80.0  #: where nothing else speaks for it, titles must be this much alike to be one entry's

_LONG_WORDS = 60  #: content as long as this is the same story whenever it comes; sirens and bulletins are shorter
_TELLING_WORDS = 5  #: content shorter than this says nothing about identity
_HEADLINE_WORDS = 12  #: content shorter than this says no more than a headline does
_NAMING = 4  #: letters; shorter words of a headline name nothing
_TOLD_WORDS, _TOLD_SHARE = 2, 1 / 3  #: of a headline's words, and of them all, that stand in the text below it
_VERY_WORDS = 0.9  #: share of a text's words that makes two texts one, whenever they come


def lookup_keys(item: Item) -> tuple[str, ...]:
    """The keys under which the store finds what could make this item a duplicate or a revision.

    Law: `decide` needs no stored item beyond those that share a key with the item.
    """
    keys = (
        ("u", hash_key("url", item.url_key) if item.url_key else None),
        ("t", item.title_key),
        ("l", _lede_key(lede_of(item))),
    )
    return (*shown_keys(item), *(f"{kind}:{value}" for kind, value in keys if value))


def url_lookup_key(url_key: str) -> str:
    """The lookup key of a canonical URL."""
    return f"u:{hash_key('url', url_key)}"


def shown_keys(item: Item) -> tuple[str, ...]:
    """The lookup keys by which `decide` sees that a document still shows the item."""
    keys = (("g", f"{item.feed}:{item.guid_key}" if item.guid_key else None), ("c", item.fingerprint or None))
    return tuple(f"{kind}:{value}" for kind, value in keys if value)


def decide(item: Item, known: Sequence[KnownItem], *, now: datetime, shown: Collection[str] = ()) -> Verdict:
    """What the item is to us. `shown`: the lookup keys of all entries in the document that the item came in.

    Law: an entry that the document itself still shows is never what another entry of it is a new version of. The
    order of `known` does not matter. REVISED and UNCHANGED only ever name an item of the same feed, DUPLICATE only
    the origin in another feed. `known` may hold items that have nothing to do with this one.
    """
    ordered = sorted(known, key=lambda one: (one.arrived_at, one.id))
    own = [one for one in ordered if one.feed == item.feed]
    return (
        _seen(item, own)
        or _revised(item, [one for one in own if not _still_shown(one, item, shown)])
        or _duplicate(item, ordered, now=now)
        or Verdict(kind=VerdictKind.NEW, reason="nothing known")
    )


def fresh_id(item: Item, known: Iterable[KnownItem]) -> str:
    """The id under which an item is stored that is new: its own, or one made from it if another item has that.

    Why: an id is made of an entry's name and content, and a publisher may give both to two stories, one after the
    other. Law: deterministic; none of the known ids.
    """
    taken, fresh = {one.id for one in known}, item.id
    while fresh in taken:
        fresh = hash_key(fresh, item.arrived_at.isoformat())
    return fresh


def first_told(item: Item, verdict: Verdict, known: Iterable[KnownItem]) -> datetime | None:
    """When what the item says came for the first time: its origin, or a report in its very words; None: it is news."""
    if verdict.kind is VerdictKind.NEW:
        return told_before(item, known)
    origin = verdict.of if verdict.kind is VerdictKind.DUPLICATE else None
    return min((one.arrived_at for one in known if one.id == origin), default=None)


def told_before(item: Item, known: Iterable[KnownItem]) -> datetime | None:
    """When a report in these very words came for the first time, under whatever name and in whatever feed.

    Law: None if the words may come again of another event, as a siren's do: by what they say, or because one feed has
    said them twice within three days.
    """
    same = sorted((one for one in known if _in_same_words(item, one)), key=lambda one: one.arrived_at)
    if not same or may_recur(f"{item.title} {lede_of(item)}"):
        return None
    for one, later in pairwise(one for one in same if one.feed == item.feed):
        if later.arrived_at - one.arrived_at <= COPY_WINDOW:
            return None
    return same[0].arrived_at


def _in_same_words(item: Item, one: KnownItem) -> bool:
    if one.fingerprint == item.fingerprint:
        return True
    if _equal(one.title_key, item.title_key) and tell_alike(item, one, share=_VERY_WORDS):
        return True
    lede = lede_of(item)
    is_one_text = _equal(_lede_key(one.lede), _lede_key(lede))
    return is_one_text and _is_told_in(lede, item.title) and _is_told_in(lede, one.title)


def _is_told_in(lede: str, title: str) -> bool:
    """Whether a text tells what a headline does: a line about the newsletter stands below any."""
    known = set(folded_words(lede))
    words = {word for word in folded_words(title) if len(word) >= _NAMING}
    told = len(words & known)
    return told >= _TOLD_WORDS and told >= _TOLD_SHARE * len(words)


@lru_cache(maxsize=1_024)  # asked for each item some five times
def _lede_key(lede: str) -> str | None:
    """The key of a text that tells of one event alone, under whatever headline; None: it may come again of another."""
    return None if may_recur(lede) else hash_key("lede", *folded_words(lede))


def _seen(item: Item, own: Sequence[KnownItem]) -> Verdict | None:
    """The same content in the same feed: under its guid, its URL, or under new ones (D1)."""
    for one in own:
        if one.fingerprint == item.fingerprint and (reason := _seen_reason(item, one)):
            return Verdict(kind=VerdictKind.UNCHANGED, of=one.id, reason=reason)
    return None


def _seen_reason(item: Item, one: KnownItem) -> str | None:
    """What, beside equal content, shows that this is the known entry."""
    if _equal(one.guid_key, item.guid_key):
        return "guid"
    if _equal(one.url_key, item.url_key) and (
        names_one_page(one.url_key or "") or not _both_differ(one.guid_key, item.guid_key)
    ):
        return "url"
    if not (item.guid_key or item.url_key):
        return None if _dates_apart(item, one) else "content"
    if _is_long(item):
        return "content"  # re-dated and shown again: no two events are told in so many words alike
    return "content" if _is_telling(item) and _at_one_time(item, one) else None


def _at_one_time(item: Item, one: KnownItem) -> bool:
    """Whether equal content under other names has the same date: a siren that sounds again says the same words."""
    if item.published_at is None and one.published_at is None:
        return abs(item.arrived_at - one.arrived_at) <= UNDATED_WINDOW
    return item.published_at == one.published_at


def _dates_apart(item: Item, one: KnownItem) -> bool:
    if item.published_at is None or one.published_at is None:
        return False
    return abs(item.published_at - one.published_at) > UNDATED_WINDOW


def _revised(item: Item, own: Sequence[KnownItem]) -> Verdict | None:
    """New content under a known guid, or else under a known URL; of several the one with the likest title."""
    own = [one for one in own if one.fingerprint != item.fingerprint]  # what says the same anew is no revision
    by_guid = [one for one in own if _equal(one.guid_key, item.guid_key) and not _reuses_guid(item, one)]
    by_url = [one for one in own if _equal(one.url_key, item.url_key) and not _shares_page(item, one)]
    for reason, group in (("guid", by_guid), ("url", by_url)):
        if group:
            best = max(group, key=lambda one: _likeness_100(item.title, one.title))
            return Verdict(kind=VerdictKind.REVISED, of=best.id, reason=reason)
    return None


def _still_shown(one: KnownItem, item: Item, shown: Collection[str]) -> bool:
    """Whether another entry of the item's document is the known one: it has its content, or its guid."""
    if f"c:{one.fingerprint}" in shown and one.fingerprint != item.fingerprint:
        return True
    return _both_differ(one.guid_key, item.guid_key) and f"g:{one.feed}:{one.guid_key}" in shown


def _duplicate(item: Item, ordered: Sequence[KnownItem], *, now: datetime) -> Verdict | None:
    """The same text in another feed: then the item is a copy of the oldest one."""
    window = REPEAT_WINDOW if any(_repeats(item, one) for one in ordered if one.feed == item.feed) else COPY_WINDOW
    for one in ordered:
        reason = _copy_reason(item, one, window=window, now=now) if one.feed != item.feed else None
        if reason:
            return Verdict(kind=VerdictKind.DUPLICATE, of=_root(one, ordered), reason=reason)
    return None


def _copy_reason(item: Item, one: KnownItem, *, window: timedelta, now: datetime) -> str | None:
    age = abs(now - one.arrived_at)
    if one.fingerprint == item.fingerprint and (_is_long(item) or (_is_telling(item) and age <= _lasts(item, window))):
        return "content"
    if _equal(one.url_key, item.url_key) and not _other_story(item.title, one.title):
        return "url"
    if _equal(one.title_key, item.title_key) and age <= min(window, HEADLINE_WINDOW):
        return None if tell_otherwise(item, one) else "title"
    return None


def _lasts(item: Item, window: timedelta) -> timedelta:
    """How long the item's words can only mean the same story."""
    is_headline = _words(item, _HEADLINE_WORDS) < _HEADLINE_WORDS
    return min(window, HEADLINE_WINDOW) if is_headline else window


def _repeats(item: Item, one: KnownItem) -> bool:
    return one.fingerprint == item.fingerprint or _equal(one.title_key, item.title_key)


def _root(one: KnownItem, known: Iterable[KnownItem]) -> str:
    """The id at the end of a chain of copies; a broken chain ends where it is broken."""
    origins = {other.id: other.duplicate_of for other in known}
    visited = {one.id}
    origin = one.id
    while (further := origins.get(origin)) and further not in visited:
        visited.add(further)
        origin = further
    return origin


def _reuses_guid(item: Item, one: KnownItem) -> bool:
    """A publisher that gives one guid to several stories (D3): they differ in address and in title."""
    return _both_differ(item.url_key, one.url_key) and _other_story(item.title, one.title)


def _shares_page(item: Item, one: KnownItem) -> bool:
    """A publisher that points several stories to one page: guids differ, and titles; or dates, if it is a list.

    On a page that looks like one story's own (a live page), titles must differ clearly. A page that is rewritten under
    its address is one story, whatever its title is by now.
    """
    if not _both_differ(item.guid_key, one.guid_key) or is_rewritten(item, one):
        return False
    alike = _likeness_100(item.title, one.title)
    if names_one_page(one.url_key or ""):
        return alike < OTHER_STORY_100
    return alike < SAME_STORY_100 or not _at_one_time(item, one)


def _is_telling(item: Item) -> bool:
    """Whether equal content can only mean the same story: "(untitled)" and "Live updates" cannot."""
    return _words(item, _TELLING_WORDS) >= _TELLING_WORDS


def _is_long(item: Item) -> bool:
    return _words(item, _LONG_WORDS) >= _LONG_WORDS


def _words(item: Item, enough: int) -> int:
    """How many words an item has, counted until there are enough."""
    words = 0
    for text in (item.title, item.summary, item.body):
        if words < enough:
            words += len(folded_words(text[:1_000]))
    return words


def _other_story(title: str, known_title: str) -> bool:
    return _likeness_100(title, known_title) < OTHER_STORY_100


def _likeness_100(title: str, known_title: str) -> float:
    """How alike two titles are, 0..100; an empty one is like any."""
    if not title or not known_title:
        return 100.0
    words, known_words = folded_words(title), folded_words(known_title)
    return float(fuzz.token_set_ratio(" ".join(words), " ".join(known_words)))


def _equal(key: str | None, other: str | None) -> bool:
    return key is not None and key == other


def _both_differ(key: str | None, other: str | None) -> bool:
    return key is not None and other is not None and key != other
