"""Who hears what, when: the sections `receivers`, `routes`, `handover` and `alive` of config.yaml."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from daemon.model import Severity
from daemon.section import Section, one_or_more
from daemon.spans import WEEK, Clock, Duration, Zone

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Names = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]
Grades = Annotated[tuple[Literal["A", "B", "C", "D", "E", "F"], ...], BeforeValidator(one_or_more)]


class Hours(Section):
    """Hours of some days of the week, by the wall clock of a zone."""

    start: Clock  #: by the clock of the zone
    end: Clock  #: may lie after midnight
    zone: Zone = "UTC"  #: whose clock it is
    days: Names = WEEK  #: mon to sun, on which these hours begin
    except_from: Severity = Severity.CRITICAL  #: from this severity on, alerts come as at any other time

    @field_validator("days")
    @classmethod
    def _days_exist(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if not days or not set(days) <= set(WEEK):
            raise ValueError(f"name days as {', '.join(WEEK)}")
        return days

    @property
    def weekdays(self) -> frozenset[int]:
        """0 for Monday."""
        return frozenset(WEEK.index(day) for day in self.days)


class Quiet(Hours):
    """Hours in which a receiver's alerts come without a sound."""


class Active(Hours):
    """Hours in which a receiver hears; what comes in others waits for the next ones, and is told in one message."""

    @model_validator(mode="after")
    def _some_hours(self) -> "Active":
        if self.start == self.end:
            raise ValueError("start and end are the same: leave `active` out for all hours")
        return self


def _within_a_day(span: timedelta) -> timedelta:
    if span > timedelta(days=1):
        raise ValueError("a digest gathers for at most 1d")
    return span


class Digest(Section):
    """Alerts are told together: when the first of them has waited for so long, or when there are so many."""

    every: Annotated[Duration, AfterValidator(_within_a_day)] = timedelta(hours=1)  #: how long the first waits
    count: Annotated[int, Field(ge=2, le=100)] | None = None  #: None: time alone
    except_from: Severity = Severity.CRITICAL  #: from this severity on, alerts come at once


class Receiver(Section):
    """A named destination: a channel and its options."""

    channel: str
    options: BaseModel
    fallback: str | None = None  #: who hears instead when this receiver is down; default: the operators' receiver
    quiet: Quiet | None = None  #: when its alerts come without a sound
    active: Active | None = None  #: when it hears at all; None: always
    digest: Digest | None = None  #: None: alerts come one by one, unless their route says otherwise
    sound_from: Severity | None = None  #: what is less severe comes without a sound; None: medium, for first alerts

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Step(Section):
    """Who hears when nobody has acked an incident for so long."""

    after: Duration  #: since the alert, or the step before
    to: Names = Field(min_length=1)  #: receivers
    repeat: Duration | None = None  #: again at this interval, until somebody has it


class Route(Section):
    """Matchers -> receivers. A route without a matcher takes all."""

    to: Names = Field(min_length=1)  #: receivers
    min_severity: Severity | None = None  #: from this one on
    rules: Names = ()  #: any of these
    tags: Names = ()  #: any of the rule's tags
    feeds: Names = ()  #: feed ids
    feed_tags: Names = ()  #: any of the feed's tags
    entities: Names = ()  #: any of them, or what lies in them, is named
    languages: Names = ()  #: of the item, as `ar`: its own word, else detected
    grades: Grades = ()  #: of the feed: A to F
    digest: Digest | None = None  #: what it takes is told in digests
    routes: tuple["Route", ...] = ()  #: finer ones, asked first: the first of them that fits takes the alert instead
    proceed: bool = Field(default=False, alias="continue")  #: go on to the next route after this one matched
    escalate: tuple[Step, ...] = ()  #: who hears if nobody acks


class Handover(Section):
    """When the shift's summary is told, and to whom."""

    at: Annotated[tuple[Clock, ...], BeforeValidator(one_or_more), Field(min_length=1)]  #: by the desk's `zone`
    to: Names = Field(min_length=1)  #: receivers


class Alive(Section):
    """A word in a chat that watchdesk is there."""

    to: Names = Field(min_length=1)  #: receivers
    every: Duration = timedelta(hours=1)  #: between two words
