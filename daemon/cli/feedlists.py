"""`watchdesk feeds import` and `feeds export`: lists of feeds, as other readers and other desks have them."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, err, load_settings, out
from daemon.cli.feedfile import as_key, feed_of, fresh_id, one_line, write_feeds
from daemon.config import Config, Feed
from daemon.configfile import MAX_BYTES, read_config
from daemon.errors import FeedError, WatchdeskError
from daemon.feeds.asked import Asked
from daemon.feeds.opml import build_opml
from daemon.feeds.parse import Parser
from daemon.yamledit import in_lines
from daemon.yamlfile import load_yaml

_OPML_KEYS = ("id", "name", "url", "kind", "publisher", "tags", "country", "language", "reliability")


def import_feeds(
    file: Annotated[Path, typer.Argument(help="An OPML file, or YAML with feeds: as `feeds export` writes it.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Add the feeds of a list to the config: folders become tags, titles become names."""
    settings = load_settings(config)
    rows = _yaml_rows(file) if file.suffix.lower() in {".yaml", ".yml"} else asyncio.run(_opml_rows(file))
    new, known, refused = _sorted_out(rows, settings, folder=config.resolve().parent)
    for what, style in ((known, "dim"), (refused, "yellow")):
        for line in what:
            err.print(Text(line, style=style), soft_wrap=True)
    counts = f"{len(new)} new, {len(known)} known already, {len(refused)} that cannot be used"
    out.print(Text(f"{file.name}: {len(rows)} feeds, {counts}"), soft_wrap=True)
    if new:
        if not yes:
            typer.confirm(f"Add {len(new)} to {config}?", abort=True)
        write_feeds(config, new, settings)
        out.print(Text(f"Written to {config}; a running watchdesk takes them up by itself."))
    elif refused:
        raise typer.Exit(1)


def export_feeds(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    opml: Annotated[bool, typer.Option("--opml", help="OPML, which other readers know (the default).")] = False,
    yaml: Annotated[bool, typer.Option("--yaml", help="The config's own form, with all keys.")] = False,
) -> None:
    """Write the feeds of the config to standard output."""
    if opml and yaml:
        raise typer.BadParameter("give --opml or --yaml, not both")
    settings = load_settings(config)
    if yaml:
        raw = read_config(config, channel_options=CHANNEL_OPTIONS).file.value
        typer.echo(in_lines("feeds", raw.get("feeds") or []) if settings.feeds else "feeds: []\n", nl=False)
        return
    for feed in settings.feeds:
        if feed.url_is_secret:
            err.print(Text(f"{feed.id} is left out: its URL is a secret", style="yellow"), soft_wrap=True)
    typer.echo(build_opml([opml_row(feed) for feed in settings.feeds if not feed.url_is_secret]), nl=False)


def opml_row(feed: Feed) -> dict[str, Any]:
    """What a list can say of a feed, by the keys of the config; only what the config says of it."""
    values = feed.model_dump(mode="json", include=set(_OPML_KEYS), exclude_unset=True)
    return {key: values[key] for key in _OPML_KEYS if values.get(key)}


async def _opml_rows(file: Path) -> list[dict[str, Any]]:
    """The feeds of an OPML file, read in a child that can be killed: the list may be a stranger's."""
    parser = Parser(1)
    try:
        parsed = await parser.read(_bytes(file), Asked(url="", kind="opml"), feed=file.name)
    except FeedError as error:
        raise WatchdeskError(f"{file}: {error.message.removeprefix('not a feed: ')}") from None
    finally:
        await parser.close()
    return list(parsed.memory.get("feeds", ()))


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            raw = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise WatchdeskError(f"{file} cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise WatchdeskError(f"{file} is larger than {MAX_BYTES // 1024 // 1024} MiB")
    return raw


def _yaml_rows(file: Path) -> list[dict[str, Any]]:
    read = load_yaml(file, max_bytes=MAX_BYTES)
    feeds = read.value.get("feeds") if isinstance(read.value, dict) else None
    if read.problems or not isinstance(feeds, list) or not all(isinstance(one, dict) for one in feeds):
        raise WatchdeskError(str(read.problems[0]) if read.problems else f"{file}: there is no list of feeds in it")
    return feeds


def _sorted_out(
    rows: list[dict[str, Any]], settings: Config, *, folder: Path
) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """The rows to add, with ids that nobody has; a line for each that is known, and for each that cannot be used."""
    there = {as_key(feed): feed.id for feed in settings.feeds}
    taken = {feed.id for feed in settings.feeds}
    new, known, refused = [], [], []
    for row in rows:
        named = dict(_named(row, taken))
        try:
            key = as_key(feed_of(named, folder=folder))
        except WatchdeskError as error:
            refused.append(one_line(f"{row.get('name') or row.get('url') or 'a feed without a URL'}: {error}"))
            continue
        if key in there:
            known.append(one_line(f"{named.get('name') or named['id']}: known already, as {there[key]}"))
            continue
        there[key] = str(named["id"])
        taken.add(there[key])
        new.append(named)
    return new, known, refused


def _named(row: Mapping[str, Any], taken: set[str]) -> Iterator[tuple[str, Any]]:
    """The row, `id` first; its own if it has one that is free."""
    own, name = row.get("id"), one_line(str(row.get("name") or ""))
    if not isinstance(own, str) or own in taken:
        own = fresh_id(name or str(own or ""), str(row.get("url", "")), taken)
    yield "id", own
    for key, value in row.items():
        if key != "id":
            yield key, name if key == "name" else value
