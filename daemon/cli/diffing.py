"""`watchdesk diff OLD NEW`: the alerts that a change of the rules adds and loses, on the items of the last days."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from daemon.cli.beside import read_store
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, ago, err, load_settings, many, near, out
from daemon.cli.history import History, stored, written
from daemon.cli.processes import FEW, cores
from daemon.cli.rehearsing import rehearsed
from daemon.cli.replay import START, without_receivers
from daemon.cli.revisions import rules_at
from daemon.clock import utc_now
from daemon.config import Config
from daemon.errors import WatchdeskError
from daemon.pipeline.compare import Delta, First, Heard, Load, delta, deltas, first_alerts, load
from daemon.receiving import Receiver
from daemon.rules.rate_conditions import Absence
from daemon.rules.ruleset import RuleSet
from daemon.spans import parse_duration


def diff(  # noqa: PLR0913  each is an option
    old: Annotated[str, typer.Argument(help="A folder of rules, or a git revision of the rules folder.")] = "HEAD",
    new: Annotated[str, typer.Argument(help="The same; default: the rules folder as it is now.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    rules: Annotated[Path | None, typer.Option("--rules", help="The rules folder; default: the config's.")] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="How far back; default: 7, of a file all.")] = None,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", help="Items in a file, as `replay` reads them, not the store's.")
    ] = None,
    shift: Annotated[str, typer.Option("--shift", help="How long a shift is.")] = "8h",
    examples: Annotated[int, typer.Option("--examples", min=0, help="How many alerts to show of each kind.")] = 3,
    matches: Annotated[
        bool, typer.Option("--matches", help="Count each matched item, not incidents: far quicker.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0: as many as there are cores.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Show which alerts a change of the rules adds and loses on the items of the last days. Nothing is sent or stored.

    An alert is the first one of an incident. Routes, receivers and feeds are those of the config.
    """
    length, settings = _span(shift), _settings(config, optional=jsonl is not None)
    folder = rules or settings.rules
    old_rules = rules_at(old, folder)
    sides = {"old": old_rules, "new": rules_at(new or str(folder), folder, beside=old_rules)}
    history = _written(jsonl, days) if jsonl else _stored(settings, days or 7)
    heard = _with_bar(history, sides, settings, jobs=jobs, gather=not matches)
    before, after = first_alerts(heard["old"]), first_alerts(heard["new"])
    young = "" if jsonl else _young(settings, history, days or 7)
    outcome = _Outcome(history, sides, before, after, length, matches, young)
    if as_json:
        for fact in _facts(outcome):
            out.print(json.dumps(fact, ensure_ascii=False), soft_wrap=True, markup=False)
        return
    names = (old, new or str(near(folder)))
    _print(outcome, names, examples=examples)


def _settings(path: Path, *, optional: bool) -> Config:
    """The config; where a file holds the items and there is no config, one in which somebody hears everything."""
    if optional and not path.exists():
        everybody = {"desk": Receiver(channel="console", options={})}
        return without_receivers().model_copy(update={"receivers": everybody, "rules": Path("rules")})
    return load_settings(path)


def _written(file: Path, days: int | None) -> History:
    history = written(file, days=days)
    if not history.count:
        raise WatchdeskError(f"{file} holds no items")
    return history


def _stored(settings: Config, days: int) -> History:
    now = utc_now()
    return stored(settings, since=now - timedelta(days=days), now=now)


def _young(settings: Config, history: History, days: int) -> str:
    """What to say if the store does not reach back so far: since when it does, and when it learns more."""
    now = history.until
    found = read_store(settings.store, lambda tx: (tx.items.page(since=START, after=None, limit=1), tx.feeds.states()))
    first, states = found or ([], {})
    since = first[0].arrived_at if first else now
    if since - (now - timedelta(days=days)) < timedelta(hours=1):
        return ""
    polls = [one.next_poll_at for feed in settings.feeds if feed.enabled and (one := states.get(feed.id))]
    due = min((one for one in polls if one is not None), default=now)
    begins = (
        f"the store begins {ago(since, now=now)}, and {many(days, 'day')} {'was' if days == 1 else 'were'} asked for"
    )
    before = "of what was published before it holds what feeds still showed at their first poll"
    stale = "of that, what was older than alert_max_age alerts nobody on either side, and --matches counts it"
    return f"{begins}: {before}; {stale}. Next poll: {ago(due, now=now) if due > now else 'as soon as a daemon runs'}."


