"""A group of commands that are imported when they are called: whoever asks for one waits for no other's libraries."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, and what `--help` says of it: the first paragraph of its own help."""

    place: str  #: `module:name` below daemon.cli, of a function or of a typer.Typer
    summary: str

    def load(self, name: str) -> Any:
        """The command itself."""
        module, _, attribute = self.place.partition(":")
        found = getattr(import_module(f"daemon.cli.{module}"), attribute)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode="rich", add_completion=False)
            alone.command(name)(found)
            return get_command(alone)
        group = get_group(found)
        group.name = name
        return group


class _Loaded(MutableMapping[str, Any]):
    """The commands by name, each imported when it is looked at."""

    def __init__(self, table: Mapping[str, Entry]) -> None:
        self._table = table
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = self._table[name].load(name)
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("the table of commands is fixed")

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def group_of(table: Mapping[str, Entry]) -> type[TyperGroup]:
    """A kind of group that holds these commands, in this order."""

    class Listed(TyperGroup):
        """Loads what is called, and lists the rest by the table."""

        def __init__(self, **given: Any) -> None:
            super().__init__(**{**given, "commands": None})
            self.commands: MutableMapping[str, Any] = _Loaded(table)

        def list_commands(self, ctx: Any) -> list[str]:
            return list(table)

        def format_help(self, ctx: Any, formatter: Any) -> None:
            shown = TyperGroup(
                name=self.name,
                commands={name: TyperCommand(name=name, help=one.summary) for name, one in table.items()},
                params=self.params,
                help=self.help,
                rich_markup_mode=self.rich_markup_mode,
                context_settings=self.context_settings,
            )
            shown.format_help(ctx, formatter)

    return Listed
