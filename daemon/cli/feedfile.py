"""Feeds for the config, from the command line: named, compared with those that are there, and written into the file."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli.swapping import swap
from daemon.config import Config, Feed
from daemon.configfile import read_config
from daemon.errors import ConfigError, WatchdeskError
from daemon.feeds.request import request_url
from daemon.items.weblink import url_key
from daemon.yamledit import NotEditableError, added, in_one_line

_LONGEST_ID = 40
_BOM = b"\xef\xbb\xbf"
_OF_MANY = frozenset({"www", "feeds", "feed", "rss", "news"})  #: first words of hosts that tell nothing


def feed_of(values: Mapping[str, Any], *, folder: Path = Path()) -> Feed:
    """The feed, checked as the config checks it. Errors: WatchdeskError that names the first key that is wrong."""
    try:
        return Feed.model_validate(dict(values), context={"folder": folder})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WatchdeskError(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None


def as_key(feed: Feed) -> str:
    """What two feeds that ask for the same have in common, however their addresses are written."""
    return url_key(request_url(feed)) or feed.url


def one_line(text: str) -> str:
    """A stranger's text for a name or a screen: one line, and nothing that moves a cursor."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())


def fresh_id(title: str, url: str, taken: Collection[str]) -> str:
    """An id that nobody has: of the title, or of the address where the title has other letters than a to z."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    says_it = 2 * sum(sign.isalnum() for sign in plain) > sum(sign.isalnum() for sign in title)
    slug = _slug(plain) if says_it else ""
    slug = slug if len(slug) >= 3 else _slug_of_url(url) or "feed"
    ids = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in ids if one not in taken)


def _slug(text: str) -> str:
    whole = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return whole if len(whole) <= _LONGEST_ID else whole[:_LONGEST_ID].rpartition("-")[0] or whole[:_LONGEST_ID]


def _slug_of_url(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").split(".")
    while len(host) > 2 and host[0] in _OF_MANY:
        host = host[1:]
    if ".".join(host) in {"t.me", "telegram.me"}:
        return _slug(parts.path.removeprefix("/s/"))
    return _slug("-".join(host))


def write_feeds(path: Path, rows: Sequence[Mapping[str, Any]], before: Config) -> None:
    """Put the feeds at the end of the list in the config file, and change nothing else of it.

    Law: the file is as it was or has exactly these feeds more, whatever fails; a running daemon reads whole files only.
    Errors: WatchdeskError with the lines to add by hand; ConfigError if the config would not be one with them.
    """
    path = path.resolve()
    by_hand = "".join(f"\n  - {in_one_line(dict(row))}" for row in rows)
    try:
        raw = path.read_bytes()
        text = added(raw.decode("utf-8-sig"), "feeds", rows)
        content = (_BOM if raw.startswith(_BOM) else b"") + text.encode()
        swap(path, raw, content, check=partial(_check, path=path, before=before, count=len(rows)))
    except NotEditableError as error:
        raise WatchdeskError(f"{path}: {error}; nothing was changed. Add under feeds:{by_hand}") from None
    except OSError as error:
        reason = error.strerror or "an error"
        raise WatchdeskError(f"{path} was not written: {reason}. Add under feeds:{by_hand}") from None


def _check(new: Path, path: Path, before: Config, *, count: int) -> None:
    """Errors: ConfigError if the new file is no config; NotEditableError if it has not just these feeds more."""
    read = read_config(new, channel_options=CHANNEL_OPTIONS)
    if read.config is None:
        raise ConfigError([replace(problem, file=str(path)) for problem in read.problems])
    old = [feed.id for feed in before.feeds]
    if [feed.id for feed in read.config.feeds][: len(old)] != old or len(read.config.feeds) != len(old) + count:
        raise NotEditableError("the file has changed since it was read; try again")
