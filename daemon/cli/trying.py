"""`watchdesk try`: which rules fire on a text, a file or a feed, on which words, and who would hear of it."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.text import Text

from daemon.alerts.route import Matter, receivers_for
from daemon.app import utc_now
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, load_all, out, warn
from daemon.config import Config, Feed
from daemon.errors import FeedError, ParseError, WatchdeskError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parser
from daemon.feeds.request import asked_of, kind_of, request_url
from daemon.incidents.cluster import report_of
from daemon.items.normalise import normalise
from daemon.language.guess import item_language
from daemon.model import Entry, Evidence, FeedKind, FeedState, Finding, Item, Match, RuleFacts, Severity
from daemon.pipeline.hearing import matter_of
from daemon.rules.load import RuleSet
from daemon.rules.match import evidence_of, find, is_asked, view_of

_HEADLINE = 200  #: characters; a text that is longer has a headline of its own
_ENDINGS = (".xml", ".txt", ".json", ".rss", ".atom", ".rdf", ".html", ".htm")
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
    if not as_json:
        warn(rules)
    feed = feed_of(text, settings)
    items = asyncio.run(items_of(text, feed, settings))
    tried = [Tried(item, find(rules, item), feed, settings, rules) for item in items]
    for one in tried:
        if as_json:
            out.print(json.dumps(_facts(one), ensure_ascii=False), soft_wrap=True, markup=False)
        else:
            out.print(_shown(one), soft_wrap=True)
    if not as_json and len(items) > 1:
        matched = sum(bool(one.finding.matches) for one in tried)
        out.print(Text(f"{matched} of {len(items)} entries match a rule", style="dim"))


@dataclass(frozen=True, slots=True)
class Tried:
    """An item, what the rules say of it, and what decides who would hear."""

    item: Item
    finding: Finding
    feed: Feed
    config: Config
    rules: RuleSet

    def receivers(self, matches: Sequence[Match]) -> tuple[str, ...]:
        """Who would hear of these matches together; what a rule in shadow finds, nobody hears."""
        live = [match.rule for match in matches if match.rule.mode == "live"]
        if not live:
            return ()
        return receivers_for(self.matter(live), routes=self.config.routes, receivers=list(self.config.receivers))

    def matter(self, rules: Sequence[RuleFacts]) -> Matter:
        """What an alert by these rules would be about."""
        severity = max((rule.severity for rule in rules), key=lambda one: one.rank)
        report = replace(report_of(self.item, self.finding, copy_of=None), reliability=self.feed.reliability)
        return matter_of(report, rules, severity=severity, feed=self.feed)

    def not_asked(self) -> list[str]:
        """The rules that were not asked because of their `feeds` or `languages`, and would have matched."""
        view = None
        found = []
        language = item_language(self.item.language, f"{self.item.title} {self.item.summary or self.item.body}")
        on = self.item.arrived_at.date()
        for rule in self.rules.rules.values():
            anywhere = replace(
                rule, languages=frozenset(), feed_ids=frozenset(), feed_tags=frozenset(), feeds_not=frozenset()
            )
            if is_asked(rule, self.item, language, on=on) or not is_asked(anywhere, self.item, language, on=on):
                continue
            view = view or view_of(self.rules, self.item, language)
            if evidence_of(rule, view):
                found.append(rule.facts.id)
        return found


def feed_of(text: str, config: Config) -> Feed:
    """The configured feed of that URL, else one that stands for whatever was given."""
    if not _is_url(text):
        return _feed("http://localhost/")
    return next((one for one in config.feeds if one.url == text), None) or _feed(text)


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and not re.search(r"\s", text)


async def items_of(text: str, feed: Feed, config: Config) -> list[Item]:
    """What was given, as items: a feed's entries, or one item for a page or a text."""
    if _is_url(text):
        body, content_type = await _fetched(feed, config)
        return await _from_bytes(body, content_type, feed)
    if _is_file(text):
        try:
            body = await asyncio.to_thread(Path(text).read_bytes)
            return await _from_bytes(body, None, feed)
        except OSError as error:
            raise WatchdeskError(f"{text} cannot be read: {error.strerror}") from None
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
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a file name, or a NUL in it: a text then
        return False


def _feed(url: str) -> Feed:
    try:
        return Feed(id="try", url=url)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise WatchdeskError(f"what was given cannot be fetched: {reason}") from None


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


def _shown(tried: Tried) -> Text:
    item, finding = tried.item, tried.finding
    shown = Text()
    spans = [span for match in finding.matches for span in match.evidence]
    for field in _FIELDS:
        value: str = getattr(item, field)
        if value and (field == "title" or any(span.field == field for span in spans)):
            shown.append_text(_highlighted(value, [span for span in spans if span.field == field]))
            shown.append("\n")
    if not finding.matches:
        shown.append("  no rule matches\n", style="dim")
    for match in finding.matches:
        words = ", ".join(dict.fromkeys(span.text for span in match.evidence))
        shown.append(f"  {match.rule.severity.value.upper()} ", style=_STYLES[match.rule.severity])
        shown.append(f"{match.rule.id}", style="bold")
        shown.append(f" ({match.rule.mode})" if match.rule.mode != "live" else "")
        shown.append(f": {words}\n")
    if finding.matches:
        shown.append(f"  would alert: {', '.join(tried.receivers(finding.matches)) or 'nobody'}\n")
    if finding.counted:
        names = ", ".join(one.match.rule.id for one in finding.counted)
        shown.append(f"  counts for: {names}\n", style="dim")
    if missed := tried.not_asked():
        shown.append(f"  not asked, because of their feeds or languages: {', '.join(missed)}\n", style="dim")
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


def _facts(tried: Tried) -> dict[str, Any]:
    item, finding = tried.item, tried.finding
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
            }
            for match in finding.matches
        ],
        "receivers": list(tried.receivers(finding.matches)),
        "not_asked": tried.not_asked(),
        "entities": [{"id": one.entity, "name": one.name, "text": one.evidence.text} for one in finding.mentions],
    }
