"""Who hears what: the sections `receivers` and `routes` of config.yaml."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from daemon.model import Severity
from daemon.section import Section, one_or_more
from daemon.spans import WEEK, Clock, Duration, Zone

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Names = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]


class Quiet(Section):
    """Hours in which a receiver's alerts come without a sound."""

    start: Clock  #: by the clock of the zone
    end: Clock  #: may lie after midnight
    zone: Zone = "UTC"
    days: Names = WEEK  #: mon to sun, on which these hours begin
    except_from: Severity = Severity.CRITICAL  #: from this severity on, alerts sound all the same

    @field_validator("days")
    @classmethod
    def _days_exist(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if not set(days) <= set(WEEK):
            raise ValueError(f"name days as {', '.join(WEEK)}")
        return days

    @property
    def weekdays(self) -> frozenset[int]:
        """0 for Monday."""
        return frozenset(WEEK.index(day) for day in self.days)


class Receiver(Section):
    """A named destination: a channel and its options."""

    channel: str
    options: BaseModel
    fallback: str | None = None  #: who hears instead when this receiver is down; default: the operators' receiver
    quiet: Quiet | None = None  #: when its alerts come without a sound

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Step(Section):
    """Who hears when nobody has acked an incident for so long."""

    after: Duration
    to: Names = Field(min_length=1)
    repeat: Duration | None = None  #: again at this interval, until somebody has it


class Route(Section):
    """Matchers -> receivers. A route without a matcher takes all."""

    to: Names = Field(min_length=1)
    min_severity: Severity | None = None
    rules: Names = ()
    tags: Names = ()  #: any of the rule's tags
    feeds: Names = ()  #: feed ids
    feed_tags: Names = ()
    proceed: bool = Field(default=False, alias="continue")  #: go on to the next route after this one matched
    escalate: tuple[Step, ...] = ()  #: who hears if nobody acks
