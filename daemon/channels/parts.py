"""What a message's references say beside the reference itself, where one message goes to several people."""

from collections.abc import Iterable, Mapping

TAKEN, REFUSED = "to:", "no:"  #: how a part begins that names who has the message, and who will never have it


def people_in(parts: Iterable[str]) -> frozenset[str]:
    """Those of whom it is known what became of the message for them."""
    return frozenset(part[len(TAKEN) :].partition(" ")[0] for part in parts if part.startswith((TAKEN, REFUSED)))


def refused_in(parts: Iterable[str]) -> Mapping[str, str]:
    """Those who will never have the message, each with the reason."""
    refused = (part.removeprefix(REFUSED).partition(" ") for part in parts if part.startswith(REFUSED))
    return {name: reason for name, _, reason in refused}
