"""Entry -> Item: canonical URL, plain text, aware UTC, keys for recognition. Pure.

The limits cut what is stored and matched; fingerprints are taken before cutting, from the whole text.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

from daemon.config import Feed
from daemon.items.fingerprint import fingerprint, folded_words, hash_key
from daemon.items.plaintext import clean, plain_text, plain_title
from daemon.items.weblink import shown_url, url_key
from daemon.language.codes import meant_code
from daemon.model import Enclosure, Entry, Item

MAX_TITLE = 1_000
MAX_SUMMARY = 10_000
MAX_BODY = 100_000
MAX_AUTHOR = 200
MAX_CATEGORY = 100
MAX_CATEGORIES = 50
MAX_AUTHORS = 20
MAX_ENCLOSURES = 10
UNTITLED = "(untitled)"

_MADE_TITLE = 120  #: length of a title that is taken from the text
_SENTENCE = re.compile(r".+?[.!?…。؟।](?=[\s\"'»”)\]]|\Z)")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?\Z", re.DOTALL)
_NO_GUIDS = frozenset({"0", "-1", "null", "none", "nil", "undefined", "false", "n/a"})
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
_TELLING_WORDS, _TELLING_LENGTH = 5, 30


def normalise(entry: Entry, feed: Feed, *, now: datetime, language: str | None = None) -> Item:
    """The entry in house form; `language` is what the whole feed document declares.

    Law: deterministic; an entry without guid, URL and text still gets an identity of its own in its feed.
    """
    summary, body = plain_text(entry.summary), plain_text(entry.body)
    if body == summary and len(summary) <= MAX_SUMMARY:
        body = ""  # the same text twice would be matched, and shown, twice
    title = plain_title(entry.title) or _made_title(summary or body)
    print_ = fingerprint(title, f"{summary} {body}")
    shown = shown_url(entry.url)
    link, guid = url_key(shown), _guid_key(entry.guid)
    return Item(
        id=hash_key(feed.id, guid or link or print_, print_),
        feed=feed.id,
        source=_cut(plain_title(entry.origin or ""), MAX_AUTHOR) or feed.source,
        title=_cut(title, MAX_TITLE),
        summary=_cut(summary, MAX_SUMMARY),
        body=_cut(body, MAX_BODY),
        url=shown,
        url_key=link,
        guid_key=guid,
        title_key=_title_key(title),
        fingerprint=print_,
        published_at=_sane(entry.published) or _sane(entry.updated),
        arrived_at=now,
        language=_subtag(entry.language) or _subtag(feed.language) or _subtag(language),
        tags=feed.tags,
        author=_cut(plain_title(entry.author or ""), MAX_AUTHOR) or None,
        authors=_authors(entry.authors),
        categories=_categories(entry.categories),
        updated_at=_sane(entry.updated),
        enclosures=_enclosures(entry.enclosures),
        thumbnail=shown_url(entry.thumbnail),
        point=entry.point,
    )


def _guid_key(guid: str | None) -> str | None:
    """The hash of the publisher's id, case kept; None for what publishers write when they have none."""
    stripped = (guid or "").strip()
    return hash_key("guid", stripped) if stripped and stripped.casefold() not in _NO_GUIDS else None


def _title_key(title: str) -> str | None:
    """The hash of a title's words; None for one so short that two stories could share it."""
    words = folded_words(title)
    folded = " ".join(words)
    return hash_key("title", folded) if len(words) >= _TELLING_WORDS and len(folded) >= _TELLING_LENGTH else None


def _made_title(text: str) -> str:
    """The first sentence, or as many whole words as fit."""
    if not text:
        return UNTITLED
    if sentence := _SENTENCE.match(text, 0, _MADE_TITLE):
        return sentence.group()
    return text if len(text) <= _MADE_TITLE else (text[:_MADE_TITLE].rpartition(" ")[0] or text[:_MADE_TITLE]) + "…"


def _sane(instant: datetime | None) -> datetime | None:
    """A publisher's date in aware UTC; None if it lies before feeds existed: arrival decides then.

    A date in the future is kept: alerts show it as what it is, and an entry that has one is not an entry without date.
    """
    if instant is None:
        return None
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    try:
        utc = aware.astimezone(UTC)
    except OverflowError:
        return None
    return utc if utc >= _EARLIEST else None


def _subtag(language: str | None) -> str | None:
    """The primary subtag in lower case: `en` of `en-US` and of `eng`; None for what is no language tag."""
    found = _LANGUAGE.match((language or "").strip().lower())
    return meant_code(found.group(1)) if found and found.group(1) not in {"und", "mul", "zxx"} else None


def _categories(categories: tuple[str, ...]) -> tuple[str, ...]:
    some = categories[: 4 * MAX_CATEGORIES]  # a hostile feed names ten thousands
    cleaned = (_cut(clean(plain_title(one[: 10 * MAX_CATEGORY])), MAX_CATEGORY) for one in some)
    return tuple(dict.fromkeys(one for one in cleaned if one))[:MAX_CATEGORIES]


def _authors(authors: tuple[str, ...]) -> tuple[str, ...]:
    names = (_cut(plain_title(one[: 10 * MAX_AUTHOR]), MAX_AUTHOR) for one in authors[:MAX_AUTHORS])
    return tuple(dict.fromkeys(name for name in names if name))


def _enclosures(enclosures: tuple[Enclosure, ...]) -> tuple[Enclosure, ...]:
    """The first files whose URLs can be shown."""
    shown = ((one, shown_url(one.url)) for one in enclosures[: 4 * MAX_ENCLOSURES])
    return tuple(replace(one, url=url) for one, url in shown if url)[:MAX_ENCLOSURES]


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip()
