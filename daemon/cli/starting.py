"""`watchdesk new rule | entity | feed`: a guided start that writes what loads, with tests that hold."""

from collections.abc import Callable
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
    given = bool(when and match and skip)
    while True:
        values["when"] = when or typer.prompt('Which words? e.g. helicopter & (crash* | "shot down")')
        left_out = (
            unless if unless is not None or given else typer.prompt("Unless it says (Enter: nothing)", default="")
        )
        if left_out:
            values["unless"] = left_out
        matching = match or [typer.prompt("A headline that it must match")]
        skipping = skip or [typer.prompt("A headline that it must not match, though it is close")]
        values["tests"] = {"match": list(matching), "skip": list(skipping)}
        try:
            _write_rule(settings.rules, path, values)
        except ConfigError as error:
            if given:
                raise
            _say(error)
            when, match, skip = "", None, None
            values.pop("unless", None)
            continue
        break
    out.print(Text(f"Written to {near(path)}; both tests hold."))
    if mode == "shadow":
        out.print(
            "It is in shadow: `watchdesk stats` shows what it would send; `mode: live` lets it alert.", markup=False
        )


def _asked_severity() -> str:
    known = [one.value for one in Severity]
    while (answer := typer.prompt(f"How grave? {', '.join(known)}", default="medium").strip().lower()) not in known:
        out.print(f"write one of {', '.join(known)}")
    return str(answer)


def _say(error: ConfigError) -> None:
    """What is wrong with the answers; the file that was to be written does not matter to who is asked."""
    for problem in error.problems:
        out.print(Text(problem.message, style="red"), soft_wrap=True)
    out.print("Once more:")


def _write_rule(folder: Path, path: Path, values: dict[str, Any]) -> None:
    """A file of its own reads best; into one that is there, the rule goes as one line."""
    before = rulefile.read(path)
    if before is None:
        text = f"{rulefile.first_line(folder, path)}rules:\n" + in_block([values])
    else:
        try:
            text = rulefile.with_members(before, "rules", [values])
        except NotEditableError as error:
            raise WatchdeskError(f"{near(path)}: {error}; name another file") from None
    rulefile.save(folder, path, text, before=before)


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
