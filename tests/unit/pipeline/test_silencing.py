"""What a silence may hold back, as it is made from words and from a menu."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.alerts.buttons import MAX_CODE, parse_code
from daemon.config import Config
from daemon.model import Answer, Ask, Incident, Joining, Person, Report, Role, Severity, Silence
from daemon.pipeline.command import obey
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from daemon.rules.load import build_rules
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Store, Transaction, memory_store
from daemon.yamlfile import parse_yaml
from tests.helpers.build import NOW

RULES = """\
rules:
  - {id: floods, severity: high, when: flood}
  - {id: bombs, severity: critical, when: bomb}
"""
JOINING = Joining(incident_id=None, reason="nothing alike", score=0.0)
INCIDENT = "i0123456789abcdef"


class ADesk:
    """A desk of two people with one incident of the rule `floods`."""

    def __init__(self, store: Store, rules: RuleSet) -> None:
        self.store = store
        config = {"receivers": {"desk": {"channel": "console", "options": {}}}, "zone": "Europe/Berlin"}
        self.desk = Desk(config=Config.model_validate(config), rules=rules)
        self.asked = 0

    async def say(self, text: str, *, about: str | None = None, who: str = "Anna", now: datetime = NOW) -> Answer:
        """Give a command, and return the answer."""
        self.asked += 1
        verb, *words = text.split()
        ask = Ask(
            key=f"k{self.asked}",
            verb=verb,
            words=tuple(word for word in words if word != "sure"),
            about=about,
            person=Person(key=who, name=who, role=Role.DESK),
            asked_at=now,
            confirmed="sure" in words,
        )
        return await self.store.write(lambda tx: obey(tx, ask, desk=self.desk, now=now, commands=COMMANDS))

    async def press(self, choices: str) -> Answer:
        """Press a choice of the mute menu."""
        return await self.say(f"mute {choices.replace('/', ' ')}", about=INCIDENT)

    async def silences(self, *, now: datetime = NOW) -> list[Silence]:
        """Those that hold."""
        return await self.store.read(lambda tx: tx.silences.current(now=now))

    async def incident(self, severity: Severity, *rules: str) -> None:
        """Save the incident, with a report of each of these rules."""
        reports = tuple(
            Report(item_id=rule, feed="wire", source="Wire", title=rule, arrived_at=NOW, rules=frozenset({rule}))
            for rule in rules
        )
        saved = Incident(id=INCIDENT, title="x", severity=severity, opened_at=NOW, last_report_at=NOW, reports=reports)

        def save(tx: Transaction) -> None:
            tx.incidents.save(saved)
            for report in reports:
                tx.incidents.save_report(saved, report, joining=JOINING, keys=[])

        await self.store.write(save)


@pytest.fixture
async def desk() -> AsyncIterator[ADesk]:
    """A desk with two rules, a high and a critical one."""
    store = memory_store()
    told = ADesk(store, build_rules([parse_yaml(RULES, name="rules.yaml")]))
    await told.incident(Severity.HIGH, "floods")
    yield told
    await store.close()


def choices(answer: Answer) -> dict[str, str]:
    """What a menu offers: text -> the choice's words."""
    assert answer.menu is not None
    codes = {one.text: one.code for row in answer.menu for one in row}
    assert all(len(code.encode()) <= MAX_CODE for code in codes.values())
    return {text: "/".join(parse_code(code)[2]) for text, code in codes.items()}


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("mute rule:floods 8h noisy", Severity.HIGH),
        ("mute rule:floods sure 8h noisy", None),
        ("mute rule:floods up-to:low 8h noisy", Severity.LOW),
        (f"mute {INCIDENT} 8h noisy", Severity.HIGH),
        ("mute rule:bombs sure 8h noisy", None),
    ],
)
async def test_what_becomes_critical_later_is_heard_unless_asked_otherwise(
    desk: ADesk, said: str, most: Severity | None
) -> None:
    """What was not asked for twice is silenced up to high, and says so."""
    answer = await desk.say(said)
    (silence,) = await desk.silences()
    assert silence.max_severity == most
    assert ("up to high" in answer.toast) is (most is Severity.HIGH)


