"""`watchdesk entities import`: names of a list become entities, the junk left out."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from daemon.cli import rulefile
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, many, near, out
from daemon.cli.loading import load_all
from daemon.cli.namelists import things_in
from daemon.errors import WatchdeskError
from daemon.language.fold import fold
from daemon.rules.aliases import NamedThing, Spelled, as_entity, slug, spelled
from daemon.rules.names import SAME_NAME_100, name_score
from daemon.rules.roll import Roll
from daemon.rules.ruleset import Entity, RuleSet
from daemon.yamledit import NotEditableError, in_one_line

cli = typer.Typer(help="Entities of the rules: things with many spellings.", no_args_is_help=True)
_SHOWN = 5
_MOST_COMPARED = 200  #: names


@cli.callback()
def _entities() -> None:
    """Entities of the rules: things with many spellings."""


@cli.command("import")
def import_entities(  # noqa: PLR0913  each is an option
    file: Annotated[Path, typer.Argument(help="GeoNames, OFAC (SDN.CSV), UN (XML), or CSV with a column `name`.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    into: Annotated[str, typer.Option("--into", help="The rule file to write, in the rules folder.")] = "",
    name: Annotated[list[str] | None, typer.Option("--name", help="Only what is called so; may be repeated.")] = None,
    country: Annotated[str, typer.Option("--country", help="Only of these countries: SY,IQ.")] = "",
    min_population: Annotated[int, typer.Option("--min-population", help="Only places as large as that.")] = 0,
    within: Annotated[str, typer.Option("--within", help="Entities that they lie in, with commas between.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Another kind than the list says.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Write the names of a list as entities into a rule file: coordinates, all good spellings, no junk."""
    settings, rules = load_all(config)
    path = rulefile.checked_path(settings.rules, into or f"entities/{slug(file.stem) or 'imported'}.yaml")
    things = [
        replace(one, kind=kind) if kind else one
        for one in chosen(things_in(file), names=name or (), countries=country, min_population=min_population)
    ]
    if not things:
        raise WatchdeskError(f"{file}: nothing there is called so, lies there, or is so large")
    parts = [one.strip() for one in within.split(",") if one.strip()]
    there = known_names(rules)
    kept = [one for one in spelled(things) if fold(one.name) not in there]
    rows = [as_entity(one, fresh, within=parts) for one, fresh in zip(kept, _fresh_ids(kept, rules), strict=True)]
    _preview(things, kept, rows)
    _tell_of_namesakes(kept, rules)
    if not rows:
        return
    if not yes:
        typer.confirm(f"Write {len(rows)} to {near(path)}?", abort=True)
    write_entities(settings.rules, path, rows)
    out.print(Text(f"Written to {near(path)}."))


def namesakes(names: Sequence[str], rules: RuleSet) -> Iterator[tuple[str, Entity]]:
    """Those of the names that an entity may have in another spelling, each with the likeliest.

    Why by whole names, and not as texts are matched: *Kadhafi, Moammar* is a list's way to write a name, and no text's.
    """
    known = [(text, entity) for entity in rules.entities.values() for text in (entity.name, *entity.aliases)]
    roll = Roll([text for text, _ in known])
    for name in names:
        best = roll.best(name)
        if best is not None and name_score(name, known[best][0]) >= SAME_NAME_100:
            yield name, known[best][1]


def _tell_of_namesakes(kept: Sequence[Spelled], rules: RuleSet) -> None:
    """Of a short list, for whole names take time to compare; a long one is not looked through by anybody."""
    if len(kept) > _MOST_COMPARED:
        return
    for name, entity in islice(namesakes([one.name for one in kept], rules), _SHOWN):
        said = f"{name} may be there already: {entity.name} ({entity.id}); if it is, add its spellings to that one"
        out.print(Text(said), soft_wrap=True)


def chosen(
    things: Sequence[NamedThing], *, names: Collection[str] = (), countries: str = "", min_population: int = 0
) -> list[NamedThing]:
    """Those that are asked for; of names, whichever spelling is given."""
    wanted = {fold(one) for one in names}
    allowed = {one.strip().upper() for one in countries.split(",") if one.strip()}
    return [
        one
        for one in things
        if (not wanted or not wanted.isdisjoint(map(fold, (one.name, *one.aliases))))
        and (not allowed or one.country in allowed)
        and one.size >= min_population
    ]


def known_names(rules: RuleSet) -> frozenset[str]:
    """The folded names and aliases of all entities that there are."""
    return frozenset(fold(text) for entity in rules.entities.values() for text in (entity.name, *entity.aliases))


def _fresh_ids(kept: Sequence[Spelled], rules: RuleSet) -> Iterator[str]:
    taken = set(rules.entities)
    for one in kept:
        fresh = fresh_id(one.name, taken)
        taken.add(fresh)
        yield fresh


def fresh_id(name: str, taken: Collection[str]) -> str:
    """An id that nobody has, of the name's letters."""
    base = slug(name) or "entity"
    return next(one for one in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if one not in taken)


def write_entities(folder: Path, path: Path, rows: Sequence[dict[str, object]]) -> None:
    """Add entities to a rule file, or begin it. Errors: RuleError, WatchdeskError; then nothing is changed."""
    before = rulefile.read(path)
    try:
        text = rulefile.with_members(before or "", "entities", rows)
    except NotEditableError as error:
        raise WatchdeskError(f"{near(path)}: {error}; name another file") from None
    rulefile.save(folder, path, text if before else rulefile.first_line(folder, path) + text, before=before)


def _preview(things: Sequence[NamedThing], kept: Sequence[Spelled], rows: Sequence[dict[str, object]]) -> None:
    for row in rows[:_SHOWN]:
        out.print(Text(f"  - {in_one_line(row)}"), soft_wrap=True)
    if len(rows) > _SHOWN:
        out.print(f"  … and {len(rows) - _SHOWN} more")
    spellings = sum(1 + len(one.aliases) + len(one.exact) for one in kept)
    there = "1 entity" if len(rows) == 1 else f"{len(rows)} entities"
    unused = len(things) - len(kept)
    said = f"{many(unused, 'name')} {'is' if unused == 1 else 'are'} known or unusable"
    out.print(f"{there} with {many(spellings, 'spelling')}; {said}")
    junk: Counter[str] = sum((Counter(one.junk) for one in kept), Counter())
    if junk:
        out.print(Text(f"left out: {', '.join(f'{count} {reason}' for reason, count in junk.most_common())}"))
