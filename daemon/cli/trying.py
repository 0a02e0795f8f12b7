"""`watchdesk try`: which rules fire on a text, a file or a feed, on which words, who would hear of it, and what."""

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text

from daemon.cli.beside import read_store
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, PrivateOption, fail, load_settings, mend_of, out
from daemon.cli.foretelling import foretell
from daemon.cli.loading import load_all, warn
from daemon.cli.tried import Tried, blocks, facts, shown
from daemon.cli.watching import changes
from daemon.clock import utc_now
from daemon.config import Config, Feed
from daemon.errors import FeedError, ParseError, WatchdeskError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parser
from daemon.feeds.request import asked_of, kind_of, request_url
from daemon.items.normalise import normalise
from daemon.model import Entry, FeedKind, FeedState, Item, Silence
from daemon.pipeline.configured import silenced_by
from daemon.pipeline.foreseen import Foreseen, foreseen
from daemon.pipeline.ingest import Desk
from daemon.reload.watch import look_at
from daemon.rules.explain import Miss, failure_of_rule, nearest_misses
from daemon.rules.match import find
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Transaction

_HEADLINE = 200  #: characters; a text that is longer has a headline of its own
_ENDINGS = (".xml", ".txt", ".json", ".rss", ".atom", ".rdf", ".html", ".htm")
_EVERY = 0.25  #: seconds between two looks at watched files
_STDIN = "-"
_GIVEN = "try"  #: the id of a feed that is no feed of the config


