"""config.yaml -> Config. Unknown keys are errors, and all problems are reported at once with their lines.

Channel options are validated by the models that the channels bring (`load_config(..., channel_options=...)`), so that
this file need not know them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from daemon.config import Config, one_or_more
from daemon.errors import ConfigError, Problem
from daemon.yamlfile import YamlFile, YamlPath, load_yaml

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
            named += [(name, ("routes", index, "to")) for name in _sequence(one_or_more(route.get("to")))]
            unknown = [one for one in _sequence(one_or_more(route.get("feeds"))) if one not in feeds]
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
