"""Compiled and interpreted: when which of them runs, that it is what is written, and that both find the same."""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import daemon
from daemon.compiled import FOLDER, LIBRARY, MODULES, SWITCH, fingerprint, sources, use_compiled
from tests.house.tree import DAEMON, ROOT

SMALL = '''"""A module of one function."""


def twice(number: int) -> int:
    """Twice the number."""
    return number * 2
'''
ASK = "import daemon, daemon.rules.small as small; print(daemon.matching, small.twice(21), small.__file__)"


def _without_switch(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != SWITCH} | more


def _python(*arguments: str, at: Path, **more: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=at,
        env=_without_switch(**more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one small inner module, so that compiling it takes a second or two."""
    package = tmp_path / "daemon"
    (package / "rules").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    (package / "__init__.py").write_text(
        "from daemon.compiled import use_compiled\nmatching = use_compiled()\n", encoding="utf-8"
    )
    (package / "rules" / "__init__.py").touch()
    (package / "rules" / "small.py").write_text(SMALL, encoding="utf-8")
    text = (DAEMON / "compiled.py").read_text(encoding="utf-8")
    begin, end = text.index("MODULES = (\n") + len("MODULES = (\n"), text.index(")\n_READ")
    text = f'{text[:begin]}    "daemon.rules.small",\n{text[end:]}'
    (package / "compiled.py").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_what_runs_is_what_is_written(checkout: Path) -> None:
    """Compiled modules run once they are made, are not made again, and give way to their sources when these change."""
    assert "interpreted (not compiled, or changed since) 42" in _python("-c", ASK, at=checkout)
    assert "Compiling" in _python("hatch_build.py", at=checkout)
    assert _python("hatch_build.py", at=checkout) == ""
    assert _python("-c", ASK, at=checkout).startswith("compiled 42 ")
    assert f"{SWITCH} is set) 42" in _python("-c", ASK, at=checkout, **{SWITCH: "1"})
    source = checkout / "daemon" / "rules" / "small.py"
    source.write_text(SMALL.replace("* 2", "* 3"), encoding="utf-8")
    assert "interpreted (not compiled, or changed since) 63" in _python("-c", ASK, at=checkout)
    source.write_text(SMALL, encoding="utf-8")
    assert _python("-c", ASK, at=checkout).startswith("compiled 42 ")


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_a_wheel_holds_the_compiled_modules(checkout: Path) -> None:
    """A wheel that is built where a compiler is runs compiled, wherever it is unpacked."""
    build = ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet", "-w", "out", "."]
    _python(*build, at=checkout)
    (wheel,) = (checkout / "out").glob("watchdesk-*.whl")
    assert not wheel.name.endswith("-none-any.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(checkout / "site")
        names = opened.namelist()
    assert len(names) == len(set(names))
    assert _python("-c", ASK, at=checkout / "site").startswith("compiled 42 ")


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"PATH": "/nonexistent", "CC": ""}, "there is no C compiler"),
        ({"CC": "false"}, "see "),
        ({SWITCH: "1"}, f"{SWITCH} is set"),
    ],
)
def test_without_compiling_all_works_and_one_line_says_so(
    checkout: Path, environment: dict[str, str], told: str
) -> None:
    """Where compiling cannot be done, or fails, the modules run as they are written, and one line tells why."""
    for _ in range(2):  # what failed is not tried again for the same sources, and is told again
        lines = _python("hatch_build.py", at=checkout, **environment).splitlines()
        assert "Matching runs interpreted" in lines[-1]
        assert told in lines[-1]
    assert len(lines) == 1
    assert "42" in _python("-c", ASK, at=checkout)


def test_a_compiler_that_overstays_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    """The compiler is a grandchild: it does not run on for minutes once nobody waits for it."""
    spec = spec_from_file_location("watchdesk_hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    build = module_from_spec(spec)
    spec.loader.exec_module(build)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    started = time.monotonic()
    done = build._run(["sh", "-c", f"(echo up; exec sleep 60) > {pipe} & wait"], seconds=2)
    os.set_blocking(reading, True)
    with os.fdopen(reading, encoding="utf-8") as held:
        assert held.read() in {"up\n", ""}  # at its end nobody holds the pipe any more
    assert done == (1, "not compiled within 2 seconds")
    assert time.monotonic() - started < 50


def test_a_library_of_another_system_is_not_used(checkout: Path) -> None:
    """What cannot be loaded is passed over, with the reason, before any module was taken from it."""
    package = checkout / "daemon"
    folder = package / FOLDER / fingerprint(package)
    folder.mkdir(parents=True)
    assert use_compiled(package, {}) == f"interpreted ({LIBRARY} is missing)"
    (folder / f"{LIBRARY}{_suffix()}").write_bytes(b"no library")
    before = list(sys.meta_path)
    assert use_compiled(package, {}).startswith("interpreted (")
    assert sys.meta_path == before


def _suffix() -> str:
    from importlib.machinery import EXTENSION_SUFFIXES

    return EXTENSION_SUFFIXES[0]


def test_the_fingerprint_knows_every_source(tmp_path: Path) -> None:
    """A change in any file that compiling reads gives another fingerprint."""
    package = tmp_path / "daemon"
    shutil.copytree(DAEMON, package, ignore=shutil.ignore_patterns("__pycache__", FOLDER))
    seen = {fingerprint(package)}
    for path in (*sources(package), package / "model.py"):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        seen.add(fingerprint(package))
    assert len(seen) == len(sources(package)) + 2


def test_every_module_of_the_list_is_there() -> None:
    """What is to be compiled exists."""
    found = {path.relative_to(DAEMON).as_posix().removesuffix(".py").replace("/", ".") for path in sources()}
    assert {name.removeprefix("daemon.") for name in MODULES if not name.endswith("*")} <= found


@pytest.mark.skipif(daemon.matching != "compiled", reason="nothing is compiled here")
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("shown", ["findings", "decisions"])
def test_both_ways_find_the_same(shown: str, seed: int) -> None:
    """Compiled and interpreted, random rules find the same in random texts, and reports join the same incidents."""
    ways = [
        _python("-m", f"tests.helpers.{shown}", str(seed), at=ROOT, PYTHONHASHSEED=str(seed), **more).splitlines()
        for more in ({}, {SWITCH: "1"})
    ]
    (compiled, *fast), (interpreted, *slow) = ways
    assert compiled == "compiled"
    assert interpreted.startswith("interpreted")
    assert len(fast) >= 300
    assert fast == slow
