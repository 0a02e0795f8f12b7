"""The shape of a rule file, as pydantic sees it: keys, types and ranges. `mapping.py` reads what conditions mean."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from daemon.language.codes import meant_code
from daemon.model import Severity
from daemon.receiving import Name
from daemon.spans import parse_duration

FieldName = Literal["title", "summary", "body"]
FIELDS: tuple[FieldName, ...] = ("title", "summary", "body")


def _iso_date(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2027-01-01") else _refuse()
    except ValueError:
        raise ValueError("write a date as 2027-01-01") from None


def _refuse() -> object:
    raise ValueError


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, (str, dict)) else value


def _language(code: str) -> str:
    meant = meant_code(code)
    if meant != code:
        mend = f"write {meant}" if meant else "write en, ar, ru, uk"
        raise ValueError(f"{code!r} is no code of a language; {mend}")
    return code


Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$"), AfterValidator(_language)]
_Listed = BeforeValidator(_one_or_more, json_schema_input_type=str | tuple[str, ...])
Languages = Annotated[
    tuple[Language, ...], BeforeValidator(_one_or_more, json_schema_input_type=Language | tuple[Language, ...])
]
Names = Annotated[tuple[str, ...], _Listed]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], _Listed]


_LONGEST = timedelta(days=1000)


def _window(value: object) -> timedelta:
    span = parse_duration(value)
    if span > _LONGEST:
        raise ValueError(f"a window may be {_LONGEST.days}d long at most")
    return span


Window = Annotated[timedelta, BeforeValidator(_window, json_schema_input_type=str)]
By = Literal["incident", "entity", "feed"]


class Shape(BaseModel):
    """A mapping of a rule file: immutable, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntityShape(Shape):
    """A real-world thing and its spellings."""

    id: Name  #: unique over all files; conditions ask for it as @id
    name: Text  #: for people; one of the spellings, too
    kind: Name  #: place, person, organisation, …; conditions ask for it as @kind:place
    aliases: Texts = ()  #: further spellings, in any script; found in every grammatical form
    exact: Texts = ()  #: match only as written, case kept
    fuzzy: bool = False  #: close spellings count, too
    unless: Texts = ()  #: a mention inside one of these phrases does not count
    within: Names = ()  #: ids of the entities that this one lies in
    location: tuple[float, float] | None = None  #: latitude, longitude
    links: dict[str, str] = Field(default_factory=dict)  #: what it is elsewhere, as wikidata: Q12560
    note: str = ""  #: for those who edit this

    @field_validator("location")
    @classmethod
    def _location_is_on_earth(cls, location: tuple[float, float] | None) -> tuple[float, float] | None:
        if location and not (-90 <= location[0] <= 90 and -180 <= location[1] <= 180):
            raise ValueError("write [latitude, longitude], latitude from -90 to 90, longitude from -180 to 180")
        return location


class FeedFilter(Shape):
    """Which feeds' items a rule looks at."""

    ids: Names = ()  #: any of these feeds
    tags: Names = ()  #: any of these
    not_: Names = Field(default=(), alias="not")  #: none of these tags or feed ids


class OwnTest(Shape):
    """A text that a rule must or must not match."""

    text: str = ""  #: the title
    title: str = ""  #: the same, for tests that name their fields
    summary: str = ""  #: what stands below the title
    body: str = ""  #: the article
    language: Language | None = None  #: of the text; default: detected
    evidence: Texts = ()  #: these at least are among the evidence

    @model_validator(mode="after")
    def _holds_a_text(self) -> Self:
        if not any(part.strip() for part in (self.text, self.title, self.summary, self.body)):
            raise ValueError("a test needs a text")
        return self


def _text_or_mapping(value: object) -> object:
    value = _one_or_more(value)
    return [{"text": one} if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


_OwnTestList = Annotated[
    tuple[OwnTest, ...], BeforeValidator(_text_or_mapping, json_schema_input_type=tuple[str | OwnTest, ...])
]


class OwnTests(Shape):
    """A rule's own tests."""

    match: _OwnTestList = ()  #: texts that it must match
    skip: _OwnTestList = ()  #: texts that it must not


class CountShape(Shape):
    """So many items within a time."""

    of: Any  #: what is counted: a condition
    at_least: Annotated[int, Field(ge=2, le=100_000, strict=True)]  #: items
    within: Window  #: a time, such as 1h
    by: By | None = None  #: none: all together


class SpikeShape(Shape):
    """So many times as many items as in the same hours of the days before."""

    of: Any  #: what is counted: a condition
    ratio: Annotated[float, Field(gt=1, le=1_000_000)]  #: how many times as many as usual
    window: Window  #: the time that is compared, such as 1h
    baseline: Window  #: what it is compared with, such as 7d
    at_least: Annotated[int, Field(ge=1, le=100_000, strict=True)] = 5  #: items, however few are usual
    by: By | None = None  #: none: all together


class FirstSeenShape(Shape):
    """An entity, or what matches a condition, that was not seen for so long."""

    entity: Any = None  #: an entity that was not seen: {kind: person}
    of: Any = None  #: a condition whose words are the values that were not seen
    within: Window  #: for how long, such as 90d

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        if (self.entity is None) == (self.of is None):
            raise ValueError("write entity: {kind: person}, or of: and a condition whose words are the values")
        return self


class OrderShape(Shape):
    """Rules that matched one after another."""

    sequence: Annotated[tuple[Name, ...], Field(min_length=2, max_length=10)]
    within: Window
    by: By | None = None


def _auto_or_window(value: object) -> timedelta | None:
    return None if value == "auto" else _window(value)


class AbsenceShape(Shape):
    """Feeds that normally speak and are quiet."""

    feeds: FeedFilter
    for_: Annotated[timedelta | None, BeforeValidator(_auto_or_window, json_schema_input_type=str)] = Field(
        alias="for"
    )  #: how long they must be silent; auto: each by its own habit

    @model_validator(mode="after")
    def _names_feeds(self) -> Self:
        if not (self.feeds.ids or self.feeds.tags):
            raise ValueError("name the feeds that should speak: feeds: {tags: [state-media]}")
        return self


class RuleShape(Shape):
    """An operator's standing question."""

    id: Name  #: unique over all files
    title: str = ""  #: for people; default: the id
    severity: Severity  #: how much a match matters
    tags: Names = ()  #: for routes to choose by
    when: Any  #: what an item must say
    unless: Any = None  #: what it must not say
    languages: Languages = ()  #: none: all
    feeds: FeedFilter = FeedFilter()  #: of which feeds; none: of all
    fields: Annotated[
        tuple[FieldName, ...],
        BeforeValidator(_one_or_more, json_schema_input_type=FieldName | tuple[FieldName, ...]),
        Field(min_length=1),
    ] = FIELDS  #: where to look
    min_sources: Annotated[int, Field(ge=1, le=100)] = 1  #: independent ones in the incident before it alerts
    notify: Names = ()  #: receivers beside those that the routes choose
    note: str = ""  #: what the desk should do first
    owner: str = ""  #: whom to ask about it
    expires: Annotated[date, BeforeValidator(_iso_date)] | None = None  #: from this day (UTC) on it matches nothing
    mode: Literal["live", "shadow", "off"] = "live"  #: shadow: matches and is counted, alerts nobody
    tests: OwnTests = OwnTests()  #: texts that it must and must not match
