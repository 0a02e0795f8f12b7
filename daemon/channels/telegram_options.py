"""How to reach a Telegram bot and a chat, as a config says it. Without the library: a config is checked without it."""

import re
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from daemon.config import WebUrl
from daemon.section import Section
from daemon.spans import Duration, Listen


class Hook(Section):
    """Where Telegram brings what people press and write, instead of our asking for it."""

    listen: Listen  #: address and port that this machine listens on
    public_url: WebUrl  #: what leads there from the public internet; https
    secret: SecretStr  #: 32 to 256 letters, digits, '_' and '-': Telegram shows it with each update (B4)

    @field_validator("public_url")
    @classmethod
    def _is_encrypted(cls, url: str) -> str:
        if not url.lower().startswith("https://"):
            raise ValueError("Telegram calls https URLs only")
        return url

    @field_validator("secret")
    @classmethod
    def _is_long(cls, secret: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret.get_secret_value()):
            raise ValueError("the webhook's secret must hold 32 to 256 letters, digits, '_' and '-'")
        return secret


class TelegramAccess(Section):
    """How to speak as the bot."""

    token: SecretStr  #: from @BotFather
    base_url: WebUrl = "https://api.telegram.org/bot"  #: another Bot API server, as http://127.0.0.1:8081/bot
    proxy: SecretStr | None = None  #: http, https, socks5 or socks5h URL
    timeout: Duration = timedelta(seconds=20)  #: without a byte from the server
    webhook: Hook | None = None  #: None: what people press and write is asked for (long polling)

    @field_validator("token")
    @classmethod
    def _token_is_one(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("this is not a bot token; a token looks like 123456:ABC-def")
        return token

    @field_validator("base_url")
    @classmethod
    def _base_ends_in_bot(cls, url: str) -> str:
        return url if url.endswith("/bot") else url.rstrip("/") + "/bot"

    @field_validator("proxy")
    @classmethod
    def _proxy_is_one(cls, proxy: SecretStr | None) -> SecretStr | None:
        if proxy is not None and not _is_proxy(proxy.get_secret_value()):
            raise ValueError("a proxy is a URL that begins with http://, https://, socks5:// or socks5h://")
        return proxy


class TelegramOptions(TelegramAccess):
    """Where a receiver is."""

    chat: int | Annotated[str, Field(pattern=r"^@[A-Za-z][A-Za-z0-9_]{3,31}$")]  #: id, or the @name of a public channel
    topic: Annotated[int, Field(ge=1)] | None = None  #: of a forum; `watchdesk telegram chats` prints it
    thumbnails: bool = True  #: Telegram shows the picture that a first alert's feed names, small; we never fetch it

    @field_validator("chat", mode="before")
    @classmethod
    def _id_is_a_number(cls, chat: Any) -> Any:
        if isinstance(chat, bool):
            raise ValueError("write the chat's id, or its @name in quotes")
        return int(chat) if isinstance(chat, str) and re.fullmatch(r"-?[0-9]{1,19}", chat) else chat

    def address(self) -> str:
        """The chat, as `moved` takes it."""
        return str(self.chat)

    def moved(self, address: str) -> "TelegramOptions":
        """The same receiver at the chat id that `PermanentSendError.moved_to` named."""
        return self.model_copy(update={"chat": int(address)})


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "socks5", "socks5h"} and bool(parts.hostname) and not re.search(r"\s", url)


def same_bot(options: TelegramOptions) -> tuple[str, str]:
    """What receivers share that are reached through one bot."""
    return options.token.get_secret_value(), options.base_url
