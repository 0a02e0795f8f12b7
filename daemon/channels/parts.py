"""What a message's references say beside the reference itself, where one message goes to several people."""

from collections.abc import Iterable, Mapping, Sequence

#: How a part begins that names who has the message, who will never have it, and who has it not yet.
TAKEN, REFUSED, LATER = "to:", "no:", "later:"


def people_in(parts: Iterable[str]) -> frozenset[str]:
    """Those of whom it is known what became of the message for them."""
    return frozenset(part[len(TAKEN) :].partition(" ")[0] for part in parts if part.startswith((TAKEN, REFUSED)))


def refused_in(parts: Iterable[str]) -> Mapping[str, str]:
    """Those who will never have the message, each with the reason."""
    return _named_in(parts, REFUSED)


def put_off_in(parts: Iterable[str]) -> Mapping[str, str]:
    """Those who do not have the message yet, each with the reason."""
    return _named_in(parts, LATER)


def unreached_in(parts: Sequence[str]) -> tuple[str, ...]:
    """Those who will never have the message and those who have it not yet: `b@e.example refused (550)`."""
    return tuple(f"{name} {why}" for name, why in sorted({**refused_in(parts), **put_off_in(parts)}.items()))


def _named_in(parts: Iterable[str], mark: str) -> Mapping[str, str]:
    named = (part.removeprefix(mark).partition(" ") for part in parts if part.startswith(mark))
    return {name: reason for name, _, reason in named}
