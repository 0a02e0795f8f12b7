"""watchdesk: from publication feeds to a desk's chat, with nothing lost on the way.

Where to start reading: `model.py` (the nouns, in the order an item meets them), then `pipeline/ingest.py` (the way of
one item, in one transaction), then `app.py` (who is who). `docs/architecture.md` draws the rooms.
"""

from importlib.metadata import PackageNotFoundError, version

from daemon.compiled import use_compiled

try:
    __version__ = version("watchdesk")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"

matching = use_compiled()  #: how the inner modules run: compiled, or interpreted and why
