"""`watchdesk doctor`: everything round the daemon looked at once, and what to do about each diagnosis."""

import asyncio
import json
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from daemon.cli.beside import read_store
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, many, out
from daemon.cli.loading import load_all
from daemon.clock import utc_now
from daemon.config import Config
from daemon.doctor.diagnosis import Diagnosis, Weight, bad, clock_diagnosis, is_well, ok
from daemon.doctor.local import (
    daemon_diagnoses,
    problem_diagnoses,
    secret_diagnoses,
    store_diagnoses,
    version_diagnoses,
)
from daemon.doctor.network import Asked, ask_chats, ask_hosts, host_diagnoses
from daemon.errors import ConfigError, StoreError

_STYLES = {Weight.OK: "green", Weight.NOTE: "yellow", Weight.BAD: "bold red"}


def doctor(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither feeds nor chats.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at store, versions, clock, disk, network, token and the bot's rights; say what to do."""
    about_config, settings = _config_diagnoses(config)
    diagnoses = [*about_config, *version_diagnoses()]
    if settings:
        diagnoses += _diagnoses(settings, offline=offline)
    for diagnosis in diagnoses:
        if as_json:
            out.print(json.dumps(asdict(diagnosis), ensure_ascii=False), soft_wrap=True, markup=False)
        else:
            out.print(_line(diagnosis), soft_wrap=True)
    if settings is None:
        raise typer.Exit(2)
    if not is_well(diagnoses):
        raise typer.Exit(1)


def _config_diagnoses(path: Path) -> tuple[list[Diagnosis], Config | None]:
    try:
        settings, rules = load_all(path)
    except ConfigError as error:
        return problem_diagnoses([(one.severity, str(one)) for one in error.problems]), None
    warnings = problem_diagnoses([("warning", str(one)) for one in rules.warnings])
    counts = ((settings.feeds, "feed"), (rules.rules, "rule"), (settings.receivers, "receiver"))
    said = ok("config", ", ".join(many(len(some), what) for some, what in counts))
    return [said, *warnings, *secret_diagnoses(settings.folder)], settings


def _diagnoses(config: Config, *, offline: bool) -> list[Diagnosis]:
    found, seen = store_diagnoses(config.store)
    if seen and seen.is_current:
        now = utc_now()
        try:
            found += read_store(config.store, partial(daemon_diagnoses, config=config, now=now)) or []
        except StoreError as error:
            found.append(bad("store", str(error), "is another program holding it?"))
    skews: list[timedelta] = []
    if not offline:
        asked, chats = asyncio.run(_ask(config))
        found += [*host_diagnoses(asked), *chats]
        skews = [one.skew for one in asked if one.skew is not None]
    return [*found, clock_diagnosis(skews, last_stored=seen.last_at if seen else None, now=utc_now())]


async def _ask(config: Config) -> tuple[list[Asked], list[Diagnosis]]:
    return await asyncio.gather(ask_hosts(config), ask_chats(config))


def _line(diagnosis: Diagnosis) -> Text:
    line = Text(f"{diagnosis.weight:<4}  ", style=_STYLES[diagnosis.weight])
    line.append(f"{diagnosis.area:<9} {diagnosis.found}", style="default")
    if diagnosis.to_do:
        line.append(f"\n{'':<16}→ {diagnosis.to_do}", style="bold")
    return line
