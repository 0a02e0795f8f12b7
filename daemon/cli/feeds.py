"""`watchdesk feeds`: how every feed is doing."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import typer
from rich.table import Table
from rich.text import Text

from daemon.cli import feedadd, feedlists, feedtest
from daemon.cli.beside import read_store
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, ago, load_settings, out
from daemon.clock import utc_now
from daemon.config import Config, Feed
from daemon.errors import StoreError
from daemon.feeds.health import GOOD, advice
from daemon.feeds.request import kind_of
from daemon.model import FeedHealth, FeedState, Subscription, SubscriptionState, TextState
from daemon.store.database import owner_of

_STYLES = {
    **dict.fromkeys(GOOD, "green"),
    FeedHealth.NEW: "dim",
    **dict.fromkeys((FeedHealth.MOVED, FeedHealth.MALFORMED, FeedHealth.QUIET, FeedHealth.RATE_LIMITED), "yellow"),
}
_COLUMN_NAMES = ("feed", "state", "last success", "next poll", "failures", "what is wrong, and what to do")


cli = typer.Typer(invoke_without_command=True)
cli.command("add")(feedadd.add_feed)
cli.command("import")(feedlists.import_feeds)
cli.command("export")(feedlists.export_feeds)
cli.command("test")(feedtest.show_feed)


@cli.callback()
def feeds(context: typer.Context, config: ConfigOption = DEFAULT_CONFIG, *, as_json: JsonOption = False) -> None:
    """Show every feed: state, last success, next poll, failures. Works beside a running daemon."""
    if context.invoked_subcommand:
        context.default_map = {context.invoked_subcommand: {"config": str(config)}}  # `feeds -c FILE test …`
        return
    settings = load_settings(config)
    states, pushes, articles = _states(settings)
    rows = [(feed, states.get(feed.id, FeedState(feed=feed.id))) for feed in settings.feeds]
    if as_json:
        for feed, state in rows:
            facts = {**_facts(feed, state), "push": _push_facts(pushes.get(feed.id))}
            facts["articles"] = articles[feed.id].facts() if feed.id in articles else None
            out.print(json.dumps(facts, ensure_ascii=False), soft_wrap=True, markup=False)
    else:
        out.print(_table(rows, pushes, articles))
        polled = [(feed, state) for feed, state in rows if feed.enabled]
        live = sum(state.health in GOOD for _, state in polled)
        out.print(f"Sources live {live}/{len(polled)}.{_unpolled(settings)}")


def _unpolled(settings: Config) -> str:
    """What to say if nobody polls by himself; nothing, if somebody may."""
    with suppress(StoreError):  # whoever may not look does not know
        if owner_of(settings.store) is None:
            return " No daemon runs: feeds are polled by `watchdesk run`, or once by `watchdesk poll --once`."
    return ""


@dataclass(frozen=True, slots=True)
class _Articles:
    """What became of the articles behind a feed's items."""

    counts: Mapping[TextState, int]
    error: str | None

    def facts(self) -> dict[str, object]:
        """For machines: how many by state, and why the latest of the others was not had."""
        return {**{state.value: count for state, count in self.counts.items()}, "error": self.error}

    def text(self) -> str:
        """For people: the same in a line."""
        counts = ", ".join(f"{self.counts[state]} {state.value}" for state in TextState if state in self.counts)
        return f"{counts} ({self.error})" if self.error else counts


def _states(
    settings: Config,
) -> tuple[dict[str, FeedState], dict[str, Subscription], dict[str, _Articles]]:
    """The feeds' states, their subscriptions at hubs, and the articles behind their items, by id."""
    found = read_store(
        settings.store,
        lambda tx: (tx.feeds.states(), tx.subscriptions.all(), tx.texts.tally(), tx.texts.last_errors()),
    )
    states, subscriptions, tally, errors = found or ({}, [], {}, {})
    pushes = {one.feed: one for one in subscriptions if one.state is not SubscriptionState.LEAVING}
    return states, pushes, {feed: _Articles(counts, errors.get(feed)) for feed, counts in tally.items()}


def _table(
    rows: list[tuple[Feed, FeedState]], pushes: dict[str, Subscription], articles: dict[str, _Articles]
) -> Table:
    now = utc_now()
    table = Table(title=f"Feeds at {now:%Y-%m-%d %H:%M:%S} UTC", title_justify="left")
    for column in _COLUMN_NAMES:
        table.add_column(
            column, justify="right" if column == "failures" else "left", no_wrap=column in {"feed", "state"}
        )
    has_push = any(feed.push for feed, _ in rows)
    has_articles = any(feed.full_text != "never" for feed, _ in rows)
    for column in ["push"] * has_push + ["articles"] * has_articles:
        table.add_column(column)
    for feed, state in rows:
        more = [Text(_push_text(feed, pushes.get(feed.id), now=now))] if has_push else []
        if has_articles:
            more.append(Text(articles[feed.id].text() if feed.id in articles else ""))
        health = state.health.value if feed.enabled else "off"
        table.add_row(
            Text(feed.id),
            Text(health, style=_STYLES.get(state.health, "red")),
            ago(state.last_success_at, now=now),
            ago(state.next_poll_at, now=now) if feed.enabled else "–",
            str(state.failures) if state.failures else "",
            Text(_cause(feed, state)),
            *more,
        )
    return table


def _cause(feed: Feed, state: FeedState) -> str:
    """Why the feed is in its state, and what to do about it; nothing for one that is well."""
    if not feed.enabled:
        return ""
    said = state.last_error or state.flaw
    if state.health is FeedHealth.MOVED:
        said = f"moved to {_moved_to(feed, state)}"
    elif state.health is FeedHealth.QUIET and state.last_new_at:
        said = f"nothing new since {state.last_new_at:%Y-%m-%d %H:%M} UTC"
    return " – ".join(part for part in (said, advice(state)) if part)


def _push_text(feed: Feed, one: Subscription | None, *, now: datetime) -> str:
    """Whether a hub pushes the feed, and until when."""
    if not feed.push or not feed.enabled:
        return ""
    if one is None:
        return "no hub"
    if one.state is SubscriptionState.LIVE:
        return f"push, lease ends {ago(one.lease_ends_at, now=now)}"
    return f"{one.state.value}: {one.last_error}" if one.last_error else one.state.value


def _push_facts(one: Subscription | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "state": one.state.value,
        "lease_ends": one.lease_ends_at.isoformat() if one.lease_ends_at else None,
        "last_push": one.last_push_at.isoformat() if one.last_push_at else None,
        "pushes": one.pushes,
        "ignored": one.ignored,
        "error": one.last_error,
    }


def _facts(feed: Feed, state: FeedState) -> dict[str, object]:
    return {
        "feed": feed.id,
        "kind": kind_of(feed).value,
        "country": feed.country,
        "reliability": feed.reliability,
        "state": state.health.value if feed.enabled else "off",
        "last_success": state.last_success_at.isoformat() if state.last_success_at else None,
        "next_poll": state.next_poll_at.isoformat() if state.next_poll_at else None,
        "failures": state.failures,
        "error": state.last_error,
        "flaw": state.flaw,
        "last_new": state.last_new_at.isoformat() if state.last_new_at else None,
        "to_do": advice(state) if feed.enabled else None,
        "moved_to": _moved_to(feed, state),
    }


def _moved_to(feed: Feed, state: FeedState) -> str | None:
    """Where the feed went; a URL that may hold the token of a secret one is not shown."""
    return "(a secret URL)" if state.moved_to and feed.url_is_secret else state.moved_to
