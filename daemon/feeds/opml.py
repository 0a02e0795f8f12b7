"""Lists of feeds as readers exchange them (OPML 2.0, http://opml.org/spec2.opml), read and written. Pure.

Most lists in the wild are not well-formed XML: a bare `&`, a quotation mark within a title. So this reads the tags by
itself, one after the other, and no entity, DTD or namespace of a stranger's file ever means anything.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any
from xml.sax.saxutils import quoteattr

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.charset import decode
from daemon.feeds.fields import read_language
from daemon.feeds.guard import NotAFeedError

MAX_FEEDS = 20_000
MAX_TAGS = 200_000
MAX_FOLDERS = 20  #: round a feed, that become tags
MAX_VALUE = 4_096  #: characters of one attribute
_NAMESPACE = "urn:watchdesk:feed"  #: of the attributes that only we know
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)(opml|body|outline)(?=[\s/>])", re.IGNORECASE)
#: A quotation mark ends a value only where a further attribute or the tag's end follows; others belong to the value.
_ATTRIBUTE = re.compile(
    r"""\s*([A-Za-z_][\w.:-]{0,60})\s*=\s*(?:"(.*?)"|'(.*?)')(?=\s*(?:[A-Za-z_][\w.:-]{0,60}\s*=\s*["']|/?>))""",
    re.DOTALL,
)
_ADDRESS = re.compile(r"""\bxmlUrl\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Keys of a feed that stand in an attribute of ours, as they are.
_OWN = ("id", "kind", "publisher", "country", "reliability")


def parse(body: bytes, asked: Asked) -> Answer:
    """The feeds of a list, in the answer's memory under `feeds`: mappings with keys of the config.

    Shape: in the file's order, none left out; tags are the folders round a feed, or those that were exported.
    Errors: NotAFeedError for what is no such list, or too large a one.
    """
    text = _COMMENT.sub("", decode(body, content_type=asked.content_type))
    feeds = list(islice(_feeds(text), MAX_FEEDS + 1))
    if len(feeds) > MAX_FEEDS:
        raise NotAFeedError(f"more than {MAX_FEEDS} feeds")
    return Answer(title="", language=None, truncated=False, entries=[], memory={"feeds": feeds})


def _feeds(text: str) -> Iterator[dict[str, Any]]:
    """The feeds, one after the other; a folder counts until its end tag."""
    tags = list(islice(_TAG.finditer(text), MAX_TAGS + 1))
    if len(tags) > MAX_TAGS or not tags or tags[0].group(2).lower() != "opml":
        raise NotAFeedError(f"more than {MAX_TAGS} tags" if len(tags) > MAX_TAGS else "this is no OPML")
    folders: list[str] = []
    for found, following in zip_longest(tags, tags[1:]):
        if found.group(2).lower() != "outline":
            continue
        if found.group(1):
            del folders[-1:]
            continue
        inner = text[found.end() : following.start() if following else len(text)].rstrip()
        values = _attributes(inner)
        title = values.get("title") or values.get("text") or ""
        url = values.get("xmlurl", "").strip()
        if url:
            yield _feed(values, url=url, title=title, folders=folders[:MAX_FOLDERS])
        if not inner.endswith("/>"):
            folders.append("" if url else title)


def _attributes(inner: str) -> dict[str, str]:
    """What stands between a tag's name and the next tag of the list -> its attributes, names in lower case."""
    values: dict[str, str] = {}
    at = 0
    while found := _ATTRIBUTE.match(inner, at):
        raw = found.group(2) if found.group(2) is not None else found.group(3)
        values.setdefault(found.group(1).lower(), html.unescape(raw[:MAX_VALUE]))
        at = found.end()
    if "xmlurl" not in values and (address := _ADDRESS.search(inner)):  # behind a value that no rule can end rightly
        values["xmlurl"] = html.unescape(address.group(1) or address.group(2) or "")
    return values


def _feed(values: Mapping[str, str], *, url: str, title: str, folders: Sequence[str]) -> dict[str, Any]:
    """A feed by the keys of the config; what the file does not say is left out."""
    own = {key: values[f"watchdesk:{key}"] for key in _OWN if values.get(f"watchdesk:{key}")}
    name = values.get("watchdesk:name", "") if "id" in own else " ".join(title.split())
    language = read_language(values.get("language")) or ""
    tags = _listed(values.get("watchdesk:tags"))
    if tags is None:
        tags = list(dict.fromkeys(tag for folder in folders if (tag := as_tag(folder))))
    feed = {"url": url, "name": name, "tags": tags, "language": _as_config(language), **own}
    return {key: value for key, value in feed.items() if value}


def _as_config(language: str) -> str:
    """A language tag as the config writes it: `EN_us` becomes `en-us`."""
    first, *rest = re.split("[-_]", language)
    return "-".join([first.lower(), *rest])


def _listed(text: str | None) -> list[str] | None:
    """Our own list of tags; None if it is none."""
    try:
        tags = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return tags if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) else None


def as_tag(folder: str) -> str:
    """A folder's name as one word: `World news` becomes `world-news`."""
    return re.sub(r"[^\w]+", "-", folder.lower()).strip("-_")[:64]


def build_opml(feeds: Sequence[Mapping[str, Any]]) -> str:
    """An OPML document of feeds by the keys of the config, which `parse` reads back as they were.

    Other readers see title, address, language and categories; kind, grade and the like stand in attributes of ours.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<opml version="2.0" xmlns:watchdesk="{_NAMESPACE}">']
    lines += ["  <head><title>watchdesk feeds</title></head>", "  <body>"]
    lines += [f"    <outline {_written(feed)}/>" for feed in feeds]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _written(feed: Mapping[str, Any]) -> str:
    tags = list(feed.get("tags") or ())
    label = feed.get("name") or feed.get("id") or feed["url"]
    values = {"type": "rss", "text": label, "title": label, "xmlUrl": feed["url"], "language": feed.get("language")}
    values["category"] = ",".join(tag for tag in tags if "," not in tag)
    values |= {f"watchdesk:{key}": feed.get(key) for key in (*_OWN, "name")}
    values["watchdesk:tags"] = json.dumps(tags, ensure_ascii=False) if tags else None
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in values.items() if value)


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("", value), {'"': "&quot;", "'": "&apos;", "\n": "&#10;"})
