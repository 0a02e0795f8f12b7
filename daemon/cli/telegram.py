"""`watchdesk telegram …`: what setting up a bot needs."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text

from daemon.channels.telegram import SeenMessage, list_chats
from daemon.channels.telegram_options import TelegramAccess
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, err, out
from daemon.errors import WatchdeskError
from daemon.yamlfile import load_yaml

cli = typer.Typer(help="Set up a Telegram bot.", no_args_is_help=True)


@cli.callback()
def _group() -> None:
    """Set up a Telegram bot."""


@cli.command("chats")
def chats(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    token_file: Annotated[Path | None, typer.Option(help="A file with the bot's token; else the config's.")] = None,
    seconds: Annotated[int, typer.Option(help="How long to wait for messages.", min=1)] = 60,
) -> None:
    """Wait for messages to the bot and print the ids of chat, topic and sender, to put into the config."""
    options = _options(config, token_file)
    err.print(Text(f"Write something to the bot, or in a group it is in; waiting {seconds} s ...", style="dim"))
    seen = asyncio.run(_print_chats(options, seconds))
    if not seen:
        raise WatchdeskError("no message came; is the bot in the group, and may it read there (its privacy mode)?")


async def _print_chats(options: TelegramAccess, seconds: int) -> int:
    seen = 0
    async for message in list_chats(options, seconds=seconds):
        seen += 1
        out.print(_line(message), soft_wrap=True)
    return seen


def _line(message: SeenMessage) -> Text:
    topic = f", topic: {message.topic}" if message.topic is not None else ""
    sender = f"sender {message.sender} ({message.sender_name})"
    return Text(f"telegram: {{chat: {message.chat}{topic}}}   # {message.chat_title}; {sender}")


def _options(config: Path, token_file: Path | None) -> TelegramAccess:
    """The bot's settings: from the option, else from the config's `channels:` or its first Telegram receiver."""
    value = load_yaml(config).value if config.exists() else None
    value = value if isinstance(value, dict) else {}
    receivers = [body for body in (value.get("receivers") or {}).values() if isinstance(body, dict)]
    own: dict[str, object] = next((body["telegram"] for body in receivers if body.get("telegram")), {})
    raw = {**((value.get("channels") or {}).get("telegram") or {}), **own}
    raw = {key: given for key, given in raw.items() if key not in {"chat", "topic"}}
    if token_file:
        raw = {key: given for key, given in raw.items() if not key.startswith("token_")}
        raw["token_file"] = str(token_file.resolve())
    if not any(key.startswith("token_") for key in raw):
        raise WatchdeskError(f"there is no bot token in {config}; give --token-file FILE with the token in it")
    if token_file and not token_file.is_file():
        raise WatchdeskError(f"there is no file {token_file}; put the bot's token into it")
    try:
        return TelegramAccess.model_validate(raw, context={"folder": config.resolve().parent})
    except ValidationError as error:
        reason = "; ".join(detail["msg"].removeprefix("Value error, ") for detail in error.errors())
        raise WatchdeskError(f"no usable bot token: {reason}") from None
