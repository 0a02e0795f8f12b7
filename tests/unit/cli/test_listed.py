"""Commands are loaded when they are called; what is listed is what they are."""

import subprocess
import sys

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from daemon.cli import COMMANDS, cli
from daemon.cli.listed import Entry, group_of


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_says_of_a_command_is_what_its_own_help_says(name: str) -> None:
    """A row's summary is the first paragraph of the command's help, and its place leads to the command."""
    command = COMMANDS[name].load(name)
    assert command.name == name
    assert COMMANDS[name].summary == " ".join(command.help.split("\n\n")[0].split())


def test_the_list_names_every_command_once_and_in_the_tables_order() -> None:
    """`--help` shows all rows, also of groups, though none of them was loaded."""
    shown = " ".join(CliRunner().invoke(cli, ["--help"]).stdout.replace("│", " ").split())
    rows = [f"{name} {one.summary}" for name, one in COMMANDS.items()]
    places = [shown.index(row) for row in rows]
    assert places == sorted(places)


def test_a_name_that_is_none_gets_the_nearest_ones() -> None:
    """A mistyped command is refused with what it may have meant."""
    shown = CliRunner().invoke(cli, ["stauts"])
    assert shown.exit_code == 2
    assert "status" in shown.stderr


def test_a_table_of_commands_is_fixed() -> None:
    """A group without rows lists nothing, refuses every name, and no row can be taken out."""
    app = typer.Typer(cls=group_of({"gone": Entry("nowhere:at_all", "")}))
    app.callback()(lambda: None)
    group = get_command(app)
    with pytest.raises(TypeError):
        del group.commands["gone"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["no-such-command"]])
def test_what_needs_no_command_loads_no_library(words: list[str]) -> None:
    """Version and help come without a store, a channel, a rule or a table being loaded."""
    code = (
        "import sys\nfrom daemon.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('LOADED ' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.rpartition("LOADED ")[2].split())
    heavy = {"sqlalchemy", "telegram", "aiohttp", "apprise", "yaml", "daemon.model", "asyncio"}
    assert not heavy & loaded
