"""`watchdesk schema`: what editors complete, explain and check config and rule files by."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from daemon.cli import configschema
from daemon.rules import schema as ruleschema


class Kind(StrEnum):
    """Of which file."""

    CONFIG = "config"
    RULES = "rules"


def schema(of: Annotated[Kind, typer.Argument(help="Of which kind of file.")]) -> None:
    """Print the JSON Schema of the config or of a rule file, for editors."""
    sys.stdout.write(configschema.schema_text() if of is Kind.CONFIG else ruleschema.schema_text())
