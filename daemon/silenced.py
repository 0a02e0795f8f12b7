"""What the operators hold back for a while: the section `silences` of config.yaml."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from daemon.model import Severity
from daemon.receiving import Names
from daemon.section import Section
from daemon.spans import Moment

LONGEST = timedelta(days=14)  #: a silence is never for ever


class Silenced(Section):
    """A silence: it holds back what meets each kind of thing that it names. Law: it has an end and a reason."""

    rules: Names = ()  #: any of these
    entities: Names = ()  #: any of them is named
    feeds: Names = ()  #: feed ids
    up_to: Severity = Severity.HIGH  #: what is more severe is heard
    hold_critical: bool = False  #: true: what is critical, too; for more than 24 hours once somebody agrees
    start: Moment = Field(alias="from")  #: when it begins
    until: Moment  #: when it ends; 14 days after it begins, at the latest
    reason: Annotated[str, Field(pattern=r"\S", max_length=300)]  #: why; told with each alert that it held back

    @model_validator(mode="after")
    def _names_something(self) -> "Silenced":
        if not (self.rules or self.entities or self.feeds):
            raise ValueError("say what is silenced: rules, entities or feeds")
        return self

    @model_validator(mode="after")
    def _ends(self) -> "Silenced":
        if self.until <= self.start:
            raise ValueError("it ends before it begins: correct from or until")
        if self.until - self.start > LONGEST:
            raise ValueError(f"a silence lasts at most {LONGEST.days} days, from its `from` to its `until`")
        return self

    @model_validator(mode="after")
    def _critical_is_meant(self) -> "Silenced":
        if self.up_to is Severity.CRITICAL:
            raise ValueError("write hold_critical: true in the place of up_to: critical, if you mean it")
        return self
