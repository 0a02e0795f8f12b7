"""Mail: threading headers, one line of subject, and what a server's refusals mean."""

from collections.abc import AsyncIterator
from smtplib import SMTPAuthenticationError
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from daemon.channels.mail import MailChannel, MailOptions
from daemon.channels.parts import put_off_in, refused_in
from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import Severity
from tests.helpers.chat import a_message
from tests.helpers.other_chats import MailServer

VALUES: dict[str, Any] = {
    "host": "127.0.0.1",
    "security": "none",
    "sender": "desk@e.example",
    "recipients": "a@e.example",
}


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server."""
    async with MailServer() as opened:
        yield opened


def mailing(server: MailServer, **over: Any) -> MailChannel:
    """A receiver of its mail."""
    return MailChannel("desk", MailOptions.model_validate({**VALUES, "port": server.port, **over}))


async def test_a_follow_up_answers_the_first_mail(server: MailServer) -> None:
    """Mail programs show the incident as one thread: by In-Reply-To and References."""
    channel = mailing(server, recipients=["a@e.example", "b@e.example"])
    (first,) = await channel.send(a_message("opened"))
    await channel.send(a_message("also", key="alert-2:desk", reply_to=first, silent=True))
    opened, also = server.mails
    assert opened["Message-ID"] == first
    assert (also["In-Reply-To"], also["References"]) == (first, first)
    assert server.recipients == ["a@e.example", "b@e.example"] * 2
    assert opened["Auto-Submitted"] == "auto-generated"


async def test_a_repeat_has_the_same_id(server: MailServer) -> None:
    """T1: a mail whose acceptance was lost is ambiguous; its repeat can be known by its Message-ID."""
    channel = mailing(server)
    server.refuse["TEXT"] = "cut"
    with pytest.raises(TransientSendError) as caught:
        await channel.send(a_message())
    assert caught.value.ambiguous
    server.refuse.clear()
    await channel.send(a_message())
    assert server.mails[0]["Message-ID"] == server.mails[1]["Message-ID"]


async def test_no_title_adds_a_header(server: MailServer) -> None:
    """T18, C9: line breaks and controls in a title stay in the subject's one line; four megabytes arrive whole."""
    subject = "Quake\r\nBcc: evil@e.example\n\nand\x00\x1b[31m more \u202e"
    text = "тревога\r\n.\r\nQUIT\r\n" + "x" * 4_000_000
    await mailing(server).send(a_message(text, subject=subject, severity=Severity.CRITICAL))
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("Quake Bcc: evil@e.example and")
    assert mail["Importance"] == "high"
    assert mail.get_content().splitlines()[:3] == ["тревога", ".", "QUIT"]
    assert len(mail.get_content()) > 4_000_000


@pytest.mark.parametrize(
    ("step", "answer", "kind", "words"),
    [
        ("RCPT", "451 greylisted, come back", TransientSendError, "put the mail off .451"),
        ("MAIL", "421 busy", TransientSendError, "put the mail off .421"),
        ("TEXT", "452 full", TransientSendError, "put the mail off .452"),
        ("RCPT", "550 nobody here", PermanentSendError, "refused the mail .550"),
        ("TEXT", "554 spam", PermanentSendError, "refused the mail .554"),
    ],
)
async def test_refusals_for_now_and_for_good(
    server: MailServer, step: str, answer: str, kind: type[Exception], words: str
) -> None:
    """T18: greylisting is tried again, without a label; what is refused for good is not."""
    server.refuse[step] = answer
    with pytest.raises(kind, match=words) as caught:
        await mailing(server).send(a_message())
    assert not getattr(caught.value, "ambiguous", False)


async def test_a_refused_login_is_the_ways_fault(server: MailServer) -> None:
    """T11: no mail gets through until the password is mended; a refused mail says nothing of the next one."""
    refused = SMTPAuthenticationError(535, b"no")
    assert mailing(server)._refused(refused, handed_over=False).way_refused
    server.refuse["TEXT"] = "554 spam"
    with pytest.raises(PermanentSendError) as caught:
        await mailing(server).send(a_message())
    assert not caught.value.way_refused


