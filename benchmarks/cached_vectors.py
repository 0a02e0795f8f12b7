"""An embedder that asks the real one once for each text and keeps its vectors in a temporary file, to measure again."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from daemon.embeddings import MODEL, embedder

_FILE = Path(tempfile.gettempdir()) / f"watchdesk-vectors-{MODEL}.jsonl"


class CachedEmbedder:
    """Vectors from the file, or made and added to it."""

    def __init__(self, file: Path = _FILE) -> None:
        self._file = file
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        self._known: dict[str, str] = dict(json.loads(line) for line in lines)
        self._real = embedder(wanted=True)

    def vectors(self, texts: Sequence[str]) -> list[str]:
        """One packed vector a text."""
        for text in texts:
            if text not in self._known and self._real:
                (self._known[text],) = self._real.vectors([text])
                with self._file.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([text, self._known[text]]) + "\n")
        return [self._known[text] for text in texts]
