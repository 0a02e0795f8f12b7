"""What is kept for how long, and where watchdesk can be watched: the sections `retention` and `http` of config.yaml."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator

from daemon.section import Section
from daemon.spans import Duration, Listen, place_of

_SHORTEST = timedelta(days=7)


def _long_enough(span: timedelta) -> timedelta:
    if span < _SHORTEST:
        raise ValueError("keep it for 7d at least: corrections and copies refer to what was told days ago")
    return span


Kept = Annotated[Duration, AfterValidator(_long_enough)]


class Retention(Section):
    """How long things are kept; None: for good. An item is recognised again whatever stands here."""

    items: Kept | None = None  #: the texts of items, since they came
    incidents: Kept | None = None  #: closed ones, since they were closed
    deliveries: Kept | None = None  #: finished ones, since then; those of an incident as long as it
    audit: Kept | None = None  #: acts, and silences that are over

    @property
    def is_set(self) -> bool:
        """Whether anything is ever let go."""
        return any((self.items, self.incidents, self.deliveries, self.audit))


class Http(Section):
    """Where metrics and health can be asked for."""

    listen: Listen  #: address and port that this machine listens on; nobody is asked who they are

    @property
    def place(self) -> tuple[str, int]:
        """Host and port to listen on."""
        return place_of(self.listen)