async def test_a_menu_asks_twice_only_for_what_is_critical(desk: ADesk) -> None:
    """Of a high incident a press silences up to high; of a critical one it takes exactly the word of the button."""
    await desk.press("i/8h/noisy")
    await desk.incident(Severity.CRITICAL, "floods", "bombs")
    assert any("Yes" in text for text in choices(await desk.press("i/8h/noisy/perhaps")))
    assert [one.max_severity for one in await desk.silences()] == [Severity.HIGH]
    assert (await desk.press("i/8h/noisy/yes")).done
    assert {one.max_severity for one in await desk.silences()} == {Severity.HIGH, None}


async def test_a_menu_means_what_it_showed(desk: ADesk) -> None:
    """A report that comes between two presses moves nothing; a rule that a reload took away is an answer, no error."""
    shown = choices(await desk.press(""))
    key = shown["🔇 rule floods"]
    await desk.incident(Severity.HIGH, "bombs", "floods")
    key = choices(await desk.press(key))["until tomorrow 08:00"]
    assert (await desk.press(f"{key}/handled")).done
    (silence,) = await desk.silences()
    assert silence.rules == ("floods",)
    desk.desk = Desk(config=desk.desk.config, rules=RuleSet.empty())
    assert "not there any more" in (await desk.press(f"{key}/handled/yes")).text


async def test_a_silence_of_nothing_is_refused(desk: ADesk) -> None:
    """R14: up to what is no answer to what; without anything named, nothing is silenced."""
    assert "say what" in (await desk.say("mute up-to:high 8h x")).text
    assert "say what" in (await desk.say("mute tomorrow x")).text
    assert await desk.silences() == []


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2016-07-08T04:30+00:00", "2016-07-08T06:00+00:00"),
        ("2016-07-08T06:00+00:00", "2016-07-09T06:00+00:00"),
        ("2016-07-08T14:00+00:00", "2016-07-09T06:00+00:00"),
        ("2016-10-29T06:00+00:00", "2016-10-30T06:00+00:00"),
    ],
)
async def test_tomorrow_is_the_next_morning(desk: ADesk, now: str, ends: str) -> None:
    """The next 08:00 of the desk's zone, and never so far ahead that it takes a second person."""
    moment = datetime.fromisoformat(now)
    await desk.say("mute rule:floods tomorrow noisy", now=moment)
    (silence,) = await desk.silences(now=moment)
    assert (silence.ends_at, silence.waits_for) == (datetime.fromisoformat(ends), None)


async def test_a_silence_that_is_over_takes_no_agreement(desk: ADesk) -> None:
    """Who agrees to what has ended is told so, and nothing is announced."""
    answer = await desk.say("mute rule:floods 3d renovation")
    name = answer.toast.split()[0]
    assert len(name) == 13
    await desk.say(f"unmute {name}")
    assert "is over since" in (await desk.say(f"agree {name}", who="Boris")).text


async def test_an_ended_silence_stays_over_when_the_clock_is_set_back(desk: ADesk) -> None:
    """Z3, Z7: what was ended, or told as over, is neither current nor told twice at an earlier time."""
    answer = await desk.say("mute rule:floods 8h noisy")
    await desk.say(f"unmute {answer.toast.split()[0]}", now=NOW + timedelta(hours=2))
    earlier = NOW + timedelta(hours=1)
    assert await desk.silences(now=earlier) == []
    (ended,) = await desk.store.read(lambda tx: tx.silences.ended(now=earlier))
    told = replace(ended, told=True, ended_by=None)
    await desk.store.write(lambda tx: tx.silences.save(told))
    assert await desk.silences(now=earlier) == []
    assert await desk.store.read(lambda tx: tx.silences.ended(now=NOW + timedelta(days=1))) == []
