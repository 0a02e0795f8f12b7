"""Learn what rule, place and time make of what words say, where one rule found a report and an incident.

`python benchmarks/train_kindred.py` writes `daemon/incidents/kindred.json`. A logistic regression learns from a walk
through the learned half of the matched items (`matched.py`), each beside the incidents that it would be offered. In the
walk each event is one incident; the daemon splits some, so that other incidents of a place may be of the report's own
event. So how much those count, and where the bar lies, is chosen by B-cubed F1 in replays of that half. Needs
scikit-learn; the daemon does not.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.incident_scores import b_cubed
from benchmarks.incident_sets import DATA
from benchmarks.matched import documents, joins_of, ours, past, shipped_rules
from daemon.incidents import cluster, kindred, lifecycle, ranking
from daemon.incidents.kindred import Traits
from daemon.model import Incident, Severity
from daemon.rules.match import find

_TABLE = Path(__file__).parents[1] / "daemon" / "incidents" / "kindred.json"
_QUIET = timedelta(hours=72)
_OFFERED = 15
_BARS = (0.4, 0.5, 0.6)  #: the chance from which on a report joins
_OTHERS = (-0.9, -0.6, -0.3)

Example = tuple[Traits, bool]


def walk() -> list[Example]:
    """What each report teaches beside the incidents that it would be offered."""
    incidents: dict[str, Incident] = {}
    keys_of: dict[str, set[str]] = {}
    found: list[Example] = []
    learned = [one for one in documents() if one.tuned]
    for document, (_, told) in zip(learned, past(learned), strict=True):
        report = cluster.read(cluster.report_of(told.item, find(shipped_rules(), told.item), copy_of=None))
        keys = cluster.lookup_keys(report)
        known = {name: one for name, one in incidents.items() if told.now - one.last_report_at <= _QUIET}
        worth = {name: sum(tells for key, tells in keys.items() if key in keys_of[name]) for name in known}
        offered = sorted((name for name in known if worth[name]), key=lambda name: -worth[name])[:_OFFERED]
        events = {incidents[name].id: name for name in offered}
        for incident, look in ranking.looks_at(report, [known[name] for name in offered]):
            if traits := look.kindred_traits():
                found.append((traits, events[incident.id] == document.event))
        name = document.event
        if name in incidents:
            changed = lifecycle.extend(incidents[name], report, severity=Severity.LOW, now=told.now).incident
        else:
            changed = lifecycle.open_incident(report, severity=Severity.LOW, previous=None, now=told.now)
        incidents[name] = changed
        keys_of.setdefault(name, set()).update(keys)
    return found


def fitted(found: Sequence[Example]) -> Traits:
    """The weights of a logistic regression."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    names = list(found[0][0])
    rows = np.array([[traits[name] for name in names] for traits, _ in found])
    model = LogisticRegression(C=0.5, max_iter=3_000).fit(rows, [same for _, same in found])
    return {"intercept": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def learn() -> None:
    """Walk, fit, and choose what else is to be chosen."""
    found = walk()
    learned = fitted(found)
    print(f"{len(found)} examples, {sum(same for _, same in found)} of one event: {learned}", flush=True)
    tried = []
    half = [one for one in documents() if one.tuned]
    for bar, others in product(_BARS, _OTHERS):
        chosen = learned | {"intercept": learned["intercept"] - log(bar / (1.0 - bar)), "others": others}
        write(chosen := {name: round(value, 2) for name, value in chosen.items()})
        marks, events = ours(half), [one.event for one in half]
        likeness = b_cubed(marks, events)
        tried.append((likeness.f1, chosen))
        print(f"bar {bar}, others {others}: {likeness} {joins_of(marks, events)}", flush=True)
    write(max(tried, key=lambda one: one[0])[1])


def write(weights: Traits) -> None:
    """Let who asks next read these weights."""
    _TABLE.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    kindred.weights.cache_clear()


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to learn from")
    learn()
