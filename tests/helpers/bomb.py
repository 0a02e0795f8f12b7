"""What a bomb is: an answer that is built when it is needed, and how the poll that meets it must end."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.helpers.site import Answer

XML_TYPE = {"Content-Type": "application/rss+xml"}


@dataclass(frozen=True, slots=True)
class Bomb:
    """One hostile answer. `ends`: a pattern for `new 1`, `unchanged 0` (items taken), or `failed: reason`."""

    answer: Callable[[str], Answer]  #: given its own path, for those that refer to themselves
    ends: str


def xml(make: Callable[[], bytes], ends: str, *, content_type: str = "application/rss+xml") -> Bomb:
    """A document that is sent in an ordinary answer."""
    return Bomb(lambda _: Answer(body=make(), headers={"Content-Type": content_type}), ends)


def answers(make: Callable[[], Answer], ends: str) -> Bomb:
    """An answer that is itself the trouble."""
    return Bomb(lambda _: make(), ends)


def rss_of(items: bytes, *, head: bytes = b"") -> bytes:
    """An RSS document around what stands in its channel."""
    return head + b"<rss version='2.0'><channel><title>Hostile</title>" + items + b"</channel></rss>"


def item(inside: bytes, *, title: bytes = b"Helicopter shot down") -> bytes:
    """An item with a title."""
    return b"<item><title>" + title + b"</title>" + inside + b"</item>"


def one(inside: bytes = b"", *, head: bytes = b"", title: bytes = b"Helicopter shot down") -> bytes:
    """An RSS document of one item."""
    return rss_of(item(inside, title=title), head=head)
