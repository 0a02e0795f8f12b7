"""A stub for the name service: names lead where the test says, and it is known who was asked for."""

import socket

from aiohttp.abc import ResolveResult


class FakeResolver:
    """Answers from a table; a name that is not in it does not resolve. Lists of lists are used up in turn."""

    def __init__(self, **names: list[list[str]] | list[str] | str) -> None:
        self.asked: list[str] = []
        self._answers: dict[str, list[list[str]]] = {}
        for name, answers in names.items():
            self.add(name.replace("_", "."), answers)

    def add(self, name: str, answers: list[list[str]] | list[str] | str) -> None:
        """Let a name lead to an address, to several, or to other ones at each question."""
        listed = [answers] if isinstance(answers, str) else answers
        self._answers[name] = [one for one in listed if isinstance(one, list)] or [[str(one) for one in listed]]

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The next answer for a name. Errors: OSError for one that is not known."""
        self.asked.append(host)
        answers = self._answers.get(host)
        if not answers:
            raise OSError(-2, "Name or service not known")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=_family(address), proto=0, flags=0)
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _family(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
