"""Every module that can call somebody is known, and so are the tests that it must pass."""

import ast

from tests.helpers.ways_out import CALLERS, MODULES, WAYS_OUT
from tests.house.tree import ROOT, modules, shown

#: Functions that open connections without any library.
_BARE = {
    "open_connection",
    "create_connection",
    "open_unix_connection",
    "sock_connect",
    "urlopen",
    "start_server",
    "create_server",
}
#: Module that asks the fetcher -> the way out that tests it.
FETCHES = {
    "daemon/pipeline/poll.py": "feed",
    "daemon/pipeline/document.py": "page",
    "daemon/pipeline/subscribe.py": "websub",
    "daemon/cli/trying.py": "feed",
    "daemon/cli/feedtest.py": "feed",
    "daemon/doctor/network.py": "feed",
    "daemon/pipeline/errands.py": "item",
    "daemon/pipeline/discover.py": "discovery",
}


def _calls(tree: ast.Module) -> set[str]:
    """The names of what a module has that can open connections."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & CALLERS
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)} & CALLERS
        elif isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            found |= {name} & _BARE
    return found


def test_every_way_out_is_in_the_registry() -> None:
    """G10: a module that can open a connection says by which tested way out, or why nobody else chooses where to."""
    calling = {shown(path): sorted(_calls(tree)) for path, tree in modules() if _calls(tree)}
    assert {name: what for name, what in calling.items() if name not in MODULES} == {}
    assert set(MODULES) <= set(calling), "the registry names modules that call nobody"


def test_every_fetch_is_in_the_registry() -> None:
    """G10: whoever asks the fetcher for something is a way out, for a publisher may have chosen the URL."""
    asking = {
        shown(path)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr.startswith(("fetch", "send_form"))
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "self")
    }  # fmt: skip
    assert asking == set(FETCHES)
    assert set(FETCHES.values()) <= set(WAYS_OUT)


def test_each_way_out_belongs_to_a_module() -> None:
    """A way out whose code is gone leaves the registry."""
    through = {name for names in MODULES.values() for name in names.split(", ")}
    for name in WAYS_OUT:
        assert name in {*through, *FETCHES.values()}, name
    assert all((ROOT / name).is_file() for name in MODULES)
