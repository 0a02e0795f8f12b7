"""Message -> a mail, by SMTP, threaded: a follow-up answers its incident's first mail.

A message's reference is its Message-ID, which is made of its key: a repeat has the same one, by which mail programs
know it again. What a publisher wrote cannot add a header (T18): subjects are one line.
"""

import asyncio
import logging
import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from daemon.channels.parts import LATER, REFUSED, TAKEN, people_in
from daemon.channels.plain import plain_text
from daemon.channels.thread import in_thread
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.model import Message, Severity
from daemon.section import Section, one_or_more
from daemon.spans import Duration

log = logging.getLogger(__name__)

_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_MAX_SUBJECT = 200
_MAIL_ID = re.compile(r"<[!-;=?-~]{1,400}>")
Address = Annotated[str, Field(pattern=r"^[^\s@<>\",;:]{1,64}@[^\s@<>\",;:]{1,190}$")]


class MailOptions(Section):
    """By which server, from whom and to whom."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\[\]-]{1,253}$")]  #: the mail server
    port: Annotated[int, Field(ge=1, le=65535)] | None = None  #: default: 465 with tls, 587 with starttls, 25 with none
    security: Literal["tls", "starttls", "none"] = "tls"  #: none: only in your own network
    user: str | None = None  #: for a login; None: none is asked for
    password: SecretStr | None = None  #: of that user
    sender: Address  #: who the mails are from
    recipients: Annotated[
        tuple[Address, ...], BeforeValidator(one_or_more), Field(min_length=1, max_length=50)
    ]  #: to whom
    timeout: Duration = timedelta(seconds=30)  #: of one step of the server's

    @model_validator(mode="after")
    def _no_password_in_clear(self) -> "MailOptions":
        if self.security == "none" and self.password is not None:
            raise ValueError("a password is not sent without encryption: use security: tls or starttls")
        if (self.user is None) is not (self.password is None):
            raise ValueError("give user and password_file (or password_env), or neither")
        return self


class MailChannel:
    """One mail to all recipients for each message."""

    def __init__(self, receiver: str, options: MailOptions) -> None:
        self._receiver, self._options = receiver, options
        self._running: asyncio.Future[Mapping[str, int]] | None = None

    async def send(self, message: Message) -> tuple[str, ...]:
        """Hand one mail to the server, for those of whom it is not known yet what became of it for them.

        Errors: TransientSendError, PermanentSendError; no password stands in them, and in `sent` who has it already.
        """
        known = people_in(message.parts_sent)
        people = [one for one in self._options.recipients if one not in known]
        if message.parts_sent and not (known and people):
            return message.parts_sent
        if self._running is not None and not self._running.done():
            raise TransientSendError(self._receiver, "the server still holds up an earlier mail")
        mail = _mail(message, self._options)
        self._running = in_thread(partial(self._deliver, mail, people, has_some=bool(known)), name="mail")
        try:
            patience = 3 * self._options.timeout.total_seconds()
            refused = await asyncio.wait_for(asyncio.shield(self._running), patience)
        except SendError:
            raise
        except TimeoutError:
            raise TransientSendError(self._receiver, "the server did not answer in time", ambiguous=True) from None
        before = tuple(part for part in message.parts_sent if not part.startswith(LATER))
        return self._parts(before or (str(mail["Message-ID"]),), people, refused)

    def _parts(self, before: tuple[str, ...], people: Sequence[str], refused: Mapping[str, int]) -> tuple[str, ...]:
        """The mail's reference, and what became of it for whom, unless all have it.

        Errors: TransientSendError if some were only put off.
        """
        if len(before) == 1 and not refused:
            return before
        done = [f"{TAKEN}{one}" for one in people if one not in refused]
        done += [f"{REFUSED}{one} refused ({code})" for one, code in refused.items() if code >= 500]
        parts = (*before, *done)
        later = sorted(one for one, code in refused.items() if code < 500)
        if later:
            reason = f"the server put the mail off for {len(later)} of {len(self._options.recipients)} people"
            put_off = (f"{LATER}{one} put off ({refused[one]})" for one in later)
            raise TransientSendError(self._receiver, reason, sent=(*parts, *put_off))
        return parts

    async def close(self) -> None:
        """Nothing to close: each mail has its own connection."""

    def _deliver(self, mail: EmailMessage, people: Sequence[str], *, has_some: bool) -> Mapping[str, int]:
        """One mail over one connection; who was refused, by which code. `has_some`: others have it already.

        Law: refused for now is 4xx, for good 5xx; after the text went out, unsure. Refused by all is an error.
        """
        options = self._options
        handed_over = False
        try:
            with closing(self._connected()) as server:
                if options.user and options.password:
                    server.login(options.user, options.password.get_secret_value())
                handed_over = True
                refused = server.send_message(mail, options.sender, list(people))
                with suppress(smtplib.SMTPException, OSError):  # the mail is taken: a bad farewell must not repeat it
                    server.quit()
        except smtplib.SMTPRecipientsRefused as error:
            if not has_some:
                raise self._refused(error, handed_over=handed_over) from None
            refused = error.recipients
        except smtplib.SMTPException as error:
            # Without the cause: what a server says may repeat what it was told.
            raise self._refused(error, handed_over=handed_over) from None
        except (OSError, ValueError) as error:
            reason = f"no connection ({type(error).__name__})"
            if handed_over:
                reason = f"no answer after the mail went out ({type(error).__name__})"
            raise TransientSendError(self._receiver, reason, ambiguous=handed_over) from None
        if refused:
            log.warning("mail refused for some recipients", extra={"receiver": self._receiver, "count": len(refused)})
        return {name: code for name, (code, _) in refused.items()}

    def _connected(self) -> smtplib.SMTP:
        options = self._options
        place = options.host, options.port or _PORTS[options.security]
        seconds = options.timeout.total_seconds()
        if options.security == "tls":
            return smtplib.SMTP_SSL(*place, timeout=seconds, context=ssl.create_default_context())
        server = smtplib.SMTP(*place, timeout=seconds)
        if options.security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server

    def _refused(self, error: smtplib.SMTPException, *, handed_over: bool) -> SendError:
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return TransientSendError(self._receiver, "the server broke the connection off", ambiguous=handed_over)
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return PermanentSendError(self._receiver, "the server lacks what is asked of it; see security: and user:")
        code = _code(error)
        what = "the login" if isinstance(error, smtplib.SMTPAuthenticationError) else "the mail"
        if 400 <= code < 500:
            return TransientSendError(self._receiver, f"the server put {what} off ({code})")
        mend = "; correct user and password" if what == "the login" else ""
        return PermanentSendError(
            self._receiver, f"the server refused {what} ({code}){mend}", way_refused=what == "the login"
        )


def _code(error: smtplib.SMTPException) -> int:
    """The mildest code of a refusal: if one recipient may be had later, the mail is tried again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 550


def _mail(message: Message, options: MailOptions) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = options.sender
    mail["To"] = ", ".join(options.recipients)
    mail["Subject"] = " ".join(plain_text(message.subject).split())[:_MAX_SUBJECT] or "watchdesk"
    mail["Date"] = format_datetime(datetime.now(UTC))
    key = blake2b(message.key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    mail["Message-ID"] = f"<{key}@{options.sender.rpartition('@')[2]}>"
    if message.reply_to and _MAIL_ID.fullmatch(message.reply_to):  # else it is another channel's
        mail["In-Reply-To"] = mail["References"] = message.reply_to
    mail["Auto-Submitted"] = "auto-generated"
    if message.severity is Severity.CRITICAL and not message.silent:
        mail["Importance"] = "high"
    mail.set_content(plain_text(message.text), cte="base64")
    return mail
