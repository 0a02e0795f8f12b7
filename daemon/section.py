"""What all sections of the config have in common: strict, immutable, and without secrets in the file itself.

Secrets never stand in the file: `token_file: path` or `token_env: NAME` become the field `token`, a `SecretStr`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError


def one_or_more(value: object) -> object:
    """A single word stands for a list of one."""
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Refused:
    """Takes the place of a value that could not be had, so that all beside it is checked, too."""

    key: str  #: under which the mistake stands, such as token_file
    reason: str


def taken(value: object) -> object:
    """The value, unless it stands for one that could not be had."""
    if isinstance(value, Refused):
        raise PydanticCustomError("refused", "{reason}", {"key": value.key, "reason": value.reason})
    return value


class Section(BaseModel):
    """A part of the config: immutable; unknown keys refused; secrets read from `<field>_file` or `<field>_env`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
    open_secrets: ClassVar[frozenset[str]] = frozenset()  #: secrets that may stand in the file all the same

    @model_validator(mode="before")
    @classmethod
    def _read_secrets(cls, values: Any, info: ValidationInfo) -> Any:
        if not isinstance(values, dict):
            return values
        read = dict(values)
        for name in secret_fields(cls):
            if isinstance(read.get(name), SecretStr):
                continue
            given = read_secret(read, name, info)
            read = {key: value for key, value in read.items() if key not in {f"{name}_file", f"{name}_env"}}
            if given is not None:
                read[name] = SecretStr(given) if isinstance(given, str) else given
        return read

    @field_validator("*", mode="before")
    @classmethod
    def _refuse(cls, value: Any) -> Any:
        return taken(value)


@cache
def secret_fields(section: type[Section]) -> tuple[str, ...]:
    """The fields whose values are read from elsewhere."""
    fields = section.model_fields.items()
    return tuple(name for name, shape in fields if shape.annotation in (SecretStr, SecretStr | None))


def read_secret(values: Mapping[str, Any], name: str, info: ValidationInfo) -> str | Refused | None:
    """What `name_file` or `name_env` leads to; None if neither is given."""
    from_file, from_env = f"{name}_file", f"{name}_env"
    file, env = values.get(from_file), values.get(from_env)
    if name in values:
        return Refused(name, f"a secret must not stand in this file: use {from_file} or {from_env} instead of {name}")
    if file is not None and env is not None:
        return Refused(from_env, f"give {from_file} or {from_env}, not both")
    if file is not None:
        return secret_from_file(file, from_file, info)
    return None if env is None else secret_from_variable(env, from_env)


def secret_from_file(file: object, key: str, info: ValidationInfo) -> str | Refused:
    """What the file holds. No reason shows the file's name: somebody may have put the secret itself there."""
    if not isinstance(file, str):
        return Refused(key, "write the path of a file")
    folder = (info.context or {}).get("folder", Path())
    try:
        secret: str = (folder / file).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = (error.strerror or "a bad path") if isinstance(error, OSError) else "not UTF-8, or no path"
        return Refused(key, f"the file named here cannot be read: {reason}")
    return secret or Refused(key, "the file named here is empty")


def secret_from_variable(name: object, key: str) -> str | Refused:
    """What the environment variable holds; its name is not shown either."""
    if not isinstance(name, str):
        return Refused(key, "write the name of an environment variable")
    return os.environ.get(name, "").strip() or Refused(key, "the environment variable named here is not set")
