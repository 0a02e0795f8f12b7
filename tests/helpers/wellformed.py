"""What must be true of every item, whatever a publisher sent."""

import unicodedata
from datetime import timedelta

from daemon.items import normalise as limits
from daemon.model import Entry, Item

_BOUNDS = {
    "title": limits.MAX_TITLE,
    "summary": limits.MAX_SUMMARY,
    "body": limits.MAX_BODY,
    "author": limits.MAX_AUTHOR,
}
_ALLOWED = {"\n", "\t"}
_NOT_IN_LINKS = frozenset("\n\t\\\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def faults(item: Item) -> list[str]:
    """What is wrong with an item: text that is not NFC, control characters, naive dates, sizes without bounds."""
    found = []
    texts = {name: getattr(item, name) or "" for name in _BOUNDS} | {
        f"category {n}": c for n, c in enumerate(item.categories)
    }
    for name, text in texts.items():
        if len(text) > _BOUNDS.get(name, limits.MAX_CATEGORY):
            found.append(f"{name} is too long")
        if not unicodedata.is_normalized("NFC", text):
            found.append(f"{name} is not NFC")
        found += [f"{name} holds U+{ord(sign):04X}" for sign in set(text) if _is_control(sign)]
    if not item.title:
        found.append("no title")
    if item.url is not None and not item.url.startswith(("http://", "https://")):
        found.append("a link that is no web address")
    if item.url is not None and any(_is_control(sign) or sign in _NOT_IN_LINKS for sign in item.url):
        found.append("a link with a control character")
    if len(item.categories) > limits.MAX_CATEGORIES:
        found.append("too many categories")
    if item.published_at is not None and item.published_at.utcoffset() != timedelta():
        found.append("a date that is not aware UTC")
    return found


def _is_control(sign: str) -> bool:
    """Whether a sign is a control, a surrogate or not a character at all."""
    code = ord(sign)
    is_none = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return sign not in _ALLOWED and (unicodedata.category(sign) in {"Cc", "Cs"} or is_none)


def entry_faults(entry: Entry) -> list[str]:
    """What is wrong with an entry: fields of other types, text that no store takes, naive dates."""
    found = []
    for name in ("guid", "url", "title", "summary", "body", "language", "author"):
        value = getattr(entry, name)
        may_miss = name in {"guid", "url", "language", "author"}
        if not isinstance(value, str) and not (may_miss and value is None):
            found.append(f"{name} is no text")
    for name in ("published", "updated"):
        value = getattr(entry, name)
        if value is not None and value.utcoffset() != timedelta():
            found.append(f"{name} is not aware UTC")
    if not all(isinstance(one, str) for one in entry.categories):
        found.append("a category that is no text")
    return found
