"""`watchdesk new rule | entity | feed`: a guided start that writes what loads, with tests that hold."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from daemon.cli import feedadd, rulefile
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, near, out
from daemon.cli.entities import chosen, fresh_id, write_entities
from daemon.cli.loading import load_all
from daemon.cli.namelists import things_in
from daemon.errors import ConfigError, WatchdeskError
from daemon.model import Severity
from daemon.rules.aliases import Spelled, as_entity, slug, spelled
from daemon.rules.ruleset import RuleSet
from daemon.yamledit import NotEditableError, in_block, in_one_line

cli = typer.Typer(help="Begin a rule, an entity or a feed, step by step.", no_args_is_help=True)
cli.command("feed")(feedadd.add_feed)


@cli.callback()
def _new() -> None:
    """Begin a rule, an entity or a feed, step by step."""


@cli.command("rule")
def new_rule(  # noqa: PLR0913  each is an option, asked for if it is not given
    title: Annotated[str, typer.Argument(help="What has happened, in a few words.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    when: Annotated[str, typer.Option("--when", help="What an item must say: see docs/rules.md.")] = "",
    unless: Annotated[str | None, typer.Option("--unless", help="What it must not say.")] = None,
    severity: Annotated[Severity | None, typer.Option("--severity", help="How grave it is.")] = None,
    match: Annotated[list[str] | None, typer.Option("--match", help="A text that it must match.")] = None,
    skip: Annotated[list[str] | None, typer.Option("--skip", help="A text that it must not match.")] = None,
    mode: Annotated[str, typer.Option("--mode", help="shadow: counted, and nobody is alerted; live.")] = "shadow",
    file: Annotated[str, typer.Option("--file", help="The rule file; default: one of its own.")] = "",
) -> None:
    """Write a rule with its tests; what is not given is asked for. It begins in shadow: nobody is alerted by it yet."""
    settings, rules = load_all(config)
    title = title or typer.prompt("What has happened, in a few words (the title)")
    name = fresh_id(title, rules.rules)
    path = rulefile.checked_path(settings.rules, file or f"{name}.yaml")
    values: dict[str, Any] = {"id": name, "title": title}
    values["severity"] = (severity or Severity(_asked_severity())).value
    values |= {"mode": mode} if mode != "live" else {}
    draft = _Draft(settings.rules, path, values, is_given=bool(when and match and skip))
    while True:
        draft.ask_for_words(when, "" if draft.is_given and unless is None else unless)
        draft.ask_for_tests(match, skip)
        try:
            rulefile.save(settings.rules, path, draft.text(), before=rulefile.read(path))
        except ConfigError as error:
            if draft.is_given:
                raise
            _say(error)
            out.print("Once more; Enter takes what stands in brackets:", markup=False)
            when, match, skip = "", None, None
            continue
        break
    out.print(Text(f"Written to {near(path)}; both tests hold."))
    if mode == "shadow":
        said = "It is in shadow: `watchdesk stats` shows what it would send; `mode: live` lets it alert."
        out.print(said, markup=False, soft_wrap=True)


def _asked_severity() -> str:
    known = [one.value for one in Severity]
    while (answer := typer.prompt(f"How grave? {', '.join(known)}", default="medium").strip().lower()) not in known:
        out.print(f"write one of {', '.join(known)}")
    return str(answer)


def _say(error: ConfigError) -> None:
    """What is wrong with the answers; the file that was to be written does not matter to who is asked."""
    for problem in error.problems:
        out.print(Text(problem.message, style="red"), soft_wrap=True)


@dataclass(slots=True)
class _Draft:
    """A rule that is being asked for."""

    folder: Path
    path: Path
    values: dict[str, Any]  #: as they will stand in the file
    is_given: bool  #: all that is asked for was: what is wrong with it is no question

    def ask_for_words(self, when: str, unless: str | None) -> None:
        """What is not given, and again what cannot be used, as soon as it is said."""
        before = self.values.get("when")
        question = 'Which words? e.g. helicopter & (crash* | "shot down")'
        self.values["when"] = self._usable("when", when or None, question, before)
        self.values.pop("unless", None)
        if left_out := self._usable("unless", unless, "Unless it says (Enter: nothing)", ""):
            self.values["unless"] = left_out

    def ask_for_tests(self, match: list[str] | None, skip: list[str] | None) -> None:
        """What is not given."""
        before: dict[str, list[str]] = self.values.get("tests", {})
        questions = ("A headline that it must match", "A headline that it must not match, though it is close")
        self.values["tests"] = {
            key: list(given or [typer.prompt(question, default=next(iter(before.get(key, ())), None))])
            for key, given, question in zip(("match", "skip"), (match, skip), questions, strict=True)
        }

    def _usable(self, key: str, given: str | None, question: str, default: str | None) -> str:
        """What was given, or else is answered, once the rules load with it."""
        answer = given if given is not None else str(typer.prompt(question, default=default))
        while answer and not self.is_given:
            try:
                rest = {name: value for name, value in self.values.items() if name not in {"tests", key}}
                rulefile.loaded_with(self.folder, {self.path: self.text({**rest, key: answer})})
            except ConfigError as error:
                _say(error)
            else:
                break
            answer = str(typer.prompt(question, default=default))
        return answer

    def text(self, values: dict[str, Any] | None = None) -> str:
        """The file with the rule. A file of its own reads best; into one that is there, the rule goes as one line."""
        rule, before = values or self.values, rulefile.read(self.path)
        if before is None:
            return f"{rulefile.first_line(self.folder, self.path)}rules:\n" + in_block([rule])
        try:
            return rulefile.with_members(before, "rules", [rule])
        except NotEditableError as error:
            raise WatchdeskError(f"{near(self.path)}: {error}; name another file") from None


@cli.command("entity")
def new_entity(  # noqa: PLR0913  each is an option, asked for if it is not given
    name: Annotated[str, typer.Argument(help="The thing's name.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    kind: Annotated[str, typer.Option("--kind", help="place, person, organisation, weapon, …")] = "",
    aliases: Annotated[str | None, typer.Option("--aliases", help="Further spellings, with commas between.")] = None,
    within: Annotated[str, typer.Option("--within", help="Entities that it lies in, with commas between.")] = "",
    source: Annotated[Path | None, typer.Option("--from", help="A list to take spellings and place from.")] = None,
    into: Annotated[str, typer.Option("--file", help="The rule file.")] = "entities/own.yaml",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Write an entity; --from fills it with spellings and coordinates of GeoNames, OFAC, the UN, or a CSV."""
    settings, rules = load_all(config)
    path = rulefile.checked_path(settings.rules, into)
    name = name or typer.prompt("Its name")
    found = _of_list(source, name) if source else None
    if found is None:
        kind = kind or _asked(f"What is it? {_kinds(rules)}", lambda text: slug(text) == text)
        aliases = aliases if aliases is not None or yes else typer.prompt("Other spellings, commas between", default="")
    row: dict[str, object] = {"id": fresh_id(name, rules.entities), "name": name, "kind": kind}
    if found is not None:
        row = as_entity(found, str(row["id"])) | ({"kind": kind} if kind else {})
    more = [one.strip() for one in (aliases or "").split(",") if one.strip()]
    listed = row.get("aliases")
    there = list(listed) if isinstance(listed, list) else []
    row |= {"aliases": [*there, *(one for one in more if one not in there)]} if more else {}
    row |= {"within": [one.strip() for one in within.split(",") if one.strip()]} if within else {}
    out.print(Text(f"  - {in_one_line(row)}"), soft_wrap=True)
    if not yes:
        typer.confirm(f"Write it to {near(path)}?", abort=True)
    write_entities(settings.rules, path, [row])
    out.print(Text(f"Written to {near(path)}; rules ask for it as @{row['id']}."))


def _of_list(source: Path, name: str) -> Spelled:
    """What a list says of a name; of several things that are called so, the largest."""
    found = spelled(sorted(chosen(things_in(source), names=[name]), key=lambda one: -one.size)[:1])
    if not found:
        raise WatchdeskError(f"{source}: nothing there is called {name!r}")
    return found[0]


def _kinds(rules: RuleSet) -> str:
    kinds = sorted({one.kind for one in rules.entities.values()}) or ["place", "person", "organisation"]
    return ", ".join(kinds[:12])


def _asked(question: str, fits: Callable[[str], bool]) -> str:
    while not fits(answer := str(typer.prompt(question)).strip()):
        out.print("write one word of small letters, digits and hyphens")
    return answer
