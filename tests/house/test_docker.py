"""The image: linted here, because a container cannot be built in a test; its offline build step is run for real."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.house.tree import ROOT

Instruction = tuple[str, str]  #: keyword, argument


def _instructions(text: str) -> list[Instruction]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (keyword.upper(), rest.strip()) for keyword, _, rest in (line.partition(" ") for line in joined.split("\n"))
    ]


DOCKERFILE = _instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def _all(keyword: str) -> list[str]:
    return [argument for name, argument in DOCKERFILE if name == keyword]


def _last_stage() -> list[Instruction]:
    start = max(index for index, (name, _) in enumerate(DOCKERFILE) if name == "FROM")
    return DOCKERFILE[start:]


def _copied_from_context() -> list[str]:
    """The sources of all COPYs that come from the build context, not from another stage."""
    sources: list[str] = []
    for argument in _all("COPY"):
        words = argument.split()
        flags = [word for word in words if word.startswith("--")]
        if not any(flag.startswith("--from=") for flag in flags):
            sources += [word for word in words if word not in flags][:-1]
    return sources


def _is_ignored(path: str, patterns: list[str]) -> bool:
    """Docker's rule: the last pattern that fits the path, or a folder it lies in, decides."""
    ignored = False
    for pattern in patterns:
        if _fits(path.split("/"), pattern.removeprefix("!")):
            ignored = not pattern.startswith("!")
    return ignored


def _fits(parts: list[str], pattern: str) -> bool:
    if pattern.startswith("**/"):
        return any(fnmatch(part, pattern.removeprefix("**/")) for part in parts)
    depth = pattern.count("/") + 1
    return len(parts) >= depth and fnmatch("/".join(parts[:depth]), pattern)


def _ignore_patterns() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_base_images_are_pinned() -> None:
    """Every stage starts from a tag that names the Python version and the system's release."""
    bases = [argument.split()[0] for argument in _all("FROM")]
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.12(\.\d+)?(-slim)?-[a-z]+", base) for base in bases)
    assert "-slim-" in bases[-1], "the compiler stays in the stage that builds"
    same = {base.replace("-slim", "") for base in bases}
    assert len(same) == 1, "a virtual environment moves between stages only if both have the same Python"


def test_runs_as_nobody_special() -> None:
    """The last USER is a number that is not root's, and nothing after it writes to the image."""
    stage = [name for name, _ in _last_stage()]
    users = [argument for name, argument in _last_stage() if name == "USER"]
    assert users
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", users[-1])
    assert not {"RUN", "COPY"} & set(stage[stage.index("USER") :])


def test_healthcheck_entry_and_command_are_commands_of_ours() -> None:
    """What Docker runs is an argument list, so that signals reach the daemon, and begins with a command we have."""
    (health,), (entry,), (command,) = _all("HEALTHCHECK"), _all("ENTRYPOINT"), _all("CMD")
    assert json.loads(entry) == ["watchdesk"]
    assert json.loads(command) == ["run", "--config", "/data/config.yaml"]
    assert json.loads(health.partition("CMD ")[2]) == ["watchdesk", "feeds", "--json"]
    assert _all("STOPSIGNAL") == ["SIGTERM"]
    assert _all("VOLUME") == ["/data"]


def test_nothing_is_fetched_behind_the_locks_back() -> None:
    """No ADD, no download in a RUN, and every pip call installs by hash or without any index or dependency."""
    assert not _all("ADD")
    for step in _all("RUN"):
        assert not re.search(r"https?://|\bcurl\b|\bwget\b|\bapt", step), step
        if " pip " in step:
            assert "--require-hashes" in step or "--no-index" in step or "--no-build-isolation" in step, step


def test_no_secret_is_baked_in() -> None:
    """No ARG or ENV carries a token, a password or a key, and no COPY takes a folder of secrets."""
    settings = " ".join(_all("ENV") + _all("ARG") + _copied_from_context())
    assert not re.search(r"token|password|secret|api_?key|credential", settings, re.IGNORECASE)


def test_every_source_of_a_copy_exists_and_is_in_the_context() -> None:
    """What COPY names is there, and .dockerignore lets it through."""
    patterns = _ignore_patterns()
    sources = _copied_from_context()
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert not _is_ignored(source.rstrip("/"), patterns), source


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("daemon/app.py", False),
        ("daemon/store/migrations/script.py.mako", False),
        ("rules/entities/places.yaml", False),
        ("config.example.yaml", False),
        ("config.yaml", True),
        ("watchdesk.sqlite", True),
        ("secrets/telegram-token", True),
        ("rules/secrets/token", True),
        ("rules/old.sqlite-wal", True),
        (".venv/bin/python", True),
        (".git/config", True),
        ("tests/conftest.py", True),
        ("daemon/__pycache__/app.cpython-312.pyc", True),
        ("daemon/app.pyc", True),
        ("daemon/_native/0123456789abcdef/watchdesk__mypyc.so", True),
    ],
)
def test_context_holds_only_what_the_image_needs(path: str, ignored: bool) -> None:
    """Stores, secrets, tests and caches stay outside the build; the program and its rules go in."""
    assert _is_ignored(path, _ignore_patterns()) is ignored


def test_wheel_builds_from_the_context_alone(tmp_path: Path) -> None:
    """The Dockerfile's own wheel step, run offline on what its COPYs bring, gives a wheel with every file of ours."""
    for source in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / source, tmp_path / source)
    shutil.copytree(ROOT / "daemon", tmp_path / "daemon", ignore=shutil.ignore_patterns("__pycache__", "_native"))
    (step,) = [step for step in _all("RUN") if " pip wheel " in step]
    arguments = step.split()[1:]
    assert "--no-build-isolation" in arguments
    assert "--no-deps" in arguments
    built = subprocess.run(
        [sys.executable, *arguments, "--no-index", "--disable-pip-version-check", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "WATCHDESK_INTERPRETED": "1"},  # that a wheel is compiled is another test
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "wheels").glob("watchdesk-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "daemon").rglob("*") if path.is_file()}
    assert not {name for name in wanted if "__pycache__" not in name and "_native" not in name} - names
    assert any(name.endswith("entry_points.txt") for name in names)
