"""`watchdesk feeds test`: what a feed shows right now, above all what CSS selectors find on a page."""

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, PrivateOption, load_settings, mend_of, out
from daemon.clock import utc_now
from daemon.config import Config, Feed
from daemon.errors import FeedError, WatchdeskError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.health import advice, of_failure
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.request import kind_of
from daemon.items.normalise import normalise
from daemon.model import FeedKind, FeedState, Item
from daemon.pipeline.document import Reader
from daemon.selection import Select

_SHOWN = 20  #: entries, or sentences of a page as such
_LONGEST = 160  #: characters of one cell


def show_feed(
    what: Annotated[str, typer.Argument(metavar="ID|URL", help="A feed of the config, or any URL.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    kind: Annotated[FeedKind | None, typer.Option(help="Read it as this kind of feed.")] = None,
    select: Annotated[list[str] | None, typer.Option(help="PART=CSS, such as item=li.news; may be repeated.")] = None,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch a feed once and show what is found in it. Nothing is stored, nothing is sent."""
    settings = load_settings(config)
    feed = _feed(what, settings, kind=kind, select=_selectors(select or ()))
    if allow_private:
        feed = feed.model_copy(update={"allow_private": True})
    answer, parsed = asyncio.run(_read(feed, settings))
    items = [normalise(entry, feed, now=utc_now(), language=parsed.language) for entry in parsed.entries]
    if as_json:
        for item in items:
            out.print(json.dumps(_facts(item), ensure_ascii=False), soft_wrap=True, markup=False)
    elif kind_of(feed) is FeedKind.PAGE:
        _show_page(parsed)
    else:
        out.print(_table(items))
        out.print(Text(_summary(items), style="dim"))
    if not as_json:
        for remark in _remarks(feed, answer, parsed):
            out.print(Text(remark), soft_wrap=True)


def _selectors(given: Sequence[str]) -> dict[str, str]:
    parts = [one.partition("=") for one in given]
    wrong = [name for name, equals, _ in parts if not equals or name not in Select.model_fields]
    if wrong:
        known = ", ".join(Select.model_fields)
        raise WatchdeskError(f"--select {wrong[0]}: write PART=CSS; the parts are {known}")
    return {name: selector for name, _, selector in parts}


def _feed(what: str, settings: Config, *, kind: FeedKind | None, select: dict[str, str]) -> Feed:
    """The feed of that id, or one for that URL; what the command line says replaces what the config does."""
    known = next((feed for feed in settings.feeds if feed.id == what), None)
    before = known.select.model_dump(exclude_none=True) if known and known.select else {}
    changes: dict[str, Any] = {"kind": kind} if kind else {"kind": FeedKind.LIST} if select.get("item") else {}
    try:
        if select:
            changes["select"] = Select(**{**before, **select})
        if known:
            return known.model_copy(update=changes)
        if "/" not in what and "." not in what:
            raise WatchdeskError(f"no feed of the config has the id {what}, and it is no URL")
        return Feed(**{"id": "test", "url": what, **changes})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WatchdeskError(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None


async def _read(feed: Feed, settings: Config) -> tuple[Fetched, Parsed]:
    """What came, and what was read in it. Errors: FeedError that says what to do, as the table of feeds would."""
    fetcher, parser = Fetcher(settings.poll, contact=settings.contact), Parser(1)
    try:
        answer = await _fetched(fetcher, feed)
        return answer, await Reader(fetcher, parser, utc_now).read(feed, answer, memory={})
    except FeedError as error:
        state = FeedState(feed=feed.id, health=of_failure(error, crashes=1), last_error=error.message)
        mend = mend_of(error) if feed not in settings.feeds else ""
        raise FeedError(feed.id, f"{error.message}{mend or f' – {advice(state)}'}") from error
    finally:
        await fetcher.close()
        await parser.close()


async def _fetched(fetcher: Fetcher, feed: Feed) -> Fetched:
    answer = await fetcher.fetch(feed, FeedState(feed=feed.id), whole=True)
    if not isinstance(answer, Fetched):
        raise FeedError(feed.id, "nothing came")
    return answer


def _remarks(feed: Feed, answer: Fetched, parsed: Parsed) -> list[str]:
    """What else there is to know of a feed that can be read."""
    target = "another URL (a secret one)" if feed.url_is_secret else answer.moved_to
    moved = [f"moved for good to {target}: put the new URL into the config"] if answer.moved_to else []
    return [*moved, *([f"malformed but readable: {parsed.flaw}"] if parsed.flaw else [])]


def _cut(text: str, length: int = _LONGEST) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _table(items: Sequence[Item]) -> Table:
    table = Table()
    for column in ("", "title", "link", "date (UTC)", "text"):
        table.add_column(column, overflow="fold")
    for number, item in enumerate(items[:_SHOWN], start=1):
        date = f"{item.published_at:%Y-%m-%d %H:%M}" if item.published_at else "–"
        text = Text(_cut(item.summary or item.body))
        table.add_row(str(number), Text(_cut(item.title)), Text(item.url or "–"), date, text)
    return table


def _summary(items: Sequence[Item]) -> str:
    """How much was found, and what is lacking: a selector that finds nothing shows here."""
    lacking = [
        (sum(item.url is None for item in items), "without a link"),
        (sum(item.published_at is None for item in items), "without a date"),
    ]
    told = [f"{count} {what}" for count, what in lacking if count]
    return ", ".join([f"{len(items)} found", *told])


def _show_page(parsed: Parsed) -> None:
    sentences = parsed.memory.get("text", [])
    for sentence in sentences[:_SHOWN]:
        out.print(Text(_cut(sentence, 4 * _LONGEST)), soft_wrap=True)
    out.print(Text(f"{len(sentences)} sentences are watched", style="dim"))


def _facts(item: Item) -> dict[str, object]:
    published = item.published_at.isoformat() if item.published_at else None
    return {"title": item.title, "url": item.url, "published": published, "summary": item.summary, "body": item.body}
