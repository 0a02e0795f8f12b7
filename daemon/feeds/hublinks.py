"""Links to hubs, in a document's head or in the headers of an answer -> what is offered (WebSub, section 4). Pure."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from daemon.feeds.fields import read_text
from daemon.model import Offer

MAX_HUBS = 10
_LONGEST = 2_000  #: characters of a URL
_LONGEST_HEADER = 8_000
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[A-Za-z*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s\",;]+))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))", re.IGNORECASE)


def read_links(links: object, *, base: str) -> dict[str, Any]:
    """The `hubs` and the `topic` of a document's links: objects with `rel` and `href`, of whatever types."""
    found = [one for one in links if isinstance(one, dict)] if isinstance(links, list) else []
    pairs = [(read_text(one.get("rel")) or "", read_text(one.get("href")) or "") for one in found]
    return _sorted_out(pairs, base=base)


def read_link_headers(headers: Iterable[str], *, base: str) -> Offer:
    """The same of the `Link` headers of an answer (RFC 8288)."""
    pairs: list[tuple[str, str]] = []
    for header in headers:
        for url, rest in _LINK.findall(header[:_LONGEST_HEADER]):
            rel = _REL.search(rest)
            pairs.append(((rel.group(1) or rel.group(2) or "") if rel else "", url))
    found = _sorted_out(pairs, base=base)
    return Offer(hubs=tuple(found["hubs"]), topic=found["topic"])


def _sorted_out(pairs: list[tuple[str, str]], *, base: str) -> dict[str, Any]:
    hubs = [_absolute(href, base) for rel, href in pairs if "hub" in rel.lower().split()]
    own = [_absolute(href, base) for rel, href in pairs if "self" in rel.lower().split()]
    return {"hubs": list(dict.fromkeys(filter(None, hubs)))[:MAX_HUBS], "topic": next(filter(None, own), None)}


def _absolute(href: str, base: str) -> str | None:
    try:
        url = urljoin(base, href.strip())
    except ValueError:
        return None
    return url if href.strip() and len(url) <= _LONGEST else None
