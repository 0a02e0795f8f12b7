"""How long from the last byte of a feed's answer to the message accepted by the chat.

Run: `python benchmarks/latency.py [--minutes 2]`. Ten chats, first at 1 alert a minute, then at 50.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.desk import Desk, Publisher, alarm, percentile, title_in
from tests.helpers.bot_api import BotApi

CHATS = 10


async def measure(rate: int, minutes: float, seed: int) -> list[float]:
    """Seconds from feed to chat, for `rate` alerts a minute."""
    draw = random.Random(seed)
    count = max(1, round(rate * minutes))
    with tempfile.TemporaryDirectory() as name:
        async with Publisher() as publisher, BotApi() as api:
            desk = Desk(Path(name), publisher, api, CHATS)
            desk.write()
            await desk.start()
            await _until(lambda: len(publisher.items) == CHATS, "the first polls")
            await asyncio.sleep(3)
            titles = []
            for number in range(count):
                title = alarm(number % CHATS, draw)
                titles.append(title)
                publisher.items[f"feed{number % CHATS}"].append(title)
                print(f"\r{rate} a minute: {number + 1}/{count}", end="", file=sys.stderr, flush=True)
                await asyncio.sleep(60 / rate * draw.uniform(0.5, 1.5))
            await _until(lambda: len(api.accepted) >= count, "the last alerts")
            await desk.stop()
            print(file=sys.stderr)
            accepted = {title_in(one.text): one.time for one in api.accepted}
            if len(api.accepted) != count or set(accepted) != set(titles):
                sys.exit(f"{count} published, {len(api.accepted)} messages of {len(accepted)} items")
            return [accepted[title] - publisher.answered_at[title] for title in titles]


async def _until(holds: object, what: str) -> None:
    end = time.monotonic() + 60
    while not holds():  # type: ignore[operator]
        if time.monotonic() > end:
            sys.exit(f"waited 60 s for {what}")
        await asyncio.sleep(0.05)


async def main() -> None:
    """Measure both rates and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for rate in (1, 50):
        minutes = max(arguments.minutes, 3.0) if rate == 1 else arguments.minutes
        found = await measure(rate, minutes, arguments.seed)
        print(
            f"latency, {rate:2} alerts a minute over {CHATS} chats: p50 {percentile(found, 0.5):.3f} s, "
            f"p99 {percentile(found, 0.99):.3f} s, max {max(found):.3f} s (n={len(found)}, seed {arguments.seed})"
        )


if __name__ == "__main__":
    asyncio.run(main())