def try_(  # noqa: PLR0913  each is an option
    text: Annotated[
        str,
        typer.Argument(help="A text, the URL of a feed or page, a file (a feed, or plain text); - for standard input."),
    ],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    rule: Annotated[str, typer.Option("--rule", help="Say of this rule why it does not fire.")] = "",
    messages: Annotated[
        bool | None, typer.Option("--messages/--no-messages", help="Show what would be sent; default: of one item.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Again, as config, rules or the file are saved.")] = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show which rules fire, on which words, why others do not, who would hear, and the message. Nothing is sent."""
    if watch and text == _STDIN:
        raise typer.BadParameter("standard input cannot be watched")
    if not text.strip():
        raise typer.BadParameter("give a text, a URL, a file, or - for standard input")
    again = partial(try_once, text, config, rule=rule, messages=messages, allow_private=allow_private, as_json=as_json)
    if not watch:
        again()
        return
    watch_files(text, config, again, wait=lambda: time.sleep(_EVERY))


def watch_files(text: str, config: Path, again: Callable[[], None], *, wait: Callable[[], None]) -> None:
    """Do it, and again whenever the config, a rule or the file of that name has changed; what is wrong is only said."""
    rules = load_settings(config).rules

    def look() -> object:
        return look_at(config, rules), look_at(Path(text), rules) if _is_file(text) else None

    for _ in changes(look, wait):
        out.clear()
        try:
            again()
        except WatchdeskError as error:
            fail(error)
        out.print(Text(f"{utc_now():%H:%M:%S} UTC; waiting for a change, Ctrl-C ends it", style="dim"))


def try_once(
    text: str, config: Path, *, rule: str, messages: bool | None, as_json: bool, allow_private: bool = False
) -> None:
    """Show what would come of a text, a file or a feed. Errors: WatchdeskError."""
    settings, rules = load_all(config)
    if not as_json:
        warn(rules)
    if rule and rule not in rules.rules:
        raise WatchdeskError(f"there is no rule {rule!r}")
    feed = feed_of(text, settings, allow_private=allow_private)
    items = asyncio.run(items_of(text, feed, settings))
    now = utc_now()
    for one in tried_items(items, feed, settings, rules, rule=rule):
        if as_json:
            out.print(json.dumps(facts(one, now=now), ensure_ascii=False), soft_wrap=True, markup=False)
            continue
        out.print(shown(one), soft_wrap=True)
        for block in blocks(one, out, now=now) if (len(items) == 1 if messages is None else messages) else ():
            out.print()
            out.print(block, soft_wrap=True)
    if not as_json and len(items) > 1:
        matched = sum(bool(find(rules, item).matches) for item in items)
        out.print(Text(f"{matched} of {len(items)} entries match a rule", style="dim"))


def tried_items(items: Sequence[Item], feed: Feed, config: Config, rules: RuleSet, *, rule: str = "") -> list[Tried]:
    """What would come of the items, one after the other; of one that is alone, also which rules came near."""
    now = utc_now()
    findings = [find(rules, item) for item in items]
    desk = Desk(config=config, rules=rules)

    def look(tx: Transaction) -> tuple[list[Silence], list[Foreseen | None]]:
        pairs = zip(items, findings, strict=True)
        current = tx.silences.current(now=now)
        return silenced_by(config, current, tx.silences.silence, now=now), [
            foreseen(tx, item, feed, finding, desk=desk, now=now) for item, finding in pairs
        ]

    fresh = silenced_by(config, (), lambda _: None, now=now), [None] * len(items)
    silences, standing = read_store(config.store, look) or fresh
    foretold = foretell(items, feed, config=config, rules=rules, silences=silences)
    found = []
    for item, finding, future, stands in zip(items, findings, foretold, standing, strict=True):
        missed: Sequence[Miss] = nearest_misses(rules, item) if len(items) == 1 and not rule else ()
        if rule and (failed := failure_of_rule(rules, rules.rules[rule], item)):
            missed = (Miss(rule=rule, share=0.0, failed=failed),)
        found.append(Tried(item, finding, feed, config, rules, future, missed, stands))
    return found


def feed_of(text: str, config: Config, *, allow_private: bool = False) -> Feed:
    """The configured feed of that URL, else one that stands for whatever was given."""
    if not _is_url(text):
        return _feed("http://localhost/")
    known = next((one for one in config.feeds if one.url == text), None) or _feed(text)
    return known.model_copy(update={"allow_private": True}) if allow_private else known


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and not re.search(r"\s", text)


async def items_of(text: str, feed: Feed, config: Config) -> list[Item]:
    """What was given, as items: a feed's entries, or one item for a page or a text."""
    if text == _STDIN:
        return await _from_bytes(await asyncio.to_thread(sys.stdin.buffer.read), None, feed)
    if _is_url(text):
        body, content_type = await _fetched(feed, config)
        return await _from_bytes(body, content_type, feed)
    if _is_file(text):
        try:
            body = await asyncio.to_thread(Path(text).read_bytes)
            return await _from_bytes(body, None, feed)
        except OSError as error:
            raise WatchdeskError(f"{text} cannot be read: {error.strerror}") from None
    if _is(Path.is_dir, text):
        raise WatchdeskError(
            f"{text} is a folder; name a file in it, or if the word is meant: echo {text} | watchdesk try -"
        )
    if _looks_like_a_file(text):
        raise WatchdeskError(f"there is no file {text}")
    return [_item(_entry_of(text), feed)]


def _looks_like_a_file(text: str) -> bool:
    """One word with a slash in it, or with a file's ending."""
    if not text or re.search(r"\s", text):
        return False
    return text.startswith(("/", "./", "../", "~/")) or "/" in text or text.lower().endswith(_ENDINGS)


def _entry_of(text: str) -> Entry:
    """A headline; of a long text the first sentence is the title, and all of it the body."""
    text = text.strip()
    first = re.split(r"\n|(?<=[.!?؟。])\s", text, maxsplit=1)[0].strip()
    if len(text) <= _HEADLINE and "\n" not in text:
        return Entry(title=text)
    title = first if len(first) <= _HEADLINE else first[:_HEADLINE].rpartition(" ")[0] or first[:_HEADLINE]
    return Entry(title=title, body=text)


def _is_file(text: str) -> bool:
    """Is there a file of that name, or a pipe that can be read like one?"""
    return _is(Path.exists, text) and not _is(Path.is_dir, text)


def _is(asked: Callable[[Path], bool], text: str) -> bool:
    try:
        return asked(Path(text))
    except (OSError, ValueError):  # too long for a file name, or a NUL in it: a text then
        return False


def _feed(url: str) -> Feed:
    try:
        return Feed(id=_GIVEN, url=url)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise WatchdeskError(f"what was given cannot be fetched: {reason}") from None


async def _fetched(feed: Feed, config: Config) -> tuple[bytes, str | None]:
    fetcher = Fetcher(config.poll, contact=config.contact)
    try:
        answer = await fetcher.fetch(feed, FeedState(feed=feed.id), whole=True)
    except FeedError as error:
        raise WatchdeskError(f"{feed.url}: {error.message}{mend_of(error) if feed.id == _GIVEN else ''}") from None
    finally:
        await fetcher.close()
    if not isinstance(answer, Fetched):
        raise WatchdeskError(f"{feed.url}: nothing came")
    return answer.body, answer.content_type


async def _from_bytes(body: bytes, content_type: str | None, feed: Feed) -> list[Item]:
    asked = asked_of(feed, url=request_url(feed), content_type=content_type, now=utc_now())
    parser = Parser(1)
    try:
        parsed = await parser.read(body, asked, feed=feed.id)
    except ParseError:  # not a feed: a page or a plain text, tried as one item
        return [_whole(body, feed)]
    finally:
        await parser.close()
    if kind_of(feed) is FeedKind.PAGE:  # a first look finds no change
        return [_whole(body, feed)]
    return [normalise(entry, feed, now=utc_now(), language=parsed.language) for entry in parsed.entries]


def _whole(body: bytes, feed: Feed) -> Item:
    text = body.decode("utf-8-sig", errors="replace")
    return _item(Entry(body=text) if text.lstrip().startswith("<") else _entry_of(text), feed)


def _item(entry: Entry, feed: Feed) -> Item:
    return normalise(entry, feed, now=utc_now())
