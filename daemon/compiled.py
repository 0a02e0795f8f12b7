"""Which way the inner modules run: compiled to native code where that is there and fresh, else as they are written.

Compiled modules lie in `daemon/_native/<fingerprint>/`, never beside their sources. The fingerprint is made of the
sources as they are now and of the Python that would load them, so that an edited file, or another Python, makes them
interpreted again until `make` compiles anew: what runs is always what is written. Both ways give the same results; a
test holds them to it. `hatch_build.py` compiles. Why: docs/adr/0012.
"""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).parent
FOLDER = "_native"  #: below the package
LIBRARY = "watchdesk__mypyc"  #: holds the code of all compiled modules
SWITCH = (
    "WATCHDESK_INTERPRETED"  #: in the environment, if it is not empty: nothing is compiled, nothing compiled is run
)
#: What is compiled: the modules that each word of each item passes through, of reports and what they are held against.
MODULES = (
    "daemon.incidents.across",
    "daemon.incidents.amendments",
    "daemon.incidents.chance",
    "daemon.incidents.commonness",
    "daemon.incidents.concepts",
    "daemon.incidents.doubt",
    "daemon.incidents.figures",
    "daemon.incidents.fixtures",
    "daemon.incidents.further",
    "daemon.incidents.kindred",
    "daemon.incidents.likeness",
    "daemon.incidents.marks",
    "daemon.incidents.moments",
    "daemon.incidents.packed",
    "daemon.incidents.particulars",
    "daemon.incidents.ranking",
    "daemon.incidents.revision",
    "daemon.incidents.series",
    "daemon.incidents.successors",
    "daemon.incidents.sums",
    "daemon.incidents.synonyms",
    "daemon.incidents.traits",
    "daemon.incidents.versions",
    "daemon.incidents.wording",
    "daemon.language.*",
    "daemon.rules.affixes",
    "daemon.rules.compound",
    "daemon.rules.entities",
    "daemon.rules.fuzzy",
    "daemon.rules.index",
    "daemon.rules.kept",
    "daemon.rules.lead",
    "daemon.rules.leads",
    "daemon.rules.lexicon",
    "daemon.rules.literals",
    "daemon.rules.match",
    "daemon.rules.nameforms",
    "daemon.rules.nearby",
    "daemon.rules.ordinary",
    "daemon.rules.pattern",
    "daemon.rules.places",
    "daemon.rules.plan",
    "daemon.rules.reading",
    "daemon.rules.rows",
    "daemon.rules.ruleset",
    "daemon.rules.scan",
    "daemon.rules.sieve",
    "daemon.rules.sounds",
    "daemon.rules.soundwalk",
    "daemon.rules.spellings",
    "daemon.rules.triples",
    "daemon.rules.view",
)
_READ = ("incidents/*.py", "language/*.py", "rules/*.py", "model.py", "errors.py", "compiled.py")  #: to compile


def sources(package: Path = PACKAGE) -> list[Path]:
    """The files of the modules that are compiled, sorted."""
    patterns = (f"{name.removeprefix('daemon.').replace('.', '/')}.py" for name in MODULES)
    return sorted({path for pattern in patterns for path in package.glob(pattern) if path.name != "__init__.py"})


def fingerprint(package: Path = PACKAGE) -> str:
    """What a folder of compiled modules is named: it changes with every source and with the Python that loads it."""
    total = hashlib.sha256(EXTENSION_SUFFIXES[0].encode())
    for path in sorted(path for pattern in _READ for path in package.glob(pattern)):
        total.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


class Finder:
    """Shows the import system the compiled modules of one folder."""

    def __init__(self, folder: Path) -> None:
        self._files = dict(_modules_in(folder))

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, if it is compiled."""
        file = self._files.get(name)
        if file is None:
            return None
        return spec_from_file_location(name, file, loader=ExtensionFileLoader(name, str(file)))


def _modules_in(folder: Path) -> Iterator[tuple[str, Path]]:
    suffix = EXTENSION_SUFFIXES[0]
    for path in folder.rglob(f"*{suffix}"):
        yield path.relative_to(folder).as_posix().removesuffix(suffix).replace("/", "."), path


def use_compiled(package: Path = PACKAGE, environment: Mapping[str, str] = os.environ) -> str:
    """Let imports find the compiled modules; tell which way is taken, and if it is the slow one, why.

    Law: once told, it stays so: call it before the first of the modules is imported.
    """
    if environment.get(SWITCH):
        return f"interpreted ({SWITCH} is set)"
    folder = package / FOLDER / fingerprint(package)
    if not folder.is_dir():
        return "interpreted (not compiled, or changed since)"
    finder = Finder(folder)
    try:
        _load(finder)
    except ImportError as error:  # made for another system: what is written runs everywhere
        return f"interpreted ({error})"
    sys.meta_path.insert(0, finder)
    return "compiled"


def _load(finder: Finder) -> None:
    """Load the library that all compiled modules share, to know that this system can."""
    spec = finder.find_spec(LIBRARY)
    if spec is None or spec.loader is None:
        raise ImportError(f"{LIBRARY} is missing")
    library = module_from_spec(spec)
    spec.loader.exec_module(library)
    sys.modules[LIBRARY] = library
