"""Who is listed, and how: numbers, never names; somebody, or nobody at all."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from daemon.model import Role
from daemon.people import Listed, People

ANNA: dict[str, Any] = {"name": "Anna", "telegram": 11, "role": "reader"}
PEOPLE: TypeAdapter[tuple[Listed, ...]] = TypeAdapter(People)


@pytest.mark.parametrize("name", ["@anna", "anna", "", "11a", "-11", 0, -5, None, True])
def test_a_name_is_no_number(name: Any) -> None:
    """B2: names change hands, so that only a user's number is taken; the refusal says how to find it."""
    with pytest.raises(ValidationError):
        PEOPLE.validate_python([{**ANNA, "telegram": name}])


def test_the_refusal_of_a_name_says_the_mend() -> None:
    """B2: whoever wrote a name reads where the number is printed."""
    with pytest.raises(ValidationError, match="watchdesk telegram chats"):
        PEOPLE.validate_python([{**ANNA, "telegram": "@anna"}])


def test_an_empty_list_is_refused() -> None:
    """B3: nobody listed is nobody, never everybody; and a list that is left empty by mistake does not start."""
    with pytest.raises(ValidationError, match="nobody is listed"):
        PEOPLE.validate_python([])


@pytest.mark.parametrize("number", [1087968824, 136817688, 777000])
def test_telegrams_own_numbers_are_nobodys(number: int) -> None:
    """B5: what stands for anonymous admins, for channels and for Telegram itself cannot be listed as a person."""
    with pytest.raises(ValidationError, match="anonymous admins or channels"):
        PEOPLE.validate_python([{**ANNA, "telegram": number}])


def test_a_number_stands_once() -> None:
    """Two roles for one number would leave open which one holds."""
    with pytest.raises(ValidationError, match="listed twice"):
        PEOPLE.validate_python([ANNA, {**ANNA, "name": "Boris", "role": "operator"}])


def test_a_role_of_a_receiver_holds_there() -> None:
    """`roles` says what somebody may in one chat; elsewhere `role` does."""
    (anna,) = PEOPLE.validate_python([{**ANNA, "roles": {"desk": "desk"}}])
    assert (anna.role_in({"desk"}), anna.role_in({"ops"}), anna.role_in(())) == (Role.DESK, Role.READER, Role.READER)
