"""A problem in a rule file -> the line that it is in, with a caret under the spot.

Lines of the config are never shown: what is mistyped there may be a secret.
"""

import re
from functools import lru_cache
from pathlib import Path

from daemon.errors import Problem

_MAX_BYTES = 2_000_000
_WIDTH = 100
#: Of a rule file nothing may move the cursor, colour what follows or turn its order round (C9).
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_OF_CONFIG = re.compile(r"^receivers\s*:", re.MULTILINE)


def pointed(problem: Problem) -> str:
    """The problem as one line; of a rule file that can be read, with the line below it and a caret under the spot.

    Law: a problem that shows its spot by itself, or has no column, stays one as it is.
    """
    said = _CONTROLS.sub("\ufffd", str(problem))
    if "\n" in problem.message or not problem.line or not problem.column:
        return said
    lines = _lines(problem.file)
    if problem.line > len(lines):
        return said
    line, at = lines[problem.line - 1], problem.column - 1
    start = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = "".join(char if char.isprintable() else " " for char in line[start : start + _WIDTH])
    return f"{said}\n    {shown}\n    {' ' * (at - start)}^"


@lru_cache(maxsize=16)
def _lines(name: str) -> tuple[str, ...]:
    """The lines of a rule file; none of anything else."""
    path = Path(name)
    try:
        if path.suffix not in {".yaml", ".yml"} or path.stat().st_size > _MAX_BYTES:
            return ()
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return ()
    return () if _OF_CONFIG.search(text) else tuple(text.splitlines())
