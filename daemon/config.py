"""config.yaml -> Config. Unknown keys are errors, and all problems are reported at once with their lines.

Secrets never stand in the file: `token_file: path` or `token_env: NAME` become the field `token`, a `SecretStr`.
Channel options are validated by the models that the channels bring (`load_config(..., channel_options=...)`), so that
this room need not know them.
"""

import os
import re
from collections.abc import Mapping, Sequence
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
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from daemon.errors import ConfigError, Problem
from daemon.model import Severity
from daemon.yamlfile import YamlFile, YamlPath, load_yaml

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


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Size = Annotated[int, BeforeValidator(parse_size)]
WebUrl = Annotated[str, BeforeValidator(_web_url)]
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
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


ChannelOptions = Mapping[str, type[BaseModel]]


def load_config(path: Path, *, channel_options: ChannelOptions) -> Config:
    """Read config.yaml, the receivers' options by their channels' models.

    Errors: ConfigError with every problem found.
    """
    file = load_yaml(path)
    problems = list(file.problems)
    if not isinstance(file.value, dict):
        if not problems:
            problems.append(file.problem((), "the file must hold keys such as receivers: and feeds:"))
        raise ConfigError(problems)
    folder = path.resolve().parent
    values = dict(file.value)
    context = {"folder": folder}
    problems += _reference_problems(file)
    if "receivers" in values:
        values["receivers"] = _receivers(file, channel_options, context, problems)
    values.pop("channels", None)
    if "folder" in values:
        problems.append(file.problem(("folder",), "unknown key; remove it", key=True))
    try:
        config = Config.model_validate({**values, "folder": folder}, context=context)
    except ValidationError as error:
        found = _problems(error, file, ())
        told = any(problem.line >= file.position(("receivers",))[0] for problem in problems)
        empty = file.problem(("receivers",), "")
        problems += [one for one in found if not (told and (one.line, one.column) == (empty.line, empty.column))]
        raise ConfigError(problems) from None
    if problems:
        raise ConfigError(problems)
    return _with_absolute_paths(config)


def _receivers(file: YamlFile, known: ChannelOptions, context: dict[str, Any], problems: list[Problem]) -> Any:
    """Receivers with their options validated by their channel's model; what is wrong with them is noted."""
    raw = file.value.get("receivers")
    shared = file.value.get("channels") or {}
    if not isinstance(raw, dict) or not isinstance(shared, dict):
        return raw
    strangers = set(shared) - set(known)
    problems += [file.problem(("channels", one), _unknown_channel(one, known), key=True) for one in strangers]
    built: dict[str, Any] = {}
    for name, body in raw.items():
        place = ("receivers", name)
        channels = [key for key in body if key != "fallback"] if isinstance(body, dict) else []
        if len(channels) != 1:
            problems.append(file.problem(place, f"a receiver has exactly one channel: {', '.join(sorted(known))}"))
        elif channels[0] not in known:
            problems.append(file.problem((*place, channels[0]), _unknown_channel(channels[0], known), key=True))
        else:
            channel = channels[0]
            options = _merged(_mapping(shared.get(channel)), _mapping(body[channel]))
            try:
                model = known[channel].model_validate(options, context=context)
            except ValidationError as error:
                problems += _problems(error, file, (*place, channel))
            else:
                built[name] = {"channel": channel, "options": model, "fallback": body.get("fallback")}
    return built


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A receiver's options over the channel's; its own `token_file` replaces a shared `token_env` too."""
    secrets = [key.removesuffix(end) for key in own for end in ("_file", "_env") if key.endswith(end)]
    replaced = {f"{name}{end}" for name in secrets for end in ("_file", "_env")}
    return {**{key: value for key, value in shared.items() if key not in replaced}, **own}


def _unknown_channel(channel: str, known: ChannelOptions) -> str:
    return f"unknown channel {channel!r}; there are: {', '.join(sorted(known))}"


def _problems(error: ValidationError, file: YamlFile, prefix: Sequence[str | int]) -> list[Problem]:
    found = []
    for detail in error.errors():
        path = (*prefix, *(part for part in detail["loc"] if part != "[key]"))
        about_key = detail["type"] in {"extra_forbidden", "missing"}
        key = str(path[-1]) if path else "the file"
        found.append(file.problem(path, _in_plain_words(detail, key), key=about_key))
    return found


def _in_plain_words(detail: ErrorDetails, key: str) -> str:
    """Pydantic's complaint, as an operator would say it."""
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}; remove it or correct its spelling"
        case "missing":
            return f"the key {key!r} is missing; add it"
        case "value_error":
            return f"{key}: {detail['msg'].removeprefix('Value error, ')}"
        case _:
            return f"{key}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _reference_problems(file: YamlFile) -> list[Problem]:
    """Names that lead nowhere, and feed ids used twice; read from the raw values, so that they show beside all else."""
    value = file.value
    receivers = list(_mapping(value.get("receivers")))
    feeds = [feed.get("id") if isinstance(feed, dict) else None for feed in _sequence(value.get("feeds"))]
    named: list[tuple[Any, YamlPath]] = [(value.get("operators"), ("operators",))]
    named += [
        (body.get("fallback"), ("receivers", name, "fallback"))
        for name, body in _mapping(value.get("receivers")).items()
        if isinstance(body, dict)
    ]
    problems: list[Problem] = []
    for index, route in enumerate(_sequence(value.get("routes"))):
        if isinstance(route, dict):
            named += [(name, ("routes", index, "to")) for name in _sequence(_one_or_more(route.get("to")))]
            unknown = [one for one in _sequence(_one_or_more(route.get("feeds"))) if one not in feeds]
            problems += [file.problem(("routes", index, "feeds"), f"there is no feed {one!r}") for one in unknown]
    for name, path in named:
        if isinstance(name, str) and name not in receivers:
            known = ", ".join(map(str, receivers)) or "none"
            problems.append(file.problem(path, f"there is no receiver {name!r}; there are: {known}"))
    for index, feed_id in enumerate(feeds):
        if feed_id is not None and feed_id in feeds[:index]:
            first = file.position(("feeds", feeds.index(feed_id), "id"))[0]
            problems.append(
                file.problem(("feeds", index, "id"), f"feed id {feed_id!r} is used in line {first} already")
            )
    return problems


def _mapping(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _with_absolute_paths(config: Config) -> Config:
    """Paths of the file are meant from the file's own folder."""
    changes: dict[str, Any] = {
        "store": config.folder / config.store,
        "rules": config.folder / config.rules,
        "operators": config.operators or next(iter(config.receivers)),
    }
    if config.log.file:
        changes["log"] = config.log.model_copy(update={"file": config.folder / config.log.file})
    return config.model_copy(update=changes)
