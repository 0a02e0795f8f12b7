"""What operators decide outside the rule files: the sections of config.yaml. `configfile.py` reads the file.

Secrets never stand in the file: `token_file: path` or `token_env: NAME` become the field `token`, a `SecretStr`.
"""

import os
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from daemon.model import Severity

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?\Z")
_SIZE = re.compile(r"(\d+)\s*(B|KiB|MiB)\Z")
_SIZE_UNITS = {"B": 1, "KiB": 1024, "MiB": 1024 * 1024}


def parse_duration(value: object) -> timedelta:
    """`30s`, `5m`, `1h30m`, `7d` -> timedelta. Errors: ValueError with the mend, also for zero."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.match(value) if isinstance(value, str) and value else None
    if not found:
        raise ValueError("write a duration as 30s, 5m, 1h30m or 7d")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    try:
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise ValueError("this duration is too long") from None
    if not span:
        raise ValueError("a duration must be longer than 0")
    return span


def parse_size(value: object) -> int:
    """`512 KiB`, `8MiB` -> bytes. Errors: ValueError with the mend."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _SIZE.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("write a size as 512KiB or 8MiB")
    return int(found.group(1)) * _SIZE_UNITS[found.group(2)]


def _web_url(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("write a URL")
    try:
        parts = urlsplit(value)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise ValueError(f"{value!r} is not a URL") from None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise ValueError(f"{value!r} is not an http or https URL")
    if parts.username or parts.password:
        raise ValueError("a URL must not hold a password; use login: {user, password_file}")
    if re.search(r"[\x00-\x20\x7f\\]", value):
        raise ValueError("a URL must not hold spaces, control characters or backslashes")
    return value


def one_or_more(value: object) -> object:
    """A single word stands for a list of one."""
    return [value] if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Size = Annotated[int, BeforeValidator(parse_size)]
WebUrl = Annotated[str, BeforeValidator(_web_url)]
Names = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class Section(BaseModel):
    """A part of the config: immutable; unknown keys refused; secrets read from `<field>_file` or `<field>_env`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _read_secrets(cls, values: Any, info: ValidationInfo) -> Any:
        if not isinstance(values, dict):
            return values
        read = dict(values)
        for name in _secret_fields(cls):
            _read_secret(read, name, info)
        return read


@cache
def _secret_fields(section: type[Section]) -> tuple[str, ...]:
    fields = section.model_fields.items()
    return tuple(name for name, shape in fields if shape.annotation in (SecretStr, SecretStr | None))


def _read_secret(values: dict[str, Any], name: str, info: ValidationInfo) -> None:
    """Replace `name_file` or `name_env` by the secret itself."""
    if isinstance(values.get(name), SecretStr):
        return
    if name in values:
        raise ValueError(f"a secret must not stand in this file: use {name}_file or {name}_env instead of {name}")
    file, env = values.pop(f"{name}_file", None), values.pop(f"{name}_env", None)
    if file is not None and env is not None:
        raise ValueError(f"give {name}_file or {name}_env, not both")
    if file is not None:
        values[name] = SecretStr(_secret_from_file(str(file), name, info))
    if env is not None:
        secret = os.environ.get(str(env), "").strip()
        if not secret:
            raise ValueError(f"{name}_env: the environment variable {env} is not set")
        values[name] = SecretStr(secret)


def _secret_from_file(file: str, name: str, info: ValidationInfo) -> str:
    folder = (info.context or {}).get("folder", Path())
    try:
        secret: str = (folder / file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ValueError(f"{name}_file: {file} cannot be read: {reason}") from None
    if not secret:
        raise ValueError(f"{name}_file: {file} is empty")
    return secret


class Login(Section):
    """HTTP basic authentication for one feed."""

    user: str
    password: SecretStr


class Feed(Section):
    """One URL that is polled."""

    id: Name
    url: WebUrl
    name: str = ""  #: for people; default: the id
    publisher: str = ""  #: feeds of one publisher are one source; default: the feed's name
    tags: Names = ()
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    interval: Duration | None = None  #: default: poll.interval
    alert_max_age: Duration | None = None  #: default: alert_max_age
    proxy: SecretStr | None = None  #: http, https, socks4 or socks5 URL; default: poll.proxy
    direct: bool = False  #: fetch without any proxy
    allow_private: bool = False  #: may lead to an address in a private network
    headers: dict[str, str] = Field(default_factory=dict)
    headers_env: dict[str, str] = Field(default_factory=dict)  #: header -> environment variable
    headers_file: dict[str, str] = Field(default_factory=dict)  #: header -> file
    login: Login | None = None
    enabled: bool = True

    @property
    def label(self) -> str:
        """The feed's name for people."""
        return self.name or self.id

    @property
    def source(self) -> str:
        """Who is speaking."""
        return self.publisher or self.label

    @field_validator("headers")
    @classmethod
    def _no_secret_headers(cls, headers: dict[str, str]) -> dict[str, str]:
        for key, value in headers.items():
            if key.lower() in {"authorization", "cookie", "proxy-authorization"}:
                raise ValueError(f"{key} is a secret: use headers_file or headers_env")
            if re.search(r"[\r\n\x00]", key + value) or not re.fullmatch(r"[A-Za-z0-9-]+", key):
                raise ValueError(f"{key!r} is not a header")
        return headers

    @field_validator("headers_env", "headers_file")
    @classmethod
    def _secret_headers_exist(cls, headers: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        name = str(info.field_name).removeprefix("headers_")
        return {key: _header_secret(key, value, name, info) for key, value in headers.items()}

    @property
    def secret_headers(self) -> dict[str, SecretStr]:
        """Header -> secret value."""
        both = {**self.headers_env, **self.headers_file}
        return {key: SecretStr(value) for key, value in both.items()}

    def __repr_args__(self) -> Any:
        """Keep header secrets out of every printed form."""
        return [(k, v) for k, v in super().__repr_args__() if k not in {"headers_env", "headers_file"}]


def _header_secret(key: str, value: str, kind: str, info: ValidationInfo) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", key):
        raise ValueError(f"{key!r} is not a header")
    if kind == "file":
        secret = _secret_from_file(value, f"headers_file: {key}", info)
    else:
        secret = os.environ.get(value, "").strip()
    if not secret or re.search(r"[\r\n\x00]", secret):
        raise ValueError(f"the secret of header {key} is missing or not one line")
    return secret


class Poll(Section):
    """How feeds are fetched."""

    interval: Duration = timedelta(minutes=5)
    timeout: Duration = timedelta(seconds=30)  #: total deadline of one fetch, redirects included
    max_body: Size = 8 * 1024 * 1024  #: after decompression
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 50
    per_host: Annotated[int, Field(ge=1, le=100)] = 2  #: fetches at once to one host
    parsers: Annotated[int, Field(ge=1, le=64)] = 2  #: parser processes
    proxy: SecretStr | None = None
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5


class IncidentRules(Section):
    """When reports make one incident."""

    quiet_for: Duration = timedelta(hours=72)  #: an incident closes after so long without a report


class Receiver(Section):
    """A named destination: a channel and its options."""

    channel: str
    options: BaseModel
    fallback: str | None = None  #: who hears instead when this receiver is down; default: the operators' receiver

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Route(Section):
    """Matchers -> receivers. A route without a matcher takes all."""

    to: Names = Field(min_length=1)
    min_severity: Severity | None = None
    rules: Names = ()
    tags: Names = ()  #: any of the rule's tags
    feeds: Names = ()  #: feed ids
    feed_tags: Names = ()
    proceed: bool = Field(default=False, alias="continue")  #: go on to the next route after this one matched


class Log(Section):
    """How the daemon speaks of itself."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    json_lines: bool = Field(default=False, alias="json")
    file: Path | None = None


class Config(Section):
    """All that operators decide outside the rule files."""

    store: Path = Path("watchdesk.sqlite")
    rules: Path = Path("rules")
    contact: str = ""  #: a mail address or page, named in the User-Agent
    alert_max_age: Duration = timedelta(hours=24)
    poll: Poll = Poll()
    incidents: IncidentRules = IncidentRules()
    feeds: tuple[Feed, ...] = ()
    receivers: dict[Name, Receiver] = Field(min_length=1)
    routes: tuple[Route, ...] = ()  #: none: every alert to every receiver
    operators: str = ""  #: the receiver of notices about watchdesk itself; default: the first receiver
    drill: Literal["first_start", "never"] = "never"
    log: Log = Log()
    folder: Path = Field(default=Path(), exclude=True)  #: the config file's own folder; not a key of the file

    @field_validator("contact")
    @classmethod
    def _contact_is_one_line(cls, contact: str) -> str:
        if re.search(r"[\x00-\x1f\x7f()]", contact) or not contact.isascii():
            raise ValueError("write a mail address or the URL of a page, in one line of ASCII without brackets")
        return contact

    def feed(self, feed_id: str) -> Feed | None:
        """The feed of that id, if it is still configured."""
        return next((feed for feed in self.feeds if feed.id == feed_id), None)
