"""The rules' record -> one HTML page with plots in SVG. Pure; nothing in it is fetched from anywhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from itertools import pairwise

from daemon.pipeline.rulestats import RuleTally, Stats, wait_of

_MOST = 40  #: rules with a bar
_PAIRED = 12  #: rules in the picture of overlap
_PARTS = (("acked", "#2f7d4f"), ("not acked", "#9aa5b1"), ("false alarms", "#b3261e"), ("muted", "#d9c48a"))
_AT = "%Y-%m-%d %H:%M"
_EDGES = (1, 2, 5, 10, 30, 60, 240)  #: minutes to an ack
_STYLE = """
:root { color-scheme: light dark; --ink: #1c2530; --paper: #fff; --soft: #5b6875; --line: #dfe4ea; --bar: #1f5fa8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaee; --paper: #14191f; --soft: #9aa5b1; --line: #2c3642; --bar: #6ea8e6; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .5rem; }
p { color: var(--soft); margin: .2rem 0 .8rem; } .tiles { display: flex; flex-wrap: wrap; gap: 2rem; margin: 1.2rem 0; }
.tiles b { display: block; font-size: 1.7rem; } .tiles span { color: var(--soft); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: end; vertical-align: top; }
th:first-child, td:first-child { text-align: start; } th { color: var(--soft); font-weight: 600; }
td small { display: block; color: var(--soft); } svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg .soft { fill: var(--soft); }
.key i { display: inline-block; width: .8em; height: .8em; margin-inline: 1em .3em; vertical-align: -.05em; }
"""


def page(found: Stats, *, titles: Mapping[str, str], revision: str) -> str:
    """The whole page. Text from rules is isolated, so that a title written from right to left turns nothing round."""
    sent = [one for one in found.told if not one.muted]
    shown = [one for one in found.rules if one.alerts or one.muted]
    shadows = [one for one in found.rules if one.would_send]
    body = [
        "<h1>What the rules are worth</h1>",
        f"<p>{found.since:{_AT}} to {found.until:{_AT}} UTC; rules in revision {escape(revision)}</p>",
        _tiles(found),
        _section("Alerts a day", "Days in UTC; red is what the desk called false.", _days(found)),
        _section("When alerts come", "By hour of the week, in UTC.", _week(found)),
        _section("Rule by rule", _key(), _bars(shown, titles)),
        _section("All figures", "", _table(shown, titles)),
        _section("Time to ack", "From the message to whoever took it, in minutes.", _waits(found)) if sent else "",
        _section("Overlap", "Alerted incidents in which both rules held.", _pairs(found, shown)),
        _section("In shadow", "What these would have sent, had they been live.", _shadows(shadows, titles)),
        _section("Never fired", "", _names(found.silent, titles)),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>watchdesk: what the rules are worth</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def _section(title: str, note: str, content: str) -> str:
    """A heading with what stands under it; nothing, if that is nothing."""
    return f"<h2>{title}</h2>\n<p>{note}</p>\n<div class=wide>{content}</div>" if content else ""


def _tiles(found: Stats) -> str:
    sent = [one for one in found.told if not one.muted]
    days = max(1.0, (found.until - found.since) / timedelta(days=1))
    acked = sum(one.acked_at is not None for one in sent)
    false = sum(one.incident in found.false_alarms for one in sent)
    tiles = (
        (str(len(sent)), "alerts"),
        (f"{len(sent) / days:.1f}", "a day"),
        (_share(acked, len(sent)), "acked"),
        (_share(false, len(sent)), "false alarms"),
        (str(len(found.silent)), "rules never fired"),
    )
    return (
        "<div class=tiles>"
        + "".join(f"<div><b>{value}</b><span>{name}</span></div>" for value, name in tiles)
        + "</div>"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _svg(width: float, height: float, content: Sequence[str], label: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" aria-label="{escape(label)}">'
        + "".join(content)
        + "</svg>"
    )


def _rect(box: tuple[float, float, float, float], fill: str, told: str, *, opacity: float = 1) -> str:
    x, y, width, height = box
    shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'{shape} fill="{fill}" fill-opacity="{opacity:.2f}"><title>{escape(told)}</title></rect>'


def _words(x: float, y: float, text: str, *, anchor: str = "start", soft: bool = False) -> str:
    """Text in a picture, isolated by signs: SVG knows no bdi."""
    kind = ' class="soft"' if soft else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>\u2068{escape(text)}\u2069</text>'


def _days(found: Stats) -> str:
    counts: Counter[date] = Counter()
    false: Counter[date] = Counter()
    for one in found.told:
        if not one.muted:
            counts[one.at.date()] += 1
            false[one.at.date()] += one.incident in found.false_alarms
    if not counts:
        return ""
    count = (found.until.date() - found.since.date()).days + 1
    days = [found.since.date() + timedelta(days=number) for number in range(count)]
    most = max(counts.values())
    step = 880 / len(days)
    parts = [_words(34, 22, str(most), anchor="end", soft=True), _words(34, 160, "0", anchor="end", soft=True)]
    for number, day in enumerate(days):
        x = 40 + number * step
        height, red = 140 * counts[day] / most, 140 * false[day] / most
        told = f"{day:%Y-%m-%d}: {counts[day]} alerts, {false[day]} false"
        parts.append(_rect((x, 160 - height, step * 0.8, height - red), "var(--bar)", told))
        parts.append(_rect((x, 160 - red, step * 0.8, red), "#b3261e", told))
        if number % max(1, len(days) // 8) == 0:
            parts.append(_words(x, 178, f"{day:%d %b}", soft=True))
    return _svg(930, 184, parts, "alerts a day")


def _week(found: Stats) -> str:
    counts = Counter((one.at.weekday(), one.at.hour) for one in found.told if not one.muted)
    if not counts:
        return ""
    most = max(counts.values())
    parts = [_words(60 + hour * 34, 12, f"{hour:02}", soft=True) for hour in range(0, 24, 3)]
    for number, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        parts.append(_words(48, 34 + number * 22, day, anchor="end", soft=True))
        for hour in range(24):
            count = counts[number, hour]
            told = f"{day} {hour:02}:00 UTC: {count}"
            box = (56 + hour * 34, 18 + number * 22, 32, 20)
            parts.append(_rect(box, "var(--bar)", told, opacity=0.06 + 0.94 * count / most))
    return _svg(880, 176, parts, "alerts by hour of the week")


def _key() -> str:
    return (
        "<span class=key>"
        + "".join(f'<i style="background:{colour}"></i>{name}' for name, colour in _PARTS)
        + "</span>"
    )


def _bars(rules: Sequence[RuleTally], titles: Mapping[str, str]) -> str:
    if not rules:
        return ""
    most = max(one.alerts + one.muted for one in rules)
    parts = []
    for number, one in enumerate(rules[:_MOST]):
        y, x = 6 + number * 24, 260.0
        parts.append(_words(250, y + 14, _short(one.rule), anchor="end"))
        open_ones = max(0, one.alerts - one.acked)
        shares = (max(0, one.acked - one.false_alarms), open_ones, one.false_alarms, one.muted)
        for (name, colour), count in zip(_PARTS, shares, strict=True):
            width = 580 * count / most
            told = f"{one.rule}, {titles.get(one.rule, 'gone')}: {count} {name}"
            parts.append(_rect((x, y, width, 18), colour, told))
            x += width
        parts.append(_words(x + 6, y + 14, str(one.alerts + one.muted), soft=True))
    return _svg(900, 12 + 24 * min(len(rules), _MOST), parts, "alerts of each rule")


def _short(name: str) -> str:
    return name if len(name) <= 34 else f"{name[:33]}…"


def _table(rules: Sequence[RuleTally], titles: Mapping[str, str]) -> str:
    if not rules:
        return ""
    heads = ("rule", "alerts", "acked", "false", "muted", "only it", "to ack, min", "overlaps most with")
    rows = []
    for one in rules:
        overlap = f"{_isolated(one.overlap[0])} {one.overlap[1]}" if one.overlap else "–"
        wait = f"{one.to_ack / timedelta(minutes=1):.1f}" if one.to_ack is not None else "–"
        counts = (one.alerts, one.acked, one.false_alarms, one.muted, one.only)
        cells = [_named(one.rule, titles), *map(str, counts), wait, overlap]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "<table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>" + "".join(rows) + "</table>"


def _named(rule: str, titles: Mapping[str, str]) -> str:
    return f"{_isolated(rule)}<small>{_isolated(titles.get(rule, 'gone'))}</small>"


def _waits(found: Stats) -> str:
    waits = [wait for one in found.told if (wait := wait_of(one)) is not None]
    counts = Counter(sum(wait >= timedelta(minutes=edge) for edge in _EDGES) for wait in waits)
    if not counts:
        return ""
    names = [
        f"< {_EDGES[0]}",
        *(f"{low} to {high}" for low, high in pairwise(_EDGES)),
        f"≥ {_EDGES[-1]}",
    ]
    most = max(counts.values())
    parts = []
    for number, name in enumerate(names):
        y, width = 4 + number * 22, 500 * counts[number] / most
        parts += [
            _words(84, y + 13, name, anchor="end", soft=True),
            _rect((92, y, width, 16), "var(--bar)", f"{name} min"),
        ]
        parts.append(_words(98 + width, y + 13, str(counts[number]), soft=True))
    return _svg(680, 8 + 22 * len(names), parts, "minutes to an ack")


def _pairs(found: Stats, rules: Sequence[RuleTally]) -> str:
    names = [one.rule for one in rules if one.overlap][:_PAIRED]
    if len(names) < 2:
        return ""
    most = max(found.shared.values())
    parts = []
    for row, one in enumerate(names):
        parts.append(_words(250, 20 + row * 26, _short(one), anchor="end"))
        parts.append(_words(272 + row * 40, 14 + 26 * len(names), str(row + 1), anchor="middle", soft=True))
        parts.append(_words(2, 20 + row * 26, str(row + 1), soft=True))
        for column, other in enumerate(names):
            count = found.shared.get((one, other), 0)
            if one != other:
                told = f"{one} and {other}: {count}"
                box = (256 + column * 40, 4 + row * 26, 36, 22)
                parts.append(_rect(box, "var(--bar)", told, opacity=0.05 + 0.6 * count / most))
                if count:
                    parts.append(_words(274 + column * 40, 20 + row * 26, str(count), anchor="middle"))
    return _svg(260 + 40 * len(names), 20 + 26 * len(names), parts, "rules that hold together")


def _shadows(rules: Sequence[RuleTally], titles: Mapping[str, str]) -> str:
    if not rules:
        return ""
    rows = "".join(
        f"<tr><td>{_named(one.rule, titles)}</td><td>{one.would_send}</td><td>{one.unheard}</td></tr>" for one in rules
    )
    return f"<table><tr><th>rule</th><th>would have sent</th><th>of which nobody was told</th></tr>{rows}</table>"


def _names(rules: Sequence[str], titles: Mapping[str, str]) -> str:
    return ", ".join(f'<span title="{escape(titles.get(rule, ""))}">{_isolated(rule)}</span>' for rule in rules)
