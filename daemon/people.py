"""Who may ask and act in chats: the section `people` of config.yaml. Everybody else is a stranger."""

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from daemon.model import Role
from daemon.section import Section, one_or_more


class Listed(Section):
    """Somebody who may ask and act in chats."""

    name: Annotated[str, Field(min_length=1, max_length=40)]  #: as the desk and the audit log say it
    telegram: Annotated[int, Field(ge=1)]  #: the user's number, never a @name: names change hands (B2)
    role: Role  #: wherever `roles` says nothing else
    roles: dict[str, Role] = Field(default_factory=dict)  #: receiver -> their role in its chat
    receivers: Annotated[
        tuple[str, ...], BeforeValidator(one_or_more)
    ] = ()  #: in whose chats; none: in all, and in private

    def role_in(self, receivers: Collection[str]) -> Role:
        """Their role in a chat; of several receivers that share it, the least, for nobody knows which is meant."""
        return min((self.roles.get(name, self.role) for name in receivers), key=lambda one: one.rank, default=self.role)

    @field_validator("telegram", mode="before")
    @classmethod
    def _number_not_name(cls, value: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, str) and not value.isdecimal()):
            raise ValueError("write the user's number, not a @name; `watchdesk telegram chats` prints it")
        if value in _NOBODY:
            raise ValueError("this number is Telegram's for anonymous admins or channels, not a person's")
        return value


_NOBODY = (1087968824, 136817688, 777000)  #: GroupAnonymousBot, Channel_Bot, Telegram itself (B5)


def _somebody_is_listed(people: tuple[Listed, ...]) -> tuple[Listed, ...]:
    if not people:
        raise ValueError("nobody is listed, so nobody could ask or act: list somebody, or remove the key")
    numbers = [one.telegram for one in people]
    twice = next((one for one in numbers if numbers.count(one) > 1), None)
    if twice is not None:
        raise ValueError(f"the number {twice} is listed twice")
    return people


People = Annotated[tuple[Listed, ...], AfterValidator(_somebody_is_listed)]
