"""`watchdesk feeds add`: from the address of a site to a feed in the config, with a look at it between."""

import asyncio
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, PrivateOption, ago, load_settings, mend_of, out
from daemon.cli.feedfile import as_key, feed_of, fresh_id, one_line, write_feeds
from daemon.clock import utc_now
from daemon.config import Config, Feed
from daemon.errors import FeedError, WatchdeskError
from daemon.feeds.fetch import Fetcher
from daemon.feeds.parse import Parser
from daemon.items.normalise import normalise
from daemon.items.plaintext import plain_title
from daemon.language.guess import guess_language
from daemon.model import FeedKind, Item
from daemon.pipeline.discover import Discoverer, FoundFeed
from daemon.yamledit import in_one_line

_SHOWN = 5  #: items of the preview
_LONGEST = 100  #: characters of a title


def add_feed(  # noqa: PLR0913  each is an option of the command line
    url: Annotated[str, typer.Argument(help="A site, a feed, or a Telegram channel.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    name: Annotated[str | None, typer.Option("--id", help="The feed's id; default: made of its title.")] = None,
    source: Annotated[str, typer.Option(help="The publisher: feeds of one publisher are one source.")] = "",
    tags: Annotated[str, typer.Option(help="Tags, with commas between.")] = "",
    country: Annotated[str, typer.Option(help="Two letters, such as UA.")] = "",
    language: Annotated[str, typer.Option(help="Such as en, when the feed does not say.")] = "",
    reliability: Annotated[str, typer.Option(help="A to F.")] = "",
    interval: Annotated[str, typer.Option("--interval", "--class", help="How often, as the config has it.")] = "",
    allow_private: PrivateOption = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the first feed found, and do not ask.")] = False,
) -> None:
    """Find a site's feeds, show five items, and write the feed that you pick into the config."""
    settings = load_settings(config)
    address = url if "://" in url else f"https://{url}"
    feed_of({"id": "new", "url": address})
    found = asyncio.run(_find(address, settings, allow_private=allow_private))
    if not found:
        hint = "a page without a feed can be followed as kind list or page: see docs/feeds.md"
        raise WatchdeskError(f"no feed was found there; {hint}")
    picked = found[0] if len(found) == 1 else _pick(found, settings, first=yes)
    if known := _known(picked, settings):
        out.print(Text(f"This feed is in the config already, as {known.id}."))
        return
    values = {
        "publisher": source,
        "tags": [tag.strip() for tag in tags.split(",") if tag.strip()],
        "country": country.upper(),
        "language": language,
        "reliability": reliability.upper(),
        "interval": interval,
        "allow_private": allow_private,
    }
    row = _row(picked, {key: value for key, value in values.items() if value}, settings, feed_id=name)
    _preview(picked, feed_of(row, folder=config.resolve().parent))
    out.print(Text(f"  - {in_one_line(row)}"), soft_wrap=True)
    if not yes:
        typer.confirm(f"Write this to {config}?", abort=True)
    write_feeds(config, [row], settings)
    out.print(Text(f"Written to {config}; a running watchdesk takes it up by itself."))


async def _find(address: str, settings: Config, *, allow_private: bool) -> list[FoundFeed]:
    fetcher, parser = Fetcher(settings.poll, contact=settings.contact), Parser(1)
    try:
        return await Discoverer(fetcher, parser, utc_now, allow_private=allow_private).find(address)
    except FeedError as error:
        raise WatchdeskError(f"{one_line(address)}: {error.message}{mend_of(error)}") from None
    finally:
        await fetcher.close()
        await parser.close()


def _pick(found: list[FoundFeed], settings: Config, *, first: bool) -> FoundFeed:
    """Which of several; all are shown."""
    table = Table()
    for column in ("", "kind", "title", "address", "items", "newest", ""):
        table.add_column(column, overflow="fold")
    now = utc_now()
    for number, one in enumerate(found, start=1):
        dates = [entry.published for entry in one.parsed.entries if entry.published]
        known = _known(one, settings)
        table.add_row(
            str(number),
            one.kind.value,
            Text(_title(one)),
            Text(one.url),
            str(len(one.parsed.entries)),
            ago(max(dates, default=None), now=now),
            Text(f"known as {known.id}" if known else ""),
        )
    out.print(table)
    if first:
        return next((one for one in found if not _known(one, settings)), found[0])
    number = 0
    while not 1 <= number <= len(found):
        number = typer.prompt(f"Which one, 1 to {len(found)}", type=int)
    return found[number - 1]


def _known(found: FoundFeed, settings: Config) -> Feed | None:
    key = as_key(feed_of({"id": "new", "url": found.url}))
    return next((feed for feed in settings.feeds if as_key(feed) == key), None)


def _title(found: FoundFeed) -> str:
    return one_line(plain_title(found.title))[:_LONGEST]


def _row(found: FoundFeed, values: dict[str, Any], settings: Config, *, feed_id: str | None) -> dict[str, Any]:
    """The feed by the keys of the config; what the config would assume anyway is left out."""
    title = _title(found)
    taken = {feed.id for feed in settings.feeds}
    if feed_id in taken:
        raise WatchdeskError(f"the id {feed_id} is taken; give another --id")
    row: dict[str, Any] = {"id": feed_id or fresh_id(title, found.url, taken), "url": found.url}
    if found.kind is FeedKind.SITEMAP:
        row["kind"] = found.kind.value
    if title:
        row["name"] = title
    return {**row, **values}


def _preview(found: FoundFeed, feed: Feed) -> None:
    """The newest items as the rules would see them."""
    now = utc_now()
    items = [normalise(entry, feed, now=now, language=found.parsed.language) for entry in found.parsed.entries]
    items.sort(key=lambda item: item.published_at or now, reverse=True)
    table = Table(title=f"{_title(found) or found.url} ({found.kind.value})", title_justify="left")
    for column in ("title", "date (UTC)", "age", "language"):
        table.add_column(column, overflow="fold", no_wrap=column != "title")
    for item in items[:_SHOWN]:
        date = f"{item.published_at:%Y-%m-%d %H:%M}" if item.published_at else "–"
        table.add_row(Text(item.title[:_LONGEST]), date, ago(item.published_at, now=now), _language(item))
    out.print(table)
    if found.hub:
        out.print(Text(f"It names a WebSub hub: {one_line(found.hub)}", style="dim"), soft_wrap=True)
    if not items:
        out.print(Text("It is empty now.", style="yellow"))


def _language(item: Item) -> str:
    return item.language or guess_language(f"{item.title}\n{item.summary}") or "–"