async def test_a_server_that_is_not_there_is_tried_again(server: MailServer) -> None:
    """T2: a refused connection is no repeat in the making."""
    with pytest.raises(TransientSendError, match="no connection") as caught:
        await mailing(server, port=1).send(a_message())
    assert not caught.value.ambiguous


async def test_a_server_without_encryption_gets_nothing(server: MailServer) -> None:
    """STARTTLS that is not offered ends the attempt before anything is said."""
    with pytest.raises(PermanentSendError, match="security"):
        await mailing(server, security="starttls").send(a_message())
    assert server.mails == []


@pytest.mark.parametrize(
    "over",
    [
        {"user": "desk", "password": SecretStr("x")},
        {"security": "tls", "user": "desk"},
        {"sender": "desk@e.example\nBcc: x@e.example"},
        {"recipients": []},
        {"host": "e.example/x"},
    ],
)
def test_what_cannot_be_sent_safely_is_refused_with_the_config(over: dict[str, Any]) -> None:
    """No password in clear, no half a login, no header in an address, nobody to write to."""
    with pytest.raises(ValidationError):
        MailOptions.model_validate({**VALUES, **over})


@pytest.mark.parametrize("farewell", ["421 timeout, closing", "500 what?"])
async def test_a_bad_farewell_repeats_no_mail(server: MailServer, farewell: str) -> None:
    """T1: once the mail itself was taken it is sent, whatever the server says to QUIT."""
    server.refuse["QUIT"] = farewell
    (reference,) = await mailing(server).send(a_message())
    assert [one["Message-ID"] for one in server.mails] == [reference]


@pytest.mark.parametrize("reference", ["-100123:45", "$event", "C0123:1.1", "<a\nBcc: x@e.example>", "<a b>"])
async def test_a_thread_of_another_channel_is_none(server: MailServer, reference: str) -> None:
    """After a receiver became a mailbox, follow-ups of what it heard elsewhere come by themselves."""
    await mailing(server).send(a_message("also", reply_to=reference))
    (mail,) = server.mails
    assert (mail["In-Reply-To"], mail["References"], mail["Bcc"]) == (None, None, None)


async def test_who_is_refused_for_good_is_named_and_the_others_have_the_mail(server: MailServer) -> None:
    """T10: one dead address of several: the mail goes to the others once, and the parts say whom it never reaches."""
    channel = mailing(server, recipients=["a@e.example", "b@e.example"])
    server.refuse_people["b@e.example"] = "550 no such person"
    first, *rest = await channel.send(a_message())
    assert server.mails[0]["Message-ID"] == first
    assert rest == ["to:a@e.example", "no:b@e.example refused (550)"]
    assert refused_in((first, *rest)) == {"b@e.example": "refused (550)"}
    assert await channel.send(a_message(parts_sent=(first, *rest))) == (first, *rest)
    assert server.recipients == ["a@e.example"]


async def test_who_is_put_off_is_tried_again_alone(server: MailServer) -> None:
    """T18: greylisted for one of three: only that one gets the mail at the next try, whatever became of the others."""
    channel = mailing(server, recipients=["a@e.example", "b@e.example", "c@e.example"])
    server.refuse_people |= {"b@e.example": "451 later", "c@e.example": "550 never"}
    with pytest.raises(TransientSendError, match="put the mail off for 1 of 3") as caught:
        await channel.send(a_message())
    assert not caught.value.ambiguous
    assert put_off_in(caught.value.sent) == {"b@e.example": "put off (451)"}
    server.refuse_people["b@e.example"] = "550 never"
    parts = await channel.send(a_message(parts_sent=caught.value.sent))
    assert refused_in(parts).keys() == {"b@e.example", "c@e.example"}
    server.refuse_people.clear()
    parts = await channel.send(a_message(parts_sent=caught.value.sent))
    assert server.recipients == ["a@e.example", "b@e.example"]
    assert parts[1:] == ("to:a@e.example", "no:c@e.example refused (550)", "to:b@e.example")
