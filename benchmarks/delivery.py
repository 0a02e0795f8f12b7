"""Very many alerts at once into one Telegram group that takes 20 a minute and answers 429 beyond.

Run: `python benchmarks/delivery.py [--counts 35 500 5000]`. Prints how many alerts were lost and told twice, how many
messages it took, the time to the first critical alert and to the last one, and how often flood control struck. An alert
counts as told when its own message, or a roll-up that its delivery names, was accepted. Of 5,000, 143 are critical, and
each is a message: at 20 a minute they take more than seven minutes.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.progress import Progress
from daemon.app import App
from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.configfile import load_config
from daemon.model import Alert, AlertReason, Delivery, DeliveryState, MatchedRule, Planned, Severity
from daemon.rules.ruleset import RuleSet
from daemon.store.database import open_store
from daemon.store.due import ROLLED_UP
from tests.helpers.bot_api import BotApi

GROUP = -1001
RULES = 8
CRITICAL_EACH = 35  #: one of so many is critical
_TICK = 0.5


def alerts(count: int) -> list[Alert]:
    """So many first alerts of different incidents; the critical ones stand last of each batch."""
    now = datetime.now(UTC)
    made = []
    for number in range(count):
        rule = f"rule{number % RULES}"
        alert = Alert(
            id=f"a{number}",
            reason=AlertReason.OPENED,
            severity=Severity.MEDIUM,
            created_at=now,
            incident_id=f"i{number}",
            title=f"Event number {number}",
            item_title=f"Event number {number}",
            source="The Wire",
            arrived_at=now,
            rules=(MatchedRule(id=rule, title=rule.title(), revision="1"),),
        )
        critical = number % CRITICAL_EACH == CRITICAL_EACH - 1
        made.append(replace(alert, severity=Severity.CRITICAL) if critical else alert)
    return made


async def measure(count: int) -> str:
    """One burst, to its end; a line of figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with BotApi(limits=True) as api:
            (folder / "token").write_text(api.token, encoding="utf-8")
            channel = f"telegram: {{token_file: token, base_url: '{api.base_url}', chat: {GROUP}}}"
            (folder / "config.yaml").write_text(f"receivers: {{desk: {{{channel}}}}}\nfeeds: []\n", encoding="utf-8")
            config = load_config(folder / "config.yaml", channel_options=CHANNEL_OPTIONS)
            app = App(config, RuleSet.empty(), open_store(config.store))
            await app.start()
            burst = [Planned(alert=alert, receiver="desk", silent=False) for alert in alerts(count)]
            await app.store.write(lambda tx: tx.outbox.enqueue(burst, now=datetime.now(UTC)))
            progress = Progress()
            began = time.time()  # polls would have queued them, each its own, in as many transactions
            while await _waiting(app):
                await app.deliver_tick()
                progress.say(f"{count} alerts: {len(api.accepted)} messages")
                await asyncio.sleep(_TICK)
            progress.end()
            deliveries = await app.store.read(lambda tx: tx.outbox.deliveries())
            await app.stop()
            return _line(count, deliveries, api, began)


async def _waiting(app: App) -> int:
    counts = await app.store.read(lambda tx: tx.outbox.counts())
    return counts.get(DeliveryState.PENDING.value, 0) + counts.get(DeliveryState.SENDING.value, 0)


def _line(count: int, deliveries: list[Delivery], api: BotApi, began: float) -> str:
    sent = {one.alert.id for one in deliveries if one.state is DeliveryState.SENT}
    told = Counter(one.alert.id for one in deliveries if one.state is DeliveryState.SENT)
    rolled = [one for one in deliveries if (one.mute_reason or "").startswith(ROLLED_UP)]
    told.update(one.alert.id for one in rolled if (one.mute_reason or "").rpartition(" ")[2] in sent)
    lost = sum(f"a{number}" not in told for number in range(count))
    texts = Counter(one.text for one in api.accepted)
    critical = [one.time - began for one in api.accepted if "CRITICAL" in one.text]
    last = max((one.time - began for one in api.accepted), default=0.0)
    floods = api.requests - len(api.accepted)
    return (
        f"{count:6} alerts at once: lost {lost}, told twice {sum(texts.values()) - len(texts)}, "
        f"{len(api.accepted)} messages, first critical after {min(critical, default=0.0):.1f} s, "
        f"last critical after {max(critical, default=0.0):.0f} s, all told after {last:.0f} s, "
        f"flood control {floods} times"
    )


async def main() -> None:
    """Measure each count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[35, 500, 5000])
    for count in parser.parse_args().counts:
        print(await measure(count), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
