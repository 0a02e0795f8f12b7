"""A config that is saved while the daemon starts: what of it is taken up at once."""

from pathlib import Path

from daemon.channels.console import ConsoleOptions
from daemon.cli.serving import changed_since
from daemon.config import Config
from daemon.receiving import Receiver


def test_a_config_saved_during_the_start_holds_unless_it_names_another_store() -> None:
    """The store that is open stays; another one is for the reload to refuse, aloud, and for the next start."""
    desk = Receiver.model_validate({"channel": "console", "options": ConsoleOptions()})
    begun = Config(receivers={"desk": desk}, operators="desk", store=Path("a.sqlite"))
    quieter = begun.model_copy(update={"zone": "Europe/Oslo"})
    elsewhere = quieter.model_copy(update={"store": Path("b.sqlite")})
    assert [changed_since(begun, one) for one in (begun, quieter, elsewhere)] == [None, quieter, None]
