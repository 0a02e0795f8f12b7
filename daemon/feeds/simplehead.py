"""What a simple feed says of itself before and between its entries, as feedparser would give it. Pure.

Only what `xmlfeed` reads of it: its title, its language, and the links to hubs and to itself.
"""

from daemon.feeds.simpleentry import LINK, TEXT_TYPES, Attributes, NotSimpleError, Raw, only, repaired

_TELLING = frozenset({"title", "language", "link"})
#: Elements that keep `image` and `author` what they are to feedparser; after any other it takes a title for the feed's.
_HELD = {
    "image": frozenset({"url", "title", "link", "description", "width", "height"}),
    "author": frozenset({"name", "uri", "email"}),
}


class Head:
    """The values of a feed, taken in element by element."""

    def __init__(self) -> None:
        self._values: Raw = {"links": []}
        self._is_certain = True

    @property
    def values(self) -> Raw | None:
        """`title`, `language` and `links`, where there are any; None if it is not certain what feedparser would say."""
        return self._values if self._is_certain else None

    def take(self, name: str, text: str, attributes: Attributes) -> None:
        """One element without its namespace."""
        if name not in _TELLING:
            return
        try:
            if name == "link":
                self._take_link(text, attributes)
            else:
                only(attributes, ("type",) if name == "title" else ())
                self._take_text(name, text, attributes)
        except NotSimpleError:
            self._is_certain = False

    def take_held(self, holder: str, name: str) -> None:
        """One element in `image` or `author`: nothing of it is read."""
        if name not in _HELD[holder]:
            self._is_certain = False

    def _take_text(self, name: str, text: str, attributes: Attributes) -> None:
        if name in self._values or attributes.get("type", "text") not in TEXT_TYPES:
            raise NotSimpleError
        self._values[name] = repaired(text.strip())

    def _take_link(self, text: str, attributes: Attributes) -> None:
        rel = attributes.get("rel", "alternate")
        if {"hub", "self"}.isdisjoint(rel.lower().split()):
            return
        href = attributes.get("href", "")
        if text.strip() or not LINK.match(href) or not {"url", "uri"}.isdisjoint(attributes):
            raise NotSimpleError
        self._values["links"].append({"rel": rel, "href": href})