def _span(shift: str) -> timedelta:
    try:
        return parse_duration(shift)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _with_bar(
    history: History, sides: dict[str, RuleSet], settings: Config, *, jobs: int, gather: bool
) -> dict[str, list[Heard]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal, redirect_stdout=False)
    task = bar.add_task("")

    def on_progress(what: str, done: int, of: int) -> None:
        bar.start()  # not before: it has a thread, and processes are started without one
        if bar.tasks[0].description != what:
            bar.reset(task)
        bar.update(task, completed=done, total=of, description=what)

    wanted = jobs or (cores() if history.count >= FEW else 1)
    try:
        return rehearsed(history, sides, settings, jobs=wanted, gather=gather, on_progress=on_progress)
    finally:
        bar.stop()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """All that there is to tell."""

    history: History
    sides: dict[str, RuleSet]
    before: Sequence[First]
    after: Sequence[First]
    shift: timedelta
    by_matches: bool  #: items were counted one by one
    young: str  #: that the store does not reach back as far as was asked for

    @property
    def whole(self) -> Delta:
        return delta(self.before, self.after)

    def load(self, firsts: Sequence[First]) -> Load:
        return load(firsts, since=self.history.since, until=self.history.until, shift=self.shift)

    @property
    def days(self) -> float:
        """How long the items' time is."""
        return (self.history.until - self.history.since) / timedelta(days=1)

    def same(self) -> list[str]:
        """The rules that are new or worded otherwise, and alert as before: on these items, the change is none."""
        moved = {name for name, one in deltas(self.before, self.after).items() if one.added or one.lost}
        return sorted(self._touched() - moved - self.uncounted().keys())

    def uncounted(self) -> dict[str, str]:
        """The rules that are new or worded otherwise and of which no alert is counted, whatever they find, with why."""
        found = {}
        for name in sorted(self._touched()):
            rule = self.sides["new"].rules[name]
            if rule.facts.mode != "live":
                found[name] = f"mode: {rule.facts.mode}"
            elif isinstance(rule.rate, Absence):
                found[name] = "absence"
            elif rule.rate is not None and self.by_matches:
                found[name] = "over several items, not with --matches"
        return found

    def _touched(self) -> set[str]:
        rules = self.rules()
        return {*rules["new"], *rules["changed"]}

    def rules(self) -> dict[str, list[str]]:
        """The rules that are new, gone, and worded otherwise."""
        old, new = (self.sides[side].rules for side in ("old", "new"))
        return {
            "new": sorted(new.keys() - old.keys()),
            "gone": sorted(old.keys() - new.keys()),
            "changed": sorted(
                name for name in old.keys() & new.keys() if old[name].facts.revision != new[name].facts.revision
            ),
        }


def _print(outcome: _Outcome, names: tuple[str, str], *, examples: int) -> None:
    history = outcome.history
    whole, found = outcome.whole, deltas(outcome.before, outcome.after)
    moved = {rule: one for rule, one in found.items() if one.added or one.lost}
    out.print(Text(f"{history.count} items, {history.since:%Y-%m-%d %H:%M} to {history.until:%Y-%m-%d %H:%M} UTC"))
    if outcome.young:
        out.print(Text(outcome.young, style="yellow"), soft_wrap=True)
    out.print(Text(f"old: {names[0]}   new: {names[1]}"), soft_wrap=True)
    for what, rules in outcome.rules().items():
        if rules:
            out.print(Text(f"{what}: {', '.join(rules[:20])}{', …' if len(rules) > 20 else ''}"))
    out.print()
    out.print(_table(moved, whole))
    if same := outcome.same():
        out.print(Text(f"changed, no difference in {_days(outcome.days)}: {', '.join(same)}", style="yellow"))
    if uncounted := outcome.uncounted():
        named = ", ".join(f"{name} ({why})" for name, why in uncounted.items())
        out.print(Text(f"changed, and no alert is counted: {named}", style="yellow"))
    out.print(Text(_unmoved(len(found) - len(moved), of=len(found)), style="dim"))
    was, now = outcome.load(outcome.before), outcome.load(outcome.after)
    hours = outcome.shift / timedelta(hours=1)
    what = "matched items" if outcome.by_matches else "alerts"
    out.print(
        f"{what} per shift of {hours:g} h: {was.mean:.1f} before, {now.mean:.1f} after; "
        f"in the busiest {was.most} before, {now.most} after"
    )
    for rule, one in moved.items():
        _print_examples(f"{rule}: added", one.added, "green", rule, examples)
        _print_examples(f"{rule}: lost", one.lost, "red", rule, examples)


