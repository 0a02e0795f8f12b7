"""Compiles the inner modules (`daemon/compiled.py` lists them) with mypyc: for `make`, for a wheel, for the image.

`python hatch_build.py` compiles into the checkout unless that was done for the sources as they are, and says in one
line what it does or why it cannot. Without a C compiler all is well, only slower: nothing here ever fails.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
PACKAGE = ROOT / "daemon"
_MAX_SECONDS = 900
_KEPT = 3


def _compiled() -> ModuleType:
    """`daemon/compiled.py` by itself: importing it by its name would load what is compiled already."""
    spec = spec_from_file_location("watchdesk_compiled", PACKAGE / "compiled.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compiled = _compiled()


class CustomBuildHook(BuildHookInterface):
    """Puts the compiled modules into a wheel; what is installed as editable compiles beside its sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell the builder what there is now; a pure wheel is built if it cannot be done."""
        folder = compile_checkout()
        if folder is not None and version != "editable":
            build_data["force_include"][str(folder)] = folder.relative_to(ROOT).as_posix()
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def compile_checkout() -> Path | None:
    """Compile into the checkout what is not there yet; the folder, or None with a line that says why not."""
    name = compiled.fingerprint(PACKAGE)
    folder: Path = PACKAGE / compiled.FOLDER / name
    failed = folder.with_suffix(".failed")
    reason = _hindrance()
    if not reason and folder.is_dir():
        return folder
    if not reason and not failed.is_file():
        print("Compiling the matcher (once for these sources; a few minutes) ...", flush=True)
        log = _compile(folder)
        if log:
            failed.parent.mkdir(exist_ok=True)
            failed.write_text(log, encoding="utf-8")
        elif folder.is_dir() and compiled.fingerprint(PACKAGE) == name:
            return folder
        else:
            reason = "the sources changed while they were compiled; do it again"
    print(f"Matching runs interpreted, which is slower and else the same: {reason or f'see {failed}'}", flush=True)
    return None


def _hindrance() -> str | None:
    """Why there is no use in trying; None if there is."""
    if os.environ.get(compiled.SWITCH):
        return f"{compiled.SWITCH} is set"
    command = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
    if os.name == "posix" and shutil.which(command) is None:
        return f"there is no C compiler ({command})"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "the headers of Python are not installed"
    return None


def _compile(folder: Path) -> str:
    """Make the folder of compiled modules, whole or not at all; what went wrong, or nothing."""
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-") as made:
        code, said = _run([sys.executable, __file__, made], seconds=_MAX_SECONDS)
        if code:
            return said
        is_of_these = compiled.fingerprint(PACKAGE) == folder.name  # they may have changed while they were compiled
        if is_of_these and not folder.is_dir():
            (Path(made) / "lib").replace(folder)
    _clear(folder.parent)
    return ""


def _run(command: Sequence[str], *, seconds: float) -> tuple[int, str]:
    """A command's exit code and what it said; one that overstays is killed with all that it started."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as running:
        try:
            said, _ = running.communicate(timeout=seconds)
        except BaseException as error:  # Ctrl-C, too: in a session of its own the compiler does not hear it
            _kill_group(running.pid)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            return 1, f"not compiled within {seconds:g} seconds"
        return running.returncode, said


def _kill_group(number: int) -> None:
    """The compiler is a child of a child: killing its parent alone would let it run on."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(number, signal.SIGKILL)


def _clear(folder: Path) -> None:
    """Remove what was compiled long ago; the last few stay, for a process that runs may still read them."""
    made = [path for path in folder.iterdir() if not path.name.startswith("making-")]
    for old in sorted(made, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)


def _run_mypyc(made: Path) -> None:
    """Compile into `made/lib`; in a process of its own, for mypyc ends it on any error."""
    from mypyc.build import mypycify  # noqa: PLC0415 (neither is there unless something is to be compiled)
    from setuptools import Distribution, Extension  # noqa: PLC0415
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    class Build(build_ext):
        """Compiles the many sources of the library side by side; it would take one after the other."""

        def build_extension(self, ext: Extension) -> None:
            if len(ext.sources) > 1:
                ext.extra_objects, ext.sources = _objects(self.compiler, ext, Path(self.build_temp)), []
            super().build_extension(ext)

    options = ["--config-file=", "--ignore-missing-imports", f"--cache-dir={made / 'cache'}"]
    paths = [path.relative_to(ROOT).as_posix() for path in compiled.sources(PACKAGE)]
    library, c = compiled.LIBRARY.removesuffix("__mypyc"), str(made / "c")
    modules = mypycify(
        [*options, *paths], opt_level="3", debug_level="0", target_dir=c, group_name=library, multi_file=True
    )
    modules.sort(key=lambda one: one.name != compiled.LIBRARY)  # it takes longest, and beside it the many small ones
    command = Build(Distribution({"name": library, "ext_modules": modules}))
    command.parallel = 2
    command.build_lib, command.build_temp = str(made / "lib"), str(made / "objects")
    command.ensure_finalized()
    command.run()


def _objects(compiler: Any, extension: Any, folder: Path) -> list[str]:
    """The objects of an extension's sources: as many are compiled at once as there are cores, the largest first."""

    def compile_one(source: str) -> list[str]:
        said = extension.extra_compile_args
        found = compiler.compile(
            [source], output_dir=str(folder), include_dirs=extension.include_dirs, extra_postargs=said
        )
        return list(found)

    sources = sorted(extension.sources, key=lambda source: -Path(source).stat().st_size)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [one for found in pool.map(compile_one, sources) for one in found]


if __name__ == "__main__":
    if sys.argv[1:]:
        _run_mypyc(Path(sys.argv[1]))
    else:
        compile_checkout()
