"""A rule set as somebody names it: a folder, or a revision that git knows of the rules folder."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from daemon.cli.common import near
from daemon.errors import ConfigError, WatchdeskError
from daemon.rules.load import RuleSet, reload_rules

_SECONDS = 60  #: that git may take


def rules_at(name: str, folder: Path, *, beside: RuleSet | None = None) -> RuleSet:
    """The rules of the folder of that name, else of this revision of `folder`.

    What they have in common with another set is taken over from it, so that both know the same words.

    Errors: ConfigError with the problems of the rules, each in its file of that revision; WatchdeskError if there is
    neither a folder nor a revision of that name.
    """
    previous = beside or RuleSet.empty()
    if Path(name).is_dir():
        return reload_rules(previous, Path(name))
    with _checked_out(name, folder) as place:
        try:
            return reload_rules(previous, place)
        except ConfigError as error:
            shown = f"{name}:{near(folder)}"
            raise ConfigError(
                [replace(one, file=one.file.replace(str(place), shown, 1)) for one in error.problems]
            ) from None


@contextmanager
def _checked_out(revision: str, folder: Path) -> Iterator[Path]:
    """The files of a revision of the folder, in a place of their own for a while.

    Why as a zip: its members are plain files within the place, whatever links and paths the revision holds.
    """
    place = folder.resolve()
    if not place.is_dir():
        raise WatchdeskError(f"there is no folder {revision}, and no folder {folder} that git could know it in")
    commit = _git(place, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        said = f"{revision!r} is neither a folder nor a revision that git knows in {near(folder)}"
        raise WatchdeskError(f"{said}; commit the rules once, or name the folder of a copy: watchdesk diff old rules")
    archive = _git(place, "archive", "--format=zip", commit.decode().strip(), ".")
    if archive is None:
        raise WatchdeskError(f"{folder} is not in the revision {revision!r}")
    with tempfile.TemporaryDirectory(prefix="watchdesk-") as name:
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            zipped.extractall(name)
        yield Path(name)


def _git(place: Path, *words: str) -> bytes | None:
    """What git says; None if it refuses. Errors: WatchdeskError if there is no git."""
    try:
        done = subprocess.run(  # noqa: S603  the words are ours; a revision stands behind --end-of-options
            ["git", "-C", str(place), *words],  # noqa: S607
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WatchdeskError(f"git cannot be asked: {error}; name two folders instead") from None
    return done.stdout if done.returncode == 0 else None
