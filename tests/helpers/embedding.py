"""An embedder without a model: words become places in a vector, so that texts are as near as the words they share."""

from collections.abc import Sequence
from zlib import crc32

from daemon.vector import pack

_PLACES = 64


class FakeEmbedder:
    """Deterministic; `meanings` gives words of another language the place of their meaning. It remembers its texts."""

    def __init__(self, meanings: dict[str, str] | None = None) -> None:
        self.meanings = meanings or {}
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> list[str]:
        """One vector a text."""
        self.asked += texts
        return [pack("fake", self._numbers(text)) for text in texts]

    def _numbers(self, text: str) -> list[float]:
        numbers = [0.0] * _PLACES
        for word in text.casefold().replace(".", " ").replace(",", " ").split():
            numbers[crc32(self.meanings.get(word, word).encode()) % _PLACES] += 1.0
        return numbers


class BrokenEmbedder(FakeEmbedder):
    """One with a bug."""

    def vectors(self, texts: Sequence[str]) -> list[str]:
        """Trip."""
        raise RuntimeError("no weights")
