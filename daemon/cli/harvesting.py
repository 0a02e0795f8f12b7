"""`watchdesk harvest`: what the desk called a false alarm becomes `skip` tests of the rules that fired."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from daemon.cli.beside import read_known
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, err, near, out
from daemon.cli.loading import load_all
from daemon.cli.rulefile import loaded_with
from daemon.cli.swapping import swap
from daemon.clock import utc_now
from daemon.errors import WatchdeskError
from daemon.model import Item, Match
from daemon.rules.match import find
from daemon.rules.ruleset import Rule, RuleSet, RuleTest
from daemon.rules.selftest import failure_of
from daemon.store.database import Transaction
from daemon.store.tallies import FalseAlarm
from daemon.yamledit import NotEditableError, added_under, in_one_line
from daemon.yamlfile import MAX_BYTES, parse_yaml

_MAX_BODY = 1_500  #: characters of a body that a test is given
_ASKED = 60  #: characters of a title in a question
_FIELDS = ("title", "summary", "body")
_MENDED_FIRST = (
    "still firing, so not written: {}. Narrow each (`unless: [word]`, or a closer `when`), and call harvest again; "
    "--failing writes the tests first."
)
_FAILING = (
    "now failing: {}; the rules load once they are mended; until then a running daemon keeps its last good ones, and "
    "none starts. `watchdesk check` shows them."
)


def harvest(  # noqa: PLR0913  each is an option
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    rule: Annotated[str, typer.Option("--rule", help="Of this rule only.")] = "",
    days: Annotated[int, typer.Option("--days", min=1, help="How far back.")] = 90,
    write: Annotated[bool, typer.Option("--write", help="Write them into the rule files, asking for each.")] = False,
    failing: Annotated[
        bool,
        typer.Option("--failing", help="Write those of rules that still fire, too: no set loads till they are mended."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Offer the desk's false alarms as `skip` tests; --write puts them into the rule files, and changes nothing else.

    Of a rule that still fires on a text the test is written once the rule is narrowed, unless --failing asks for it.
    """
    settings, rules = load_all(config)
    if rule and rule not in rules.rules:
        raise WatchdeskError(f"there is no rule {rule!r}")
    since = utc_now() - timedelta(days=days)
    alarms = read_known(settings.store, partial(alarms_since, since=since))
    found = [one for one in lessons(rules, alarms) if not rule or one.rule.facts.id == rule]
    for one in found:
        if as_json:
            out.print(json.dumps(_fact(one), ensure_ascii=False), soft_wrap=True, markup=False)
        else:
            out.print(_shown(one), soft_wrap=True)
    if write:
        wanted = [one for one in found if failing or not one.fires]
        console = err if as_json else out  # programs read nothing but the objects
        chosen = [one for one in wanted if yes or typer.confirm(_question(one), err=as_json)]
        for path, count in put_in(chosen, settings.rules).items():
            console.print(Text(f"{near(path)}: {count} added"), soft_wrap=True)
        if left := sorted({one.rule.facts.id for one in found if one.fires}):
            said = (_FAILING if failing else _MENDED_FIRST).format(", ".join(left))
            console.print(Text(said, style="yellow"), soft_wrap=True)
    elif not as_json:
        out.print(_end(found), soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A text that a rule should not have fired on, as a test of it."""

    rule: Rule
    test: str | dict[str, str]  #: as it stands in a rule file
    alarm: FalseAlarm
    fires: bool  #: does the rule still match it?


def alarms_since(tx: Transaction, *, since: datetime) -> list[tuple[FalseAlarm, list[Item]]]:
    """The false alarms, each with the items of its incident, the one that it was said of first."""
    found = []
    for alarm in tx.tallies.false_alarms(since=since):
        incident = tx.incidents.incident(alarm.incident)
        reports = incident.reports if incident else ()
        ids = dict.fromkeys([alarm.item, *(report.item_id for report in reports)])
        items = [item for name in ids if (item := tx.items.item(name)) is not None]
        found.append((alarm, items))
    return found


def lessons(rules: RuleSet, alarms: Iterable[tuple[FalseAlarm, Sequence[Item]]]) -> Iterator[Lesson]:
    """What each rule is to learn, by rule; nothing that is a test of it already."""
    found: dict[tuple[str, str], Lesson] = {}
    for alarm, items in alarms:
        for name in alarm.rules:
            rule = rules.rules.get(name)
            if rule is None or rule.rate is not None:  # what it fires on is no single text
                continue
            item, match = _fired_on(rules, name, items)
            if item is None:
                continue
            test = _test(item, match)
            if not test:
                continue
            title = test if isinstance(test, str) else test.get("title", "")
            if all(one.title != title for one in rule.tests):
                fires = failure_of(rules, rule, _as_test(test)) is not None
                found.setdefault((name, title), Lesson(rule=rule, test=test, alarm=alarm, fires=fires))
    yield from sorted(found.values(), key=lambda one: (one.rule.file, one.rule.line))


def _fired_on(rules: RuleSet, name: str, items: Sequence[Item]) -> tuple[Item | None, Match | None]:
    """The first item that the rule matches, with the match; if it matches none any more, the first of all."""
    for item in items:
        for match in find(rules, item).matches:
            if match.rule.id == name:
                return item, match
    return (items[0], None) if items else (None, None)


def _test(item: Item, match: Match | None) -> str | dict[str, str]:
    """The title alone, where the rule found all that it asks for in it; else the fields that it found something in."""
    needed = {span.field for span in match.evidence} if match else set()
    if needed <= {"title"} and item.title:
        return item.title
    values = {name: getattr(item, name) for name in _FIELDS if name in needed | {"title"}}
    if "body" in values:
        last = max(span.end for span in match.evidence if span.field == "body") if match else 0
        values["body"] = values["body"][: max(_MAX_BODY, last)]
    return {name: text for name, text in values.items() if text}


def _as_test(test: str | dict[str, str]) -> RuleTest:
    given = {"title": test} if isinstance(test, str) else test
    texts = {name: given.get(name, "") for name in _FIELDS}
    return RuleTest(title=texts["title"], summary=texts["summary"], body=texts["body"], must_match=False)


def _shown(one: Lesson) -> Text:
    shown = Text.assemble((one.rule.facts.id, "bold"), f"  {near(Path(one.rule.file))}:{one.rule.line}\n")
    shown.append(f"  {in_one_line([one.test])[1:-1]}\n")
    why = f": {one.alarm.why}" if one.alarm.why else ""
    shown.append(f"  {one.alarm.by}, {one.alarm.at:%Y-%m-%d %H:%M} UTC{why}\n", style="dim")
    if one.fires:
        return shown.append("  the rule still fires on it", style="yellow")
    return shown.append("  the rule does not fire on it any more", style="green")


def _question(one: Lesson) -> str:
    title = one.test if isinstance(one.test, str) else one.test.get("title", "")
    return f"{one.rule.facts.id}: write {title[:_ASKED]!r} into {near(Path(one.rule.file))}?"


def _end(found: Sequence[Lesson]) -> Text:
    if not found:
        return Text("no false alarm that is not a test already")
    many = f"{len(found)} tests" if len(found) > 1 else "1 test"
    return Text(f"{many} to add; --write puts them into the rule files", style="dim")


def put_in(
    found: Sequence[Lesson], folder: Path, *, put: Callable[[Path, bytes, bytes], None] = swap
) -> dict[Path, int]:
    """Put the tests into their files: all, or none. Returns how many each file was given.

    Errors: WatchdeskError; RuleError if the set would not load.
    """
    changes = [_change(Path(name), list(group)) for name, group in groupby(found, key=lambda one: one.rule.file)]
    if not any(one.fires for one in found):
        loaded_with(folder, {one.path: one.text for one in changes})
    written: list[_Change] = []
    try:
        for one in changes:
            put(one.path.resolve(), one.raw, one.content)
            written.append(one)
    except BaseException as error:  # Ctrl-C, too
        for done in written:
            with suppress(NotEditableError, OSError):  # who changed it meanwhile has the last word
                put(done.path.resolve(), done.content, done.raw)
        if not isinstance(error, NotEditableError | OSError):
            raise
        reason = error.strerror if isinstance(error, OSError) else error
        raise WatchdeskError(f"{_not_written(one.path, one.lessons, reason)}\nNo file was changed.") from None
    return {one.path: len(one.lessons) for one in changes}


@dataclass(frozen=True, slots=True)
class _Change:
    """What a rule file is to hold."""

    path: Path
    raw: bytes  #: as it was read
    text: str  #: as it is to be
    lessons: Sequence[Lesson]

    @property
    def content(self) -> bytes:
        bom = self.raw[: len(self.raw) - len(self.raw.decode("utf-8-sig").encode())]
        return bom + self.text.encode()


def _change(path: Path, wanted: Sequence[Lesson]) -> _Change:
    try:
        raw = path.resolve().read_bytes()
        text = raw.decode("utf-8-sig")
        for one in wanted:
            text = added_under(text, (*_place(text, one.rule.facts.id), "tests", "skip"), [one.test])
    except (NotEditableError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise WatchdeskError(_not_written(path, wanted, reason)) from None
    if len(text.encode()) > MAX_BYTES:
        raise WatchdeskError(_not_written(path, wanted, f"it would be larger than {MAX_BYTES // 1024} KiB"))
    return _Change(path, raw, text, wanted)


def _not_written(path: Path, wanted: Sequence[Lesson], reason: object) -> str:
    tests = "".join(f"\n  - {in_one_line([one.test])[1:-1]}" for one in wanted)
    return f"{near(path)} was not written: {reason}. Add under skip:{tests}"


def _place(text: str, rule: str) -> tuple[str, int]:
    """Where a rule stands in its file."""
    value = parse_yaml(text, name="").value
    listed = value.get("rules") if isinstance(value, dict) else None
    for at, one in enumerate(listed or []):
        if isinstance(one, dict) and one.get("id") == rule:
            return "rules", at
    raise NotEditableError("the rule is not in it any more")


def _fact(one: Lesson) -> dict[str, Any]:
    return {
        "rule": one.rule.facts.id,
        "file": one.rule.file,
        "test": one.test,
        "still_fires": one.fires,
        "by": one.alarm.by,
        "at": one.alarm.at.isoformat(),
        "why": one.alarm.why,
    }
