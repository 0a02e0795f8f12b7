"""The error tree: what can go wrong, and how far it reaches.

    WatchdeskError
    ├── ConfigError(problems)             bad config          -> all at once, exit code 2
    │   └── RuleError(problems)           bad rule file
    ├── FeedError(feed)                   this feed only      -> counted, backed off; others go on
    │   ├── FetchError(retry_after?)      network, status, too large, forbidden address
    │   └── ParseError                    not a feed
    ├── StoreError                        database            -> the tick fails, the next retries
    │   └── StoreBusyError                another daemon owns the store, or a stranger holds its lock
    └── SendError(receiver)               this delivery only
        ├── TransientSendError(retry_after?, ambiguous)  -> later
        └── PermanentSendError                           -> dead, operators told, never retried; a refused token: kept

Expected outcomes (not modified, a duplicate, a mute reason) are values, not errors. No secret may stand in an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an operator got wrong, and where."""

    file: str
    line: int  #: counted from 1; 0 when the whole file is meant
    column: int  #: counted from 1; 0 when the whole line is meant
    message: str  #: what is wrong, and the mend
    severity: str = "error"  #: error | warning | note

    def __str__(self) -> str:
        """`file:line:column: message`, as compilers say it."""
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{where}: {self.message}" if self.severity == "error" else f"{where}: {self.severity}: {self.message}"


class WatchdeskError(Exception):
    """The root of all errors that watchdesk raises on purpose."""


class ConfigError(WatchdeskError):
    """The configuration cannot be used; `problems` names everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RuleError(ConfigError):
    """The rule files cannot be used."""


class FeedError(WatchdeskError):
    """One feed failed; the others go on."""

    def __init__(self, feed: str, message: str) -> None:
        self.feed = feed
        self.message = message
        super().__init__(f"{feed}: {message}")


class FetchError(FeedError):
    """The publisher's bytes did not come: network, status, size, time or a forbidden address."""

    def __init__(
        self,
        feed: str,
        message: str,
        *,
        retry_after: timedelta | None = None,
        gone: bool = False,
        cause: str | None = None,
        status: int | None = None,
    ) -> None:
        """`cause`: a state of `FeedHealth` that the failure stands for, where there is one. `status`: of HTTP."""
        super().__init__(feed, message)
        self.status = status
        self.cause = cause
        self.retry_after = retry_after
        self.gone = gone  #: the publisher says 410: the feed has ended


class ParseError(FeedError):
    """The bytes came, and they are not a feed (or not one that can be parsed within the limits)."""

    def __init__(self, feed: str, message: str, *, crashed: bool = False, preview_off: bool = False) -> None:
        super().__init__(feed, message)
        self.crashed = crashed  #: the document made the parser crash, or exceed its time or memory
        self.preview_off = preview_off  #: a Telegram channel that shows no posts on the web


class StoreError(WatchdeskError):
    """The database failed; nothing of the transaction was saved."""


class StoreBusyError(StoreError):
    """Somebody else owns the store, or has held its write lock for too long."""


class SendError(WatchdeskError):
    """One delivery failed. `sent` holds the message references of the parts that did go out."""

    def __init__(self, receiver: str, message: str, *, sent: Sequence[str] = ()) -> None:
        self.receiver = receiver
        self.message = message
        self.sent = tuple(sent)
        super().__init__(f"{receiver}: {message}")


class TransientSendError(SendError):
    """Try again later: flood control, a refused connection, a server that is down.

    `ambiguous` means that the message may have arrived (the request went out, no answer came back): it is sent
    again all the same, labelled as a possible repeat.
    """

    def __init__(
        self,
        receiver: str,
        message: str,
        *,
        retry_after: timedelta | None = None,
        ambiguous: bool = False,
        sent: Sequence[str] = (),
    ) -> None:
        super().__init__(receiver, message, sent=sent)
        self.retry_after = retry_after
        self.ambiguous = ambiguous


class PermanentSendError(SendError):
    """It will never work as it stands: blocked, unknown chat, refused token. Never retried.

    `moved_to` is the receiver's new address when the other side named one (a group that became a supergroup).
    `way_refused`: nothing gets through that way, whatever it says, until somebody mends it, as with a revoked token:
    what waits is kept for that (T11).
    """

    def __init__(
        self,
        receiver: str,
        message: str,
        *,
        moved_to: str | None = None,
        way_refused: bool = False,
        sent: Sequence[str] = (),
    ) -> None:
        super().__init__(receiver, message, sent=sent)
        self.moved_to = moved_to
        self.way_refused = way_refused
