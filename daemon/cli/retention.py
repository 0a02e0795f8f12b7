"""`watchdesk retention`: what the daily run would let go, before it does."""

import json
from functools import partial

from rich.table import Table

from daemon.cli.beside import read_known
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, load_settings, out
from daemon.clock import utc_now
from daemon.pipeline.retain import Due, preview

_WORDS = {
    "incidents": "closed incidents, with their reports",
    "deliveries": "finished deliveries, with their alerts",
    "items": "texts of items; they are still recognised",
    "audit": "acts, and silences that are over",
}


def retention(config: ConfigOption = DEFAULT_CONFIG, *, as_json: JsonOption = False) -> None:
    """Show what the next daily run would let go by `retention`, and what it would keep. Lets nothing go."""
    settings = load_settings(config)
    now = utc_now()
    found = read_known(settings.store, partial(preview, retention=settings.retention, now=now))
    if as_json:
        for one in found:
            out.print(json.dumps(_facts(one)), soft_wrap=True, markup=False)
        return
    table = Table(title="Retention: what the next run would let go", title_justify="left")
    for column in ("what", "older than", "let go", "kept, for something rests on it"):
        table.add_column(column)
    for one in found:
        since = f"{one.before:%Y-%m-%d %H:%M} UTC" if one.before else "kept for good"
        table.add_row(_WORDS[one.kind], since, *((str(one.count), str(one.held)) if one.before else ("–", "–")))
    out.print(table)


def _facts(one: Due) -> dict[str, object]:
    before = one.before.isoformat() if one.before else None
    return {"kind": one.kind, "before": before, "count": one.count, "kept": one.held}
