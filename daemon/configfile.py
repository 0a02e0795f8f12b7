"""config.yaml -> Config. Unknown keys are errors, and all problems are reported at once with their lines.

Channel options are validated by the models that the channels bring (`load_config(..., channel_options=...)`), so that
this file need not know them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from daemon.config import Config
from daemon.errors import ConfigError, Problem
from daemon.section import Section, one_or_more
from daemon.yamlfile import YamlFile, YamlPath, load_yaml

ChannelOptions = Mapping[str, type[BaseModel]]
MAX_BYTES = 16 * 1024 * 1024  #: of config.yaml: tens of thousands of feeds

_TYPES = {
    "tuple_type": "write a list",
    "list_type": "write a list",
    "dict_type": "write keys with their values",
    "model_type": "write keys with their values",
    "string_type": "write text",
    "path_type": "write a path",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "too_short": "give at least one receiver",
    "greater_than_equal": "give at least {ge}",
    "less_than_equal": "give at most {le}",
    "enum": "write {expected}",
    "literal_error": "write {expected}",
}
_OWN = frozenset({"value_error", "refused"})  #: complaints in our own words
_A_NAME = "a name holds letters, digits, '.', '_' and '-' only, at most 64, and begins with a letter or digit"
_PATTERNS = {
    "country": "write a country's two letters, such as UA",
    "language": "write a language code such as en",
    "chat": "write the chat's id, or its @name in quotes",
}


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """What came of reading a config file."""

    file: YamlFile
    config: Config | None  #: None if anything is wrong
    problems: tuple[Problem, ...]


def load_config(path: Path, *, channel_options: ChannelOptions) -> Config:
    """Read config.yaml, the receivers' options by their channels' models.

    Errors: ConfigError with every problem found.
    """
    read = read_config(path, channel_options=channel_options)
    if read.config is None:
        raise ConfigError(read.problems)
    return read.config


def read_config(path: Path, *, channel_options: ChannelOptions) -> ReadConfig:
    """The same for callers that have more to say of a config that is wrong."""
    file = load_yaml(path, max_bytes=MAX_BYTES)
    problems = list(file.problems)
    if not isinstance(file.value, dict):
        if not problems:
            problems.append(file.problem((), "the file must hold keys such as receivers: and feeds:"))
        return ReadConfig(file, None, tuple(problems))
    folder = path.resolve().parent
    values = dict(file.value)
    context = {"folder": folder}
    problems += _reference_problems(file)
    if isinstance(values.get("receivers"), dict):
        values["receivers"] = _receivers(file, channel_options, context, problems)
    values.pop("channels", None)
    if "folder" in values:
        problems.append(file.problem(("folder",), "unknown key 'folder'; remove it", key=True))
    try:
        config = Config.model_validate({**values, "folder": folder}, context=context)
    except ValidationError as error:
        problems += _problems(error, file, ((),))
        config = None
    if config is None or problems:
        return ReadConfig(file, None, tuple(dict.fromkeys(problems)))
    return ReadConfig(file, _with_absolute_paths(config), ())


_OF_ALL_CHANNELS = (
    "fallback",
    "quiet",
    "active",
    "digest",
    "sound_from",
)  #: keys of a receiver that are not the name of its channel


def _receivers(file: YamlFile, known: ChannelOptions, context: dict[str, Any], problems: list[Problem]) -> Any:
    """Receivers with their options validated by their channel's model; what is wrong with them is noted.

    One that is wrong stands there without options, so that its name and all else of the config are checked.
    """
    shared = file.value.get("channels")
    if shared is not None and not isinstance(shared, dict):
        problems.append(file.problem(("channels",), "channels: write keys with their values"))
    strangers = set(_mapping(shared)) - set(known)
    problems += [file.problem(("channels", one), _unknown_channel(one, known), key=True) for one in strangers]
    built: dict[str, Any] = {}
    for name, body in file.value["receivers"].items():
        place = ("receivers", name)
        channels = [key for key in _mapping(body) if key not in _OF_ALL_CHANNELS]
        options: BaseModel | None = None
        if len(channels) != 1:
            problems.append(file.problem(place, f"a receiver has exactly one channel: {', '.join(sorted(known))}"))
        elif channels[0] not in known:
            problems.append(file.problem((*place, channels[0]), _unknown_channel(channels[0], known), key=True))
        else:
            options = _options(file, name, channels[0], known[channels[0]], context, problems)
        built[name] = {
            "channel": channels[0] if channels else "",
            "options": options or Section(),
            **{key: value for key, value in _mapping(body).items() if key in _OF_ALL_CHANNELS},
        }
    return built


def _options(
    file: YamlFile, name: str, channel: str, model: type[BaseModel], context: dict[str, Any], problems: list[Problem]
) -> BaseModel | None:
    """A receiver's options, those that its channel shares included; None, and its problems noted, if one is wrong."""
    own = file.value["receivers"][name][channel]
    shared = _mapping(file.value.get("channels")).get(channel)
    places: list[YamlPath] = [("receivers", name, channel), ("channels", channel)]
    for place, given in zip(places, (own, shared), strict=True):
        if given is not None and not isinstance(given, dict):
            problems.append(file.problem(place, f"{channel}: write keys with their values"))
    if own is not None and not isinstance(own, dict):
        return None
    try:
        return model.model_validate(_merged(_mapping(shared), _mapping(own)), context=context)
    except ValidationError as error:
        problems += _problems(error, file, places)
        return None


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A receiver's options over the channel's; its own `token_file` replaces a shared `token_env` too."""
    secrets = [key.removesuffix(end) for key in own for end in ("_file", "_env") if key.endswith(end)]
    replaced = {f"{name}{end}" for name in secrets for end in ("_file", "_env")}
    return {**{key: value for key, value in shared.items() if key not in replaced}, **own}


def _unknown_channel(channel: str, known: ChannelOptions) -> str:
    return f"unknown channel {channel!r}; there are: {', '.join(sorted(known))}"


def _problems(error: ValidationError, file: YamlFile, places: Sequence[YamlPath]) -> list[Problem]:
    """Pydantic's complaints, each where its key stands: in the first of the places that has it."""
    found: dict[tuple[YamlPath, bool], str] = {}
    for detail in error.errors():
        about_key = detail["type"] in {"extra_forbidden", "missing", "refused"} or "[key]" in detail["loc"]
        inner = tuple(part for part in detail["loc"] if part != "[key]")
        if detail["type"] == "refused":
            inner = (*inner[: -1 if inner[-1:] != (detail["ctx"]["key"],) else None], detail["ctx"]["key"])
        path = _place(file, places, inner, whole=detail["type"] == "missing")
        key = next((part for part in reversed(path) if isinstance(part, str)), "the file")
        said = _in_plain_words(detail, key)
        at = (path, about_key)  # the alternatives of one value, such as a number or a name, make one problem
        found[at] = said if at not in found else f"{found[at]}, or {said.removeprefix(f'{key}: ')}"
    return [file.problem(path, said, key=about_key) for (path, about_key), said in found.items()]