def _unmoved(count: int, *, of: int) -> str:
    if not of:
        return "no rule alerts on these items, before or after"
    if not count:
        return "no other rule alerts on these items"
    return "1 rule alerts as before" if count == 1 else f"{count} rules alert as before"


def _days(days: float) -> str:
    return "1 day" if round(days) == 1 else f"{days:.0f} days" if days >= 1 else f"{days * 24:.0f} h"


def _table(moved: dict[str, Delta], whole: Delta) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rule", overflow="fold")
    for name in ("before", "after", "added", "lost"):
        table.add_column(name, justify="right")
    for rule, one in moved.items():
        table.add_row(Text(rule), *_counts(one))
    table.add_row(Text("all rules", style="bold"), *_counts(whole))
    return table


def _counts(one: Delta) -> tuple[str, ...]:
    return str(one.before), str(one.after), f"+{len(one.added)}", f"-{len(one.lost)}"


def _print_examples(title: str, firsts: Sequence[First], style: str, rule: str, examples: int) -> None:
    if not firsts or not examples:
        return
    out.print()
    out.print(Text(f"{title} {len(firsts)}", style=f"bold {style}"))
    for one in firsts[-examples:][::-1]:
        out.print(_shown(one, rule))


def _shown(first: First, rule: str) -> Text:
    told = first.told
    shown = Text(f"  {told.at:%Y-%m-%d %H:%M} UTC  {told.source}: ", style="dim")
    title = Text("".join(char if char.isprintable() else " " for char in told.title), style="not dim")
    for span in told.evidence:
        if span.field == "title":
            title.stylize("bold reverse", span.start, span.end)
    shown.append_text(title)
    others = sorted(first.rules - {rule})
    return shown.append(f" (also by {', '.join(others)})" if others else "")


def _facts(outcome: _Outcome) -> list[dict[str, Any]]:
    """One object a rule that alerts on either side, then one of all."""
    found = {**deltas(outcome.before, outcome.after)}
    facts = [{"rule": rule, **_fact(one)} for rule, one in found.items()]
    was, now = outcome.load(outcome.before), outcome.load(outcome.after)
    history = outcome.history
    return [
        *facts,
        {
            "rule": None,
            **_fact(outcome.whole),
            "items": history.count,
            "since": history.since.isoformat(),
            "young": outcome.young or None,
            "until": history.until.isoformat(),
            "per_shift": {"before": was.mean, "after": now.mean, "most_before": was.most, "most_after": now.most},
            "rules": {**outcome.rules(), "same": outcome.same(), "uncounted": outcome.uncounted()},
        },
    ]


def _fact(one: Delta) -> dict[str, Any]:
    return {
        "before": one.before,
        "after": one.after,
        "added": [_told(first) for first in one.added],
        "lost": [_told(first) for first in one.lost],
    }


def _told(first: First) -> dict[str, Any]:
    told = first.told
    return {
        "item": told.item,
        "at": told.at.isoformat(),
        "source": told.source,
        "title": told.title,
        "url": told.url,
        "rules": sorted(first.rules),
        "words": list(dict.fromkeys(span.text for span in told.evidence)),
    }
