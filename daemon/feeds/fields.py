"""What a feed's fields may hold, whatever format it is written in. Pure; runs in the parser's child."""

import re
from collections.abc import Iterable
from itertools import islice

MAX_CATEGORIES = 200  #: of one entry
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*\Z")
_LONGEST_LANGUAGE = 35  #: characters


def read_text(value: object) -> str | None:
    """Text that says something; None for anything else."""
    return value if isinstance(value, str) and value.strip() else None


def read_language(value: object) -> str | None:
    """A language tag such as `en-GB`; None for what cannot be one."""
    tag = value.strip() if isinstance(value, str) else ""
    return tag if len(tag) <= _LONGEST_LANGUAGE and _LANGUAGE.match(tag) else None


def read_categories(values: Iterable[object]) -> list[str]:
    """The first categories of an entry, each once, in order; what is no text is left out."""
    words = (read_text(value) for value in islice(values, MAX_CATEGORIES))
    return list(dict.fromkeys(word for word in words if word))
