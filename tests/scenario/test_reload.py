"""Rules and config that change under a running desk: applied whole or not at all, and told."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.app import App
from daemon.cli.loading import load_all
from daemon.config import Config
from daemon.errors import RuleError, StoreError
from daemon.reload.reloader import Reloader
from daemon.reload.standing import standing_of
from daemon.reload.watch import SETTLED_AFTER, look_at
from daemon.rules.load import load_rules
from daemon.rules.match import find
from daemon.rules.ruleset import RuleSet
from daemon.store.database import memory_store
from tests.helpers.build import NOW, an_item
from tests.helpers.story import Story

REFUSED = "A change of config or rules is refused"
APPLIED = "The change of config or rules is applied"


def rule(name: str, when: str, **more: str) -> str:
    """A rule file of one rule."""
    lines = "".join(f", {key}: {value}" for key, value in more.items())
    return f"rules:\n  - {{id: {name}, severity: high, when: {when}{lines}}}\n"


@pytest.fixture
def rules(story: Story) -> Path:
    """The rules folder: one rule on fires, one on floods."""
    folder = story.folder / "rules"
    folder.mkdir()
    (folder / "fire.yaml").write_text(rule("fire", "fire"), encoding="utf-8")
    (folder / "flood.yaml").write_text(rule("flood", "flood"), encoding="utf-8")
    return folder


def notices(story: Story) -> list[str]:
    """The subjects of the notices that the operators got, oldest first."""
    known = (REFUSED, APPLIED)
    return [subject for text in story.ops.texts for subject in known if subject in text]


async def test_a_saved_rule_is_in_force_within_two_seconds(story: Story, rules: Path) -> None:
    """A rule that was saved alerts at the next poll, without a restart; the operators are not bothered."""
    reloader = await story.watch()
    (rules / "storm.yaml").write_text(rule("storm", "storm"), encoding="utf-8")
    await story.settle(reloader)
    story.publish("Storm over the coast")
    assert [message.facts["rules"][0]["id"] for message in await story.poll()] == ["storm"]
    assert notices(story) == []


async def test_the_old_set_serves_until_the_new_one_is_ready(story: Story, rules: Path) -> None:
    """R1: a change that has not settled is pending: nothing of it is in force, and the desk can see that it waits."""
    reloader = await story.watch()
    before = story.running.rules
    (rules / "storm.yaml").write_text(rule("storm", "storm"), encoding="utf-8")
    await reloader.step()
    assert story.running.rules is before
    standing = await story.store.read(standing_of)
    assert standing is not None
    assert standing.pending_since == story.now
    await story.settle(reloader)
    standing = await story.store.read(standing_of)
    assert standing is not None
    assert (standing.pending_since, standing.rules) == (None, 3)


async def test_what_moves_while_it_is_read_is_not_in_force_for_a_moment(story: Story, rules: Path) -> None:
    """R1: of two files that change together, a reading that saw one of them as it was is thrown away and made again."""
    await story.watch()
    path, seen = story.folder / "config.yaml", list[list[str]]()

    def torn(previous: RuleSet) -> tuple[Config, RuleSet]:
        found = load_all(path, previous=previous)
        if not seen:
            (rules / "flood.yaml").write_text(rule("flood2", "flood"), encoding="utf-8")
        seen.append(sorted(found[1].rules))
        return found

    reloader = Reloader(story.running, path, torn, look=look_at(path, rules))
    (rules / "fire.yaml").write_text(rule("fire2", "fire"), encoding="utf-8")
    while not seen:
        story.now += timedelta(seconds=0.5)
        await reloader.step()
    assert sorted(story.running.rules.rules) == ["fire", "flood"]
    assert reloader.standing.pending_since is not None
    await story.settle(reloader)
    assert seen == [["fire2", "flood"], ["fire2", "flood2"]]
    assert sorted(story.running.rules.rules) == ["fire2", "flood2"]
    assert notices(story) == []


async def test_a_deleted_file_stops_its_rules(story: Story, rules: Path) -> None:
    """What a deleted file held alerts no more; what the others hold goes on."""
    reloader = await story.watch()
    (rules / "fire.yaml").unlink()
    await story.settle(reloader)
    story.publish("Fire at a mill")
    story.publish("Flood in the valley")
    assert [message.facts["rules"][0]["id"] for message in await story.poll()] == ["flood"]


async def test_a_mistake_is_told_once_and_its_mend_quietly(story: Story, rules: Path) -> None:
    """R2: the last good set goes on; the operators hear file and line once, a new mistake again, and the mend."""
    reloader = await story.watch()
    (rules / "flood.yaml").write_text(rule("flood", "'('"), encoding="utf-8")
    await story.settle(reloader)
    await story.settle(reloader)
    (rules / "unrelated.yaml").write_text(rule("unrelated", "storm"), encoding="utf-8")
    await story.settle(reloader)
    assert notices(story) == [REFUSED]
    assert f"{rules}/flood.yaml:2:" in story.ops.texts[-1]
    assert story.ops.messages[-1].silent is False

    story.publish("Flood in the valley")
    assert len(await story.poll()) == 1

    (rules / "fire.yaml").write_text("rules: 5\n", encoding="utf-8")
    await story.settle(reloader)
    assert notices(story) == [REFUSED, REFUSED]
    assert f"{rules}/fire.yaml:1:" in story.ops.texts[-1]

    (rules / "fire.yaml").write_text(rule("fire", "fire"), encoding="utf-8")
    await story.settle(reloader)
    assert notices(story) == [REFUSED, REFUSED]  # one of two is mended: nothing new to tell
    (rules / "flood.yaml").write_text(rule("flood", "flood | deluge"), encoding="utf-8")
    await story.settle(reloader)
    assert notices(story) == [REFUSED, REFUSED, APPLIED]
    assert story.ops.messages[-1].silent is True
    assert set(story.running.rules.rules) == {"fire", "flood", "unrelated"}


async def test_the_same_mistake_made_again_later_is_told_again(story: Story, rules: Path) -> None:
    """R2: 'once' means once a spell: after a mend, the same slip is news."""
    reloader = await story.watch()
    for _ in range(2):
        (rules / "flood.yaml").write_text("rules: 5\n", encoding="utf-8")
        await story.settle(reloader)
        (rules / "flood.yaml").write_text(rule("flood", "flood"), encoding="utf-8")
        await story.settle(reloader)
    assert notices(story) == [REFUSED, APPLIED, REFUSED, APPLIED]


def _gone(rules: Path) -> None:
    rules.rename(rules.with_name("moved"))


def _emptied(rules: Path) -> None:
    for path in rules.iterdir():
        path.unlink()


BREAKAGES = {
    "an empty file": lambda rules: (rules / "fire.yaml").write_bytes(b""),
    "a file of blanks": lambda rules: (rules / "fire.yaml").write_bytes(b" \n\n"),
    "half a file": lambda rules: (rules / "fire.yaml").write_text(rule("fire", "fire")[:-3], encoding="utf-8"),
    "bytes that are no text": lambda rules: (rules / "fire.yaml").write_bytes(b"rules: \xff\xfe"),
    "a link to nothing": lambda rules: (rules / "more.yaml").symlink_to(rules / "nothing"),
    "a link out of the folder": lambda rules: (rules / "more.yaml").symlink_to("/etc/hostname"),
    "an empty folder": _emptied,
    "no folder": _gone,
    "a failing test": lambda rules: (rules / "fire.yaml").write_text(
        rule("fire", "fire", tests="{match: [A calm day]}"), encoding="utf-8"
    ),
    "a query nested too deeply": lambda rules: (rules / "fire.yaml").write_text(
        rule("fire", f"'{'SENT(' * 3_000}fire{')' * 3_000}'"), encoding="utf-8"
    ),
    "a receiver that is not there": lambda rules: (rules / "fire.yaml").write_text(
        rule("fire", "fire", notify="[nobody]"), encoding="utf-8"
    ),
    "a broken config": lambda rules: rules.with_name("config.yaml").write_text("receivers: [\n", encoding="utf-8"),
    "an empty config": lambda rules: rules.with_name("config.yaml").write_bytes(b""),
    "no config": lambda rules: rules.with_name("config.yaml").unlink(),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
async def test_what_cannot_be_used_never_applies(story: Story, rules: Path, breakage: str) -> None:
    """R1, R10, R13: half-saved, empty, unreadable, vanished, failing: the last good set goes on, and that is told."""
    reloader = await story.watch()
    BREAKAGES[breakage](rules)
    await story.settle(reloader)
    assert notices(story) == [REFUSED]
    assert reloader.standing.is_refused
    assert reloader.standing.problems
    story.publish("Fire at a mill")
    story.publish("Flood in the valley")
    assert sorted(message.facts["rules"][0]["id"] for message in await story.poll()) == ["fire", "flood"]


async def test_a_secret_in_a_refused_config_stays_secret(
    story: Story, rules: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """R12: a token that was pasted into the config stands in no notice, no log line and no status."""
    reloader = await story.watch()
    canary = "123456:canary-of-a-token"
    story.folder.joinpath("config.yaml").write_text(
        f"receivers: {{desk: {{telegram: {{chat: 5, token: '{canary}'}}}}}}\ncontact: [{canary!r}]\n", encoding="utf-8"
    )
    await story.settle(reloader)
    kept = await story.store.read(lambda tx: tx.feeds.fact("reload"))
    assert notices(story) == [REFUSED]
    said = " ".join([*story.ops.texts, str(kept), *(str(vars(record)) for record in caplog.records)])
    assert "config.yaml:1" in said
    assert "canary-of-a-token" not in said


async def test_what_the_store_refuses_to_keep_is_told_later(story: Story, rules: Path) -> None:
    """S4: the store is locked while a change is refused: the rules in force go on, and the notice follows."""
    reloader = await story.watch()
    (rules / "flood.yaml").write_text("rules: 5\n", encoding="utf-8")
    await story.store.read(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout=1").close())
    connection = sqlite3.connect(story.running.config.store, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for _ in range(4):
            story.now += SETTLED_AFTER
            await reloader.step()
        assert reloader.standing.is_refused
        with pytest.raises(StoreError):
            await story.store.read(standing_of)
    finally:
        connection.rollback()
        connection.close()
    assert notices(story) == []
    await story.settle(reloader)
    assert notices(story) == [REFUSED]


@pytest.mark.parametrize("breakage", ["an empty file", "a link to nothing", "an empty folder", "no folder"])
def test_at_a_cold_start_the_same_is_refused(story: Story, rules: Path, breakage: str) -> None:
    """R13: no rules are no reason to start with none."""
    BREAKAGES[breakage](rules)
    with pytest.raises(RuleError):
        load_rules(rules)


def test_a_file_that_may_not_be_read_is_an_error(story: Story, rules: Path) -> None:
    """R13: the file is named; the message is the system's."""
    (rules / "fire.yaml").chmod(0)
    try:
        (rules / "fire.yaml").read_bytes()
    except PermissionError:
        with pytest.raises(RuleError, match=r"fire\.yaml: the file cannot be read"):
            load_rules(rules)
    else:
        pytest.skip("whoever runs this may read everything")


