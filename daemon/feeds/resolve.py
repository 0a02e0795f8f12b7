"""Host names -> addresses by the system's resolver, in threads of its own."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import ResolveResult

_THREADS = 16


class SystemResolver:
    """Asks `getaddrinfo`.

    Why own threads: the event loop's default pool has six of them on two cores; a few names whose servers are silent
    would hold up everything else that uses it.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name, in the system's order of preference. Errors: OSError if it has none."""
        look_up = partial(
            socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        except UnicodeError as error:  # a label that is empty or too long
            raise OSError("the name cannot be asked for") from error
        return [
            ResolveResult(
                hostname=host, host=str(place[0]), port=port, family=kind, proto=protocol, flags=socket.AI_NUMERICHOST
            )
            for kind, _, protocol, _, place in found
        ]

    async def close(self) -> None:
        """Let the threads end; a question still unanswered is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
