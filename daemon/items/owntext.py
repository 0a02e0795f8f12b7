"""Two items under one headline: does each have a text of its own, or is one the other's? Pure.

Words of the headline say nothing here: who repeats them in the text has said no more than the headline.
"""

from rapidfuzz.distance import LCSseq

from daemon.items.fingerprint import folded_words
from daemon.model import LEDE, Item, KnownItem

ONE_TEXT = 0.6  #: share of the shorter text's words that stand in the longer one, in their order …
_ONE_SHORT_TEXT = 0.75  #: … and of a text of fewer than so many words:
_SHORT = 20
_OWN = 6  #: fewer words beside the headline's are no text: "Read on at our site."


def lede_of(item: Item) -> str:
    """The beginning of what an item says, as the store knows it of a stored one."""
    return (item.summary if len(item.summary) >= LEDE else f"{item.summary} {item.body}".strip())[:LEDE]


def has_own_text(item: Item) -> bool:
    """Whether an item says more than its headline."""
    return len(_own_words(item.title, lede_of(item))) >= _OWN


def tell_otherwise(item: Item, one: KnownItem) -> bool:
    """Whether both have texts of their own, and these differ. Law: symmetric; false where a text is missing or cut."""
    own, others = _own_words(item.title, lede_of(item)), _own_words(one.title, one.lede)
    if min(len(own), len(others)) < _OWN:
        return False
    return _numbers_differ(own, others) or _shared(own, others) < (
        ONE_TEXT if min(len(own), len(others)) >= _SHORT else _ONE_SHORT_TEXT
    )


def tell_alike(item: Item, one: KnownItem, *, share: float) -> bool:
    """Whether both have texts of their own, and so much of the shorter one stands in the longer."""
    own, others = _own_words(item.title, lede_of(item)), _own_words(one.title, one.lede)
    return min(len(own), len(others)) >= _OWN and not _numbers_differ(own, others) and _shared(own, others) >= share


def _own_words(title: str, lede: str) -> list[str]:
    in_title = set(folded_words(title))
    return [word for word in folded_words(lede) if word not in in_title]


def _shared(own: list[str], others: list[str]) -> float:
    return LCSseq.similarity(own, others) / min(len(own), len(others))


def _numbers_differ(own: list[str], others: list[str]) -> bool:
    """Whether each tells a number that the other does not, as two forms of one kind do."""
    first, second = ({word for word in words if word.isdecimal()} for words in (own, others))
    return bool(first - second and second - first)
