"""Something new for the rule files: written only if the whole set still loads, and nothing else is changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from daemon.cli.common import near
from daemon.cli.swapping import begin, swap
from daemon.errors import WatchdeskError
from daemon.rules.endings import RULE_FILE_ENDINGS
from daemon.rules.load import build_rules, rule_files
from daemon.rules.ruleset import RuleSet
from daemon.yamledit import NotEditableError, added_under, in_one_line
from daemon.yamlfile import MAX_BYTES, load_yaml, parse_yaml


def with_members(text: str, key: str, members: Sequence[Any]) -> str:
    """A rule file's text with further rules or entities at the end, a line each. Errors: NotEditableError."""
    return (
        added_under(text, (key,), members)
        if text.strip()
        else f"{key}:\n" + "".join(f"  - {in_one_line(dict(one))}\n" for one in members)
    )


def first_line(folder: Path, path: Path) -> str:
    """The line by which editors find the schema, if it is there."""
    if not (folder / "schema.json").is_file():
        return ""
    up = "../" * len(path.relative_to(folder).parts[:-1])
    return f"# yaml-language-server: $schema={up}schema.json\n"


def checked_path(folder: Path, name: str) -> Path:
    """The rule file of that name in the folder. Errors: WatchdeskError for one outside, or no YAML (R10)."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or path.suffix.lower() not in RULE_FILE_ENDINGS:
        raise WatchdeskError(f"{name}: name a file in {near(folder)} that ends with .yaml")
    return folder / path.relative_to(folder.resolve())


def loaded_with(folder: Path, texts: Mapping[Path, str]) -> RuleSet:
    """The set as it would be with these texts in their files. Errors: RuleError with every problem."""
    changed = {path.resolve() for path in texts}
    others = [load_yaml(one) for one in (rule_files(folder) if folder.is_dir() else ()) if one.resolve() not in changed]
    return build_rules([*others, *(parse_yaml(text, name=str(path)) for path, text in texts.items())])


def save(folder: Path, path: Path, text: str, *, before: str | None) -> None:
    """Write the file, if it is still as it was and the set loads with it; `before`: None for a new one.

    Errors: RuleError with every problem; WatchdeskError if it cannot be written, or is larger than rule files may be.
    """
    if len(text.encode()) > MAX_BYTES:
        raise WatchdeskError(
            f"{near(path)} would be larger than {MAX_BYTES // 1024} KiB; choose fewer, or another file"
        )
    loaded_with(folder, {path: text})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if before is None:
            begin(path, text.encode())
        else:
            swap(path, before.encode(), text.encode())
    except (NotEditableError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise WatchdeskError(f"{near(path)} was not written: {reason}") from None


def read(path: Path) -> str | None:
    """The file's text; None if there is no such file. Errors: WatchdeskError."""
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else None
    except (OSError, UnicodeDecodeError):
        raise WatchdeskError(f"{near(path)} cannot be read as UTF-8") from None
