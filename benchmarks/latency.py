"""How long from the last byte of a feed's answer to the message accepted by the chat.

Run: `python benchmarks/latency.py [--minutes 2] [--faults]`. Ten chats, first at 1 alert a minute, then at 50. With
`--faults`, the second run twice more, with a chat and a channel more, each of which is to hear every alert as well, and
a feed more, fetched each minute: first they are as well as the others, then the chat is under flood control, the
channel never answers and the feed is a decompression bomb. The ten chats are measured, and the two runs compared.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.desk import LIMITED, Desk, Publisher, alarm, percentile, title_in
from benchmarks.progress import Progress
from tests.helpers.bot_api import Accepted, BotApi, flood

CHATS = 10


BESIDE = {"nothing": "", "well": ", beside others", "broken": ", beside a limited chat, a dead channel and a feed bomb"}


async def measure(rate: int, minutes: float, seed: int, *, beside: str = "nothing") -> list[float]:
    """Seconds from feed to chat, for `rate` alerts a minute; `beside` is a key of `BESIDE`."""
    draw = random.Random(seed)
    count = max(1, round(rate * minutes))
    with tempfile.TemporaryDirectory() as name:
        async with Publisher(broken=beside == "broken") as publisher, BotApi() as api:
            desk = Desk(Path(name), publisher, api, CHATS)
            desk.write(more=beside != "nothing")
            if publisher.broken:
                api.will(LIMITED, *[flood(10_072)] * 1000)
            await desk.start()
            await _until(lambda: len(publisher.items) >= CHATS, "the first polls")
            await asyncio.sleep(3)
            titles, progress = [], Progress()
            for number in range(count):
                title = alarm(number % CHATS, draw)
                titles.append(title)
                publisher.items[f"feed{number % CHATS}"].append(title)
                progress.say(f"{rate} a minute: {number + 1}/{count}")
                await asyncio.sleep(60 / rate * draw.uniform(0.5, 1.5))
            await _until(lambda: len(_healthy(api)) >= count, "the last alerts")
            await desk.stop()
            progress.end()
            accepted = {title_in(one.text): one.time for one in _healthy(api)}
            if len(_healthy(api)) != count or set(accepted) != set(titles):
                sys.exit(f"{count} published, {len(_healthy(api))} messages of {len(accepted)} items")
            return [accepted[title] - publisher.answered_at[title] for title in titles]


def _healthy(api: BotApi) -> list[Accepted]:
    """What the chats got for which a feed publishes: no notice, and nothing in the place of a broken receiver."""
    found: dict[tuple[int, str], Accepted] = {}
    for one in api.accepted:
        title = title_in(one.text)
        if title and title.startswith(f"alarm{one.chat - 1} "):
            found.setdefault((one.chat, title), one)
    return list(found.values())


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
    parser.add_argument("--faults", action="store_true")
    arguments = parser.parse_args()
    more = [(50, "well"), (50, "broken")] if arguments.faults else []
    medians: dict[str, float] = {}
    for rate, beside in [(1, "nothing"), (50, "nothing"), *more]:
        minutes = max(arguments.minutes, 3.0) if rate == 1 else arguments.minutes
        found = await measure(rate, minutes, arguments.seed, beside=beside)
        medians[beside] = percentile(found, 0.5)
        print(
            f"latency, {rate:2} alerts a minute over {CHATS} chats{BESIDE[beside]}: p50 {medians[beside]:.3f} s, "
            f"p99 {percentile(found, 0.99):.3f} s, max {max(found):.3f} s (n={len(found)}, seed {arguments.seed})"
        )
    if more:
        print(f"with faults the median is {medians['broken'] / medians['well']:.2f} of that without (aim 1.10)")


if __name__ == "__main__":
    asyncio.run(main())
