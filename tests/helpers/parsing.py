"""A parser without children, for stories: to start a child costs more than most of them do."""

import json
from typing import Any

from daemon.feeds.asked import Asked
from daemon.feeds.lanes import Place
from daemon.feeds.parse import Parser
from daemon.feeds.parser_child import answer


class ParserHere(Parser):
    """Reads each body in this process by what a child reads it with; what goes and comes is JSON, as it is there."""

    async def _ask(self, body: bytes, asked: Asked, place: Place, *, feed: str) -> dict[str, Any]:
        place.begin()
        header = json.loads(json.dumps(asked.header()))
        told = json.dumps(answer(body, **header), ensure_ascii=False, check_circular=False)
        read: dict[str, Any] = json.loads(told.encode("utf-8", "replace"))
        return read
