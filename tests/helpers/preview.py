"""The web preview of a public Telegram channel, as far as a reader looks at it: posts in, HTML out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. `text` is HTML, as Telegram writes it: lines end in `<br/>`."""

    number: int
    text: str = ""
    at: datetime = datetime(2016, 7, 8, 13, 59, tzinfo=UTC)
    edited: bool = False
    views: str = "1.2K"
    forwarded: tuple[str, str] | None = None  #: name and link; no link: empty
    reply_to: int | None = None
    pictures: int = 0  #: more than one make an album, which takes a number for each
    service: bool = False
    inner: str = ""  #: further HTML inside the bubble
    signed: str = ""


def preview(posts: Sequence[Post], *, channel: str = "harbour_watch", title: str = "Harbour Watch") -> bytes:
    """The page at /s/<channel>, the oldest post on top."""
    shown = "".join(_post(post, channel) for post in posts)
    nothing = '<div class="tme_no_messages_found">No posts found</div>'
    return (
        f'<!DOCTYPE html><html><head><title>{title} – Telegram</title><meta property="og:title" content="{title}">'
        f'</head><body><main class="tgme_main"><section class="tgme_channel_history js-message_history">'
        f"{shown or nothing}</section></main></body></html>"
    ).encode()


def landing(*, title: str = "Harbour Watch") -> bytes:
    """The page of a channel that shows no posts: what /s/<channel> redirects to when its preview is off."""
    return (
        f'<html><head><title>Telegram: Contact</title><meta property="og:title" content="{title}"></head><body>'
        f'<div class="tgme_page_wrap"><div class="tgme_page"><div class="tgme_page_title">{title}</div></div></div>'
        "</body></html>"
    ).encode()


def _post(post: Post, channel: str) -> str:
    kind = " service_message" if post.service else ""
    parts = [f'<a class="tgme_widget_message_owner_name" href="https://t.me/{channel}">Harbour Watch</a>']
    if post.forwarded:
        name, link = post.forwarded
        opening = f'a href="{link}"' if link else "span"
        tag = f'<{opening} class="tgme_widget_message_forwarded_from_name">{name}</{opening[:4].split(maxsplit=1)[0]}>'
        parts.append(f'<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;{tag}</div>')
    if post.reply_to:
        parts.append(
            f'<a class="tgme_widget_message_reply" href="https://t.me/{channel}/{post.reply_to}">'
            '<div class="js-message_reply_text">what was said before</div></a>'
        )
    parts += _pictures(post, channel)
    if post.text:
        parts.append(f'<div class="tgme_widget_message_text js-message_text" dir="auto">{post.text}</div>')
    parts.append(post.inner)
    parts.append(_footer(post, channel))
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message{kind} js-widget_message" data-post="{channel}/{post.number}">'
        f'<div class="tgme_widget_message_bubble">{"".join(parts)}</div></div></div>'
    )


def _pictures(post: Post, channel: str) -> list[str]:
    grouped = " grouped_media_wrap" if post.pictures > 1 else ""
    links = [f"https://t.me/{channel}/{post.number + n}?single" for n in range(post.pictures)]
    return [f'<a class="tgme_widget_message_photo_wrap{grouped}" href="{link}"></a>' for link in links]


def _footer(post: Post, channel: str) -> str:
    signed = f'<span class="tgme_widget_message_from_author">{escape(post.signed)}</span>' if post.signed else ""
    return (
        f'<div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">{post.views}</span>'
        f'<span class="tgme_widget_message_meta">{signed}{"edited " * post.edited}'
        f'<a class="tgme_widget_message_date" href="https://t.me/{channel}/{post.number}">'
        f'<time datetime="{post.at.isoformat()}" class="time">13:59</time></a></span></div>'
    )