@contextmanager
def _asking(app: App) -> Iterator[set[tuple[str, ...]]]:
    """Evaluate one item against the rules in force again and again in another thread; yields what was found."""
    found: set[tuple[str, ...]] = set()
    failed: list[BaseException] = []
    over = threading.Event()
    item = an_item(title="Fire, flood and storm", summary="")

    def ask() -> None:
        try:
            while not over.wait(0.001):
                found.add(tuple(match.rule.id for match in find(app.rules, item).matches))
        except BaseException as error:  # shown by the test, which would else pass without its load
            failed.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
    assert not failed


@pytest.mark.parametrize("way", ["in place", "by rename"])
async def test_a_thousand_saves_never_show_a_part(tmp_path: Path, way: str) -> None:
    """R1, G15: 1,000 saves under load, looked at in mid-save: every evaluation sees two rules of one version."""
    folder = tmp_path / "rules"
    folder.mkdir()
    path = tmp_path / "config.yaml"
    path.write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")

    def texts(version: int) -> dict[Path, str]:
        names = ("a", "b")
        return {folder / f"{name}.yaml": rule(f"{name}-{version}", "fire & flood") for name in names}

    for file, text in texts(0).items():
        file.write_text(text, encoding="utf-8")
    look = look_at(path, folder)
    config, loaded = load_all(path)
    now = [NOW]
    app = App(config, loaded, memory_store(), clock=lambda: now[0], channels={})
    reloader = Reloader(app, path, lambda previous: load_all(path, previous=previous), look=look)
    applied = 0
    with _asking(app) as found:
        for version in range(1, 501):
            for file, text in texts(version).items():
                if way == "in place":
                    with file.open("w", encoding="utf-8") as half:
                        half.write(text[:20] if version % 2 else "")
                        half.flush()
                        await reloader.step()
                        half.write(text[20:] if version % 2 else text)
                else:
                    file.unlink()
                    await reloader.step()
                    new = file.with_name(f".{file.name}.new")
                    new.write_text(text, encoding="utf-8")
                    new.replace(file)
                await reloader.step()
                assert len({name[2:] for name in app.rules.rules}) == 1
                assert len(app.rules.rules) == 2
            await reloader.step()
            now[0] += SETTLED_AFTER
            await reloader.step()
            applied += f"a-{version}" in app.rules.rules
    assert applied == 500  # of two files each: 1,000 saves
    assert reloader.standing.problems == ()
    assert all(len(ids) == 2 and ids[0][2:] == ids[1][2:] for ids in found)
    assert len(found) > 10
    await app.stop()
