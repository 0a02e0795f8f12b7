"""Who asked, may they, and what did they mean."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.config import Config
from daemon.model import Ask, Heard, Role
from daemon.pipeline.person import Refusal, ask_of
from tests.helpers.build import NOW

GROUP = -100
CONFIG = Config.model_validate(
    {
        "receivers": {"desk": {"channel": "console", "options": {}}, "other": {"channel": "console", "options": {}}},
        "people": [
            {"name": "Anna", "telegram": 11, "role": "desk"},
            {"name": "Rada", "telegram": 12, "role": "reader", "receivers": ["other"]},
            {"name": "Vera", "telegram": 13, "role": "reader", "roles": {"desk": "operator", "other": "desk"}},
        ],
    }
)
PRESS = Heard(bot="1", number=7, user=11, chat=GROUP, code="ack:i1", press="p")
WRITTEN = Heard(bot="1", number=8, user=11, chat=GROUP, said_at=NOW, text="/mute sure 8h too noisy")


def asked(heard: Heard, *, about: str | None = None, is_late: bool = False) -> Ask | Refusal | None:
    """What the daemon makes of it."""
    return ask_of(heard, CONFIG, chats={GROUP: {"desk"}}, about=about, is_late=is_late, now=NOW)


def test_a_press_is_an_ask_of_whoever_pressed() -> None:
    """Verb and incident come from the button, the person from the number, the key from the update."""
    ask = asked(PRESS)
    assert isinstance(ask, Ask)
    assert (ask.verb, ask.about, ask.words, ask.person.name, ask.key) == ("ack", "i1", (), "Anna", "telegram:1:7")


@pytest.mark.parametrize(
    ("text", "words", "confirmed"),
    [
        ("/mute sure rule:x 8h too noisy", ("rule:x", "8h", "too", "noisy"), True),
        ("/mute rule:x sure 8h too noisy", ("rule:x", "8h", "too", "noisy"), True),
        ("/mute rule:x 8h not sure it is real", ("rule:x", "8h", "not", "sure", "it", "is", "real"), False),
        ("/why\nhttps://e.org/1", ("https://e.org/1",), False),
    ],
)
def test_sure_confirms_before_the_time_and_is_a_word_in_a_reason(
    text: str, words: tuple[str, ...], confirmed: bool
) -> None:
    """A reason may say "not sure" without being taken for a confirmation."""
    ask = asked(replace(WRITTEN, text=text))
    assert isinstance(ask, Ask)
    assert (ask.words, ask.confirmed) == (words, confirmed)


def test_a_written_command_is_about_the_alert_that_it_answers() -> None:
    """Words keep their order; `sure` is a confirmation, not a word."""
    ask = asked(WRITTEN, about="i9")
    assert isinstance(ask, Ask)
    assert (ask.verb, ask.about, ask.words, ask.confirmed) == ("mute", "i9", ("8h", "too", "noisy"), True)


@pytest.mark.parametrize(
    ("over", "why", "told"),
    [
        ({"user": 99}, "a stranger", "your number is 99"),
        ({"user": None}, "a stranger", "not listed"),
        ({"flaw": "forwarded"}, "forwarded", ""),
        ({"chat": -999}, "a chat that is no receiver's", ""),
        ({"user": 12}, "listed for other chats", "not listed for this chat"),
    ],
)
def test_who_may_not_is_refused(over: dict[str, object], why: str, told: str) -> None:
    """B1, B5, B10: strangers, strange chats, people of other chats, and what nobody said."""
    refusal = asked(replace(PRESS, **over))
    assert isinstance(refusal, Refusal)
    assert refusal.why == why
    assert told in refusal.told


def test_a_stranger_who_writes_is_met_with_silence() -> None:
    """B11: a bot that answers strangers can be made to flood a group."""
    refusal = asked(replace(WRITTEN, user=99))
    assert isinstance(refusal, Refusal)
    assert refusal.told == ""


@pytest.mark.parametrize(("age", "is_done"), [(timedelta(minutes=4), True), (timedelta(minutes=6), False)])
def test_what_is_old_is_not_done(age: timedelta, is_done: bool) -> None:
    """B9: after five minutes nobody knows whether it is still meant."""
    assert isinstance(asked(replace(WRITTEN, said_at=NOW - age)), Ask) is is_done


def test_a_press_of_unknown_age_is_not_done_after_a_pause() -> None:
    """Presses carry no time: what waited while nobody heard is refused, and said."""
    refusal = asked(PRESS, is_late=True)
    assert isinstance(refusal, Refusal)
    assert "too long ago" in refusal.told


def test_what_people_say_to_each_other_is_none_of_ours() -> None:
    """A message without a command is neither obeyed nor refused."""
    assert asked(replace(WRITTEN, text="")) is None


@pytest.mark.parametrize(
    ("receivers", "role"),
    [({"desk"}, Role.OPERATOR), ({"desk", "other"}, Role.DESK), ({"third"}, Role.READER), (set(), Role.READER)],
)
def test_a_role_may_be_another_in_each_chat(receivers: set[str], role: Role) -> None:
    """`roles` says what somebody may in a receiver's chat; of several in one chat, the least; in private, `role`."""
    heard = replace(PRESS, user=13, is_private=not receivers)
    ask = ask_of(heard, CONFIG, chats={GROUP: receivers}, about=None, is_late=False, now=NOW)
    assert isinstance(ask, Ask)
    assert ask.person.role is role
