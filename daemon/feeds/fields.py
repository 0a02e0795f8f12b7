"""What a feed's fields may hold, whatever format it is written in. Pure; runs in the parser's child."""

import re
from collections.abc import Iterable
from itertools import islice
from math import isfinite
from urllib.parse import urljoin

MAX_CATEGORIES = 200  #: of one entry
MAX_AUTHORS = 50  #: of one entry
MAX_ENCLOSURES = 50  #: of one entry
_LONGEST_LINK = 4_000  #: characters
_LONGEST_NAME = 1_000
_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}\Z")
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


def read_link(value: object, *, base: str) -> str | None:
    """An http or https URL, made absolute; None for anything else (a script, a file, bytes in a `data:` URL)."""
    text = read_text(value)
    if text is None or len(text) > _LONGEST_LINK:
        return None
    try:
        link = urljoin(base, text.strip())
    except ValueError:
        return None
    return link if link.lower().startswith(("http://", "https://")) else None


def read_names(values: Iterable[object]) -> list[str]:
    """People's names, each once, in order."""
    names = (read_text(value) for value in islice(values, MAX_AUTHORS))
    return list(dict.fromkeys(name[:_LONGEST_NAME] for name in names if name))


def read_mime(value: object) -> str | None:
    """A media type such as `image/jpeg`, without its parameters; None for what cannot be one."""
    kind = value.partition(";")[0].strip().lower() if isinstance(value, str) else ""
    return kind if _MIME.match(kind) else None


def read_size(value: object) -> int | None:
    """A size in bytes; None for nonsense, and for the 0 that publishers write when they do not know."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if isfinite(value) and 0 < value < 1e15 else None
    text = value.strip() if isinstance(value, str) else ""
    return int(text) or None if text.isascii() and text.isdigit() and len(text) <= 15 else None


def read_point(latitude: object, longitude: object) -> list[float] | None:
    """A place on Earth in degrees (WGS 84), latitude first; None for anything that is none."""
    try:
        north, east = (float(one) if isinstance(one, int | float | str) else None for one in (latitude, longitude))
    except (ValueError, OverflowError):
        return None
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
        return None
    return [north, east]
