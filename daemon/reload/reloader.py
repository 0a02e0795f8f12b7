"""Watches config and rules, reads them anew in a thread when they have settled, and applies both or neither.

The old set serves until the new one is ready. What is wrong is told to the operators once, and stays as it was.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from daemon.app import App
from daemon.config import Config
from daemon.errors import ConfigError, Problem, StoreError
from daemon.model import Planned
from daemon.pipeline import notices
from daemon.reload.standing import MAX_PROBLEMS, Standing, save_standing, standing_of
from daemon.reload.watch import Look, Watched, look_at
from daemon.rules.load import RuleSet
from daemon.store.database import Transaction
from daemon.yamlfile import load_yaml

log = logging.getLogger(__name__)

Load = Callable[[RuleSet], tuple[Config, RuleSet]]  #: the set in force -> both as the files have them now
_MAX_LOGGED = 20  #: problems that one refusal writes into the log


class Reloader:
    """Keeps a running app true to its files. Call `step` often: it looks, and acts when something has settled."""

    def __init__(
        self, app: App, path: Path, load: Load, *, look: Look, on_applied: Callable[[Config], None] = lambda _: None
    ) -> None:
        self._app = app
        self._path = path
        self._load = load
        self._on_applied = on_applied
        now = app.clock()
        self._watched = Watched(taken=look, seen=look, since=now)
        self._asked = 0
        self._told: set[Problem] = set()  #: what the operators know to be wrong since the last good set
        self._to_tell: list[Planned] = []
        self._saved: Standing | None = None
        self.standing = Standing(revision=app.rules.revision, since=now, rules=len(app.rules.rules))

    async def start(self) -> None:
        """Say what is in force. Requests that an earlier process answered stay answered."""
        known = await self._app.store.read(standing_of)
        self.standing = replace(self.standing, answers=known.answers if known else 0)
        await self._save()

    def request(self) -> None:
        """Read everything at the next step, also if nothing seems to have changed."""
        self._asked += 1

    async def step(self) -> None:
        """Look; read what has changed and settled; apply it or tell what is wrong with it."""
        look = await asyncio.to_thread(look_at, self._path, self._app.config.rules)
        now = self._app.clock()
        self._watched = self._watched.after(look, now=now)
        if self._watched.is_changed or self._asked:
            if self._watched.is_settled(now=now):
                await self._read(look)
            elif self.standing.pending_since is None:
                self.standing = replace(self.standing, pending_since=now)
        await self._save()

    async def _read(self, look: Look) -> None:
        """Read everything, off the loop; what was saved meanwhile counts neither for nor against it."""
        asked = self._asked
        try:
            config, rules = await asyncio.to_thread(self._load, self._app.rules)
            problems = await asyncio.to_thread(self._fixed, config)
        except ConfigError as error:
            problems = [one for one in error.problems if one.severity == "error"]
        except Exception as bug:  # noqa: BLE001 (it is logged; the set in force must outlive whatever a file does)
            problems = [self._bug(bug)]
        again = await asyncio.to_thread(look_at, self._path, self._app.config.rules)
        if again != look:
            self._watched = self._watched.after(again, now=self._app.clock())
            self.standing = replace(self.standing, pending_since=self.standing.pending_since or self._app.clock())
            return
        self._watched = replace(self._watched, taken=look)
        self._asked -= asked
        if not problems:
            problems = self._apply(config, rules)
        if problems:
            self._refuse(problems)
        self.standing = replace(self.standing, pending_since=None, answers=self.standing.answers + asked)

    def _fixed(self, config: Config) -> list[Problem]:
        """What the config changes although nobody can change it while the daemon runs."""
        if config.store == self._app.config.store:
            return []
        file = load_yaml(self._path)
        return [file.problem(("store",), "store cannot be changed while watchdesk runs; stop it and start it again")]

    def _bug(self, bug: Exception) -> Problem:
        log.error("reload failed by a bug", exc_info=bug)
        return Problem(str(self._path), 0, 0, f"a bug in watchdesk: {type(bug).__name__}; its log says more")

    def _refuse(self, problems: Sequence[Problem]) -> None:
        """Everything stays as it is; the operators hear why, each mistake once."""
        now = self._app.clock()
        for problem in problems[:_MAX_LOGGED]:
            log.error("reload refused, the last good config and rules go on", extra={"reason": str(problem)})
        self.standing = replace(self.standing, refused_at=now, problems=tuple(problems[:MAX_PROBLEMS]))
        if not self._told.issuperset(problems):
            alert = notices.reload_refused(list(map(str, problems)), since=self.standing.since, now=now)
            self._to_tell.append(Planned(alert=alert, receiver=self._app.config.operators, silent=False))
        self._told.update(problems)

    def _apply(self, config: Config, rules: RuleSet) -> list[Problem]:
        """Put both in force, between two steps of the loop; what kept that from being done."""
        now = self._app.clock()
        moved = config.rules != self._app.config.rules
        try:
            self._app.take(config, rules)
        except Exception as bug:  # noqa: BLE001 (it is logged, and nothing was taken)
            return [self._bug(bug)]
        self._on_applied(config)
        facts = {"revision": rules.revision, "rules": len(rules.rules), "feeds": len(config.feeds)}
        log.info("reload applied", extra=facts)
        if self._told:
            alert = notices.reload_applied(rules.revision, now=now)
            self._to_tell.append(Planned(alert=alert, receiver=config.operators, silent=True))
            self._told.clear()
        answers = self.standing.answers
        self.standing = Standing(revision=rules.revision, since=now, rules=len(rules.rules), answers=answers)
        if moved:  # nobody saw the new folder before it was read: look, and read it once more
            self._watched = replace(self._watched, taken={})
        return []

    async def _save(self) -> None:
        """Keep the standing and queue what is to be told, in one commit; if the store fails, at the next step."""
        told, standing = list(self._to_tell), self.standing
        if not told and standing == self._saved:
            return
        now = self._app.clock()

        def save(tx: Transaction) -> None:
            save_standing(tx, standing)
            tx.outbox.enqueue(told, now=now)

        try:
            await self._app.store.write(save)
        except StoreError as error:
            log.warning("state of the reload not saved yet", extra={"reason": str(error)})
            return
        self._saved = standing
        del self._to_tell[: len(told)]
