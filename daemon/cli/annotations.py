"""Problems in the forms that programs read: JSON, and the annotations of GitHub and GitLab."""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from daemon.cli.common import near
from daemon.errors import Problem

_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_GITLAB = {"error": "critical", "warning": "minor", "note": "info"}


def as_json(problems: Sequence[Problem]) -> str:
    """An object a line."""
    return "\n".join(json.dumps(_fact(one), ensure_ascii=False) for one in problems)


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    return "\n".join(map(_command, problems))


def as_gitlab(problems: Sequence[Problem]) -> str:
    """A code quality report: https://docs.gitlab.com/ci/testing/code_quality."""
    return json.dumps([_finding(one, problems[:at]) for at, one in enumerate(problems)], ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
}


def _fact(one: Problem) -> dict[str, Any]:
    file = str(near(Path(one.file)))
    return {"file": file, "line": one.line, "column": one.column, "severity": one.severity, "message": one.message}


def _command(one: Problem) -> str:
    places = {"file": str(near(Path(one.file))), "line": one.line, "col": one.column}
    given = ",".join(f"{key}={_escaped(str(value), in_value=True)}" for key, value in places.items() if value)
    return f"::{_GITHUB[one.severity]} {given}::{_escaped(one.message, in_value=False)}"


def _escaped(text: str, *, in_value: bool) -> str:
    """What would end a command, or a value in it, as GitHub reads it."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_value else text


def _finding(one: Problem, earlier: Sequence[Problem]) -> dict[str, Any]:
    """The fingerprint stays when the line moves; what is said twice in one file is told apart by which time it is."""
    file = str(near(Path(one.file)))
    again = sum((other.file, other.message) == (one.file, one.message) for other in earlier)
    return {
        "description": one.message,
        "check_name": f"watchdesk-{one.severity}",
        "fingerprint": sha256(f"{file}\0{one.message}\0{again}".encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": _GITLAB[one.severity],
        "location": {"path": file, "lines": {"begin": max(1, one.line)}},
    }
