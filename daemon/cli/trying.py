"""`watchdesk try`: which rules fire on a text, a file or a feed, on which words, and who would hear of it."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from daemon.alerts.route import receivers_for
from daemon.app import utc_now
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, load_all, out, warn
from daemon.config import Config, Feed
from daemon.errors import FeedError, ParseError, WatchdeskError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parser
from daemon.items.normalise import normalise
from daemon.model import Entry, Evidence, FeedState, Finding, Item, Match, Severity
from daemon.rules.match import find

_FIELDS = ("title", "summary", "body")
_STYLES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "blue"}


def try_(
    text: Annotated[str, typer.Argument(help="A text, the URL of a feed or page, or a file (a feed, or plain text).")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show which rules would fire, on which words, and which receivers would hear. Nothing is sent or stored."""
    settings, rules = load_all(config)
    warn(rules)
    items = asyncio.run(_items(text, settings))
    for item in items:
        finding = find(rules, item)
        if as_json:
            out.print(json.dumps(_facts(item, finding, settings), ensure_ascii=False), soft_wrap=True, markup=False)
        else:
            out.print(_shown(item, finding, settings), soft_wrap=True)
    if not as_json and len(items) > 1:
        matched = sum(bool(find(rules, item).matches) for item in items)
        out.print(Text(f"{matched} of {len(items)} entries match a rule", style="dim"))


async def _items(text: str, config: Config) -> list[Item]:
    """What was given, as items: a feed's entries, or one item for a page or a text."""
    if text.startswith(("http://", "https://")):
        feed = next((one for one in config.feeds if one.url == text), None) or _feed(text)
        body, content_type = await _fetched(feed, config)
        return await _from_bytes(body, content_type, feed)
    if _is_file(text):
        try:
            body = await asyncio.to_thread(Path(text).read_bytes)
            return await _from_bytes(body, None, _feed("http://localhost/"))
        except OSError as error:
            raise WatchdeskError(f"{text} cannot be read: {error.strerror}") from None
    return [_item(Entry(title=text), _feed("http://localhost/"))]


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a file name, or a NUL in it: a text then
        return False


def _feed(url: str) -> Feed:
    return Feed(id="try", url=url)


async def _fetched(feed: Feed, config: Config) -> tuple[bytes, str | None]:
    fetcher = Fetcher(config.poll, contact=config.contact)
    try:
        answer = await fetcher.fetch(feed, FeedState(feed=feed.id), whole=True)
    except FeedError as error:
        raise WatchdeskError(f"{feed.url}: {error.message}") from None
    finally:
        await fetcher.close()
    if not isinstance(answer, Fetched):
        raise WatchdeskError(f"{feed.url}: nothing came")
    return answer.body, answer.content_type


async def _from_bytes(body: bytes, content_type: str | None, feed: Feed) -> list[Item]:
    parser = Parser(1)
    try:
        parsed = await parser.parse(body, feed=feed.id, url=feed.url, content_type=content_type)
    except ParseError:  # not a feed: a page or a plain text, tried as one item
        return [_item(Entry(body=body.decode("utf-8", errors="replace")), feed)]
    finally:
        await parser.close()
    return [normalise(entry, feed, now=utc_now(), language=parsed.language) for entry in parsed.entries]


def _item(entry: Entry, feed: Feed) -> Item:
    return normalise(entry, feed, now=utc_now())


def _receivers(match: Match, config: Config) -> tuple[str, ...]:
    return receivers_for(
        [match.rule],
        severity=match.rule.severity,
        feed_id="try",
        feed_tags=(),
        routes=config.routes,
        receivers=list(config.receivers),
    )


def _shown(item: Item, finding: Finding, config: Config) -> Text:
    shown = Text()
    spans = [span for match in finding.matches for span in match.evidence]
    for field in _FIELDS:
        value: str = getattr(item, field)
        if value and (field == "title" or any(span.field == field for span in spans)):
            shown.append_text(_highlighted(value, [span for span in spans if span.field == field]))
            shown.append("\n")
    if not finding.matches:
        shown.append("  no rule matches", style="dim")
    for match in finding.matches:
        words = ", ".join(dict.fromkeys(span.text for span in match.evidence))
        shown.append(f"  {match.rule.severity.value.upper()} ", style=_STYLES[match.rule.severity])
        shown.append(f"{match.rule.id}", style="bold")
        shown.append(f" ({match.rule.mode})" if match.rule.mode != "live" else "")
        shown.append(f": {words} → {', '.join(_receivers(match, config)) or 'nobody'}\n")
    if finding.mentions:
        names = ", ".join(f"{one.name} ({one.kind}: {one.evidence.text})" for one in finding.mentions)
        shown.append(f"  entities: {names}\n", style="dim")
    shown.rstrip()
    return shown


def _highlighted(value: str, spans: Sequence[Evidence]) -> Text:
    text = Text("".join(char if char.isprintable() or char == "\n" else " " for char in value))
    for span in spans:
        text.stylize("bold reverse", span.start, span.end)
    return text


def _facts(item: Item, finding: Finding, config: Config) -> dict[str, Any]:
    return {
        "title": item.title,
        "url": item.url,
        "matches": [
            {
                "rule": match.rule.id,
                "severity": match.rule.severity.value,
                "mode": match.rule.mode,
                "evidence": [
                    {"field": span.field, "start": span.start, "end": span.end, "text": span.text}
                    for span in match.evidence
                ],
                "receivers": list(_receivers(match, config)),
            }
            for match in finding.matches
        ],
        "entities": [{"id": one.entity, "name": one.name, "text": one.evidence.text} for one in finding.mentions],
    }