def _place(file: YamlFile, places: Sequence[YamlPath], inner: YamlPath, *, whole: bool) -> YamlPath:
    """The path of a value as the file has it: a secret's is its `…_file` or `…_env`; what no file has is cut off."""
    if whole:
        return (*places[0], *inner)
    ends = ("", "_file", "_env")
    for length in range(len(inner), 0, -1):
        for place in places:
            for end in ends:
                path = (*place, *inner[: length - 1], f"{inner[length - 1]}{end}" if end else inner[length - 1])
                if path in file.positions:
                    return path
    return (*places[0], *inner)


def _in_plain_words(detail: ErrorDetails, key: str) -> str:
    """Pydantic's complaint, as an operator would say it; the value itself is never quoted."""
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "extra_forbidden":
        return f"unknown key {key!r}; remove it or correct its spelling"
    if kind == "missing":
        return f"the key {key!r} is missing; add it"
    if kind == "string_pattern_mismatch":
        return f"{key}: {_PATTERNS.get(key, _A_NAME)}"
    known = _TYPES.get(kind)
    said = known.format(**context) if known else detail["msg"].removeprefix("Value error, ")
    return f"{key}: {said if kind in _OWN else said[:1].lower() + said[1:]}"


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
    for place, route in routes_in(value):
        named += _receivers_in(route, place)
        unknown = [one for one in _sequence(one_or_more(route.get("feeds"))) if one not in feeds]
        problems += [file.problem((*place, "feeds"), f"there is no feed {one!r}") for one in unknown]
    for section in ("handover", "alive"):
        named += [(name, (section, "to")) for name in _sequence(one_or_more(_mapping(value.get(section)).get("to")))]
    for index, listed in enumerate(_sequence(value.get("people"))):
        if isinstance(listed, dict):
            people: YamlPath = ("people", index)
            named += [(name, (*people, "receivers")) for name in _sequence(one_or_more(listed.get("receivers")))]
            named += [(name, (*people, "roles", name)) for name in _mapping(listed.get("roles"))]
    problems += _push_problems(file)
    for name, path in named:
        if isinstance(name, str) and path[:1] == ("receivers",) and name == path[1]:
            problems.append(file.problem(path, f"{name!r} is its own fallback; name another receiver"))
        elif isinstance(name, str) and name and name not in receivers:
            known = ", ".join(map(str, receivers)) or "none"
            problems.append(file.problem(path, f"there is no receiver {name!r}; there are: {known}"))
    for index, feed_id in enumerate(feeds):
        if feed_id is not None and feed_id in feeds[:index]:
            first = file.position(("feeds", feeds.index(feed_id), "id"))[0]
            problems.append(
                file.problem(("feeds", index, "id"), f"feed id {feed_id!r} is used in line {first} already")
            )
    return problems


def routes_in(value: Any) -> Iterator[tuple[YamlPath, dict[Any, Any]]]:
    """Each route among the raw values of a config, and those under it, with its place."""
    waiting: list[tuple[YamlPath, Any]] = [((), value)]
    while waiting:
        place, holder = waiting.pop(0)
        for index, route in enumerate(_sequence(_mapping(holder).get("routes"))):
            if isinstance(route, dict):
                yield (*place, "routes", index), route
                waiting.append(((*place, "routes", index), route))


def _receivers_in(route: dict[Any, Any], place: YamlPath) -> Iterator[tuple[Any, YamlPath]]:
    """The receivers that a route names, and its steps."""
    for name in _sequence(one_or_more(route.get("to"))):
        yield name, (*place, "to")
    for at, step in enumerate(_sequence(route.get("escalate"))):
        for name in _sequence(one_or_more(_mapping(step).get("to"))):
            yield name, (*place, "escalate", at, "to")


def _push_problems(file: YamlFile) -> list[Problem]:
    """Feeds that are to be pushed, though nobody listens."""
    if file.value.get("push") is not None:
        return []
    feeds = enumerate(_sequence(file.value.get("feeds")))
    wanting = [index for index, feed in feeds if isinstance(feed, dict) and feed.get("push") is True]
    mend = "push: add the section push: {listen: …, public_url: …}, so that hubs can reach this machine"
    return [file.problem(("feeds", index, "push"), mend) for index in wanting]


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
