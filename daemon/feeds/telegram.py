"""Public Telegram channels, by the preview that Telegram shows on the web (https://t.me/s/NAME). Pure.

A post's number is its guid, so an edit is a revision. Service messages (pinned, renamed, …) are no entries. What
changes without an edit is left out: views, votes, reactions. Earlier posts are asked for where a gap shows (`gaps`).
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from daemon.feeds.asked import Answer, Asked, EntryValues, PreviewOffError
from daemon.feeds.dates import read_instant
from daemon.feeds.gaps import after_earlier, after_newest, seen_of
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.webpage import read_page, web_link

MAX_POSTS = 200  #: on one page; Telegram shows about twenty
_POST = re.compile(r"([A-Za-z0-9_]{1,64})/([0-9]{1,12})(?![0-9])")
_NAME = re.compile(r"/(?:s/)?([A-Za-z0-9_]{3,64})(?:/[0-9]*)?/?\Z")
_LONGEST_TITLE = 200
_LINE_END = re.compile(r"<br\s*/?>|</p>|\n", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"https?://\S+")
_SAYS_LITTLE = 30  #: characters; a post with less text than this of its own is told by the page that it links to
#: What stands for a post without words.
_MEDIA = (
    (".tgme_widget_message_photo_wrap", "photo"),
    (".tgme_widget_message_video_player", "video"),
    (".tgme_widget_message_roundvideo_player", "video message"),
    (".tgme_widget_message_voice_player", "voice message"),
    (".tgme_widget_message_document_wrap", "document"),
    (".tgme_widget_message_sticker_wrap", "sticker"),
    (".tgme_widget_message_location_wrap", "location"),
)
#: Words of a post outside its text: a poll without its votes, the name of a document.
_FURTHER = (
    ".tgme_widget_message_poll_question",
    ".tgme_widget_message_poll_option_text",
    ".tgme_widget_message_document_title",
    ".tgme_widget_message_document_extra",
)
_PREVIEW = (".link_preview_title", ".link_preview_description")


def request_url(url: str) -> str:
    """The channel's preview: `https://t.me/NAME` and a post's link become `https://t.me/s/NAME`, also on a mirror."""
    parts = urlsplit(url)
    name = _NAME.match(parts.path)
    path = f"/s/{name.group(1)}" if name else parts.path
    return parts._replace(path=path, query="", fragment="").geturl()


def parse(body: bytes, asked: Asked) -> Answer:
    """The posts of one page, and where to look for those between it and the last poll.

    Errors: PreviewOffError if the channel shows no posts on the web; NotAFeedError for another page.
    """
    page = read_page(body, content_type=asked.content_type)
    tree = page.tree
    posts = tree.css(".tgme_widget_message[data-post]")[:MAX_POSTS]
    if not posts and tree.css_first(".tgme_channel_history") is None:
        if tree.css_first(".tgme_page, .tgme_page_wrap") is not None:
            raise PreviewOffError
        raise NotAFeedError(f'a web page came instead: "{page.title}"' if page.title else "a web page came instead")

    seen, numbers = seen_of(asked.memory), {number for post in posts for number in _numbers(post)}
    before = _before(asked.further) if asked.further else None
    oldest_wanted = next((gap.after for gap in seen.gaps if gap.before == before), 0)
    seen = after_newest(seen, numbers) if before is None else after_earlier(seen, before, numbers)
    further = [_earlier(asked.url, gap.before) for gap in seen.gaps[:1]]
    entries = [entry for post in posts if (entry := _entry(post, after=oldest_wanted))]
    return Answer(
        title=_title(tree),
        language=None,
        truncated=False,
        entries=entries,
        memory=seen.memory(),
        further=further,
        missed=seen.missed,
    )


def _before(url: str) -> int | None:
    """The number that a page of earlier posts was asked with."""
    values = parse_qs(urlsplit(url).query).get("before", [])
    return int(values[0]) if values and re.fullmatch(r"[0-9]{1,12}", values[0]) else None


def _earlier(url: str, before: int) -> str:
    return urlsplit(url)._replace(query=f"before={before}", fragment="").geturl()


def _title(tree: LexborHTMLParser) -> str:
    title = tree.css_first('meta[property="og:title"]')
    return html.escape((title.attributes.get("content") if title else None) or "", quote=False)


def _numbers(post: LexborNode) -> Iterator[int]:
    """The post's number; an album has one for each of its pictures."""
    own = _POST.fullmatch(post.attributes.get("data-post") or "")
    if own is None:
        return
    yield int(own.group(2))
    for picture in post.css("a.grouped_media_wrap"):
        found = re.search(rf"/{own.group(1)}/([0-9]{{1,12}})(?![0-9])", picture.attributes.get("href") or "")
        if found:
            yield int(found.group(1))


def _entry(post: LexborNode, *, after: int) -> EntryValues | None:
    """The post as an entry; None for a service message, for one that was seen, and for what is no post."""
    found = _POST.fullmatch(post.attributes.get("data-post") or "")
    if found is None or "service_message" in (post.attributes.get("class") or "").split():
        return None
    channel, number = found.groups()
    if int(number) <= after:
        return None
    text, extra = _text(post), _extra(post)
    origin, origin_url = _origin(post)
    return EntryValues(
        guid=number,
        url=f"https://t.me/{channel}/{number}",
        title=_first_line(text) if _own_words(text) else _words(post, _PREVIEW[0]) or ("" if extra else _media(post)),
        summary=text,
        body=extra,
        published=_published(post),
        author=_words(post, ".tgme_widget_message_from_author"),
        origin=origin,
        origin_url=origin_url,
        reply_to=_link(post, "a.tgme_widget_message_reply"),
    )


def _text(post: LexborNode) -> str:
    """The post's own text as HTML; that of the post it answers stands in a link of its own class."""
    boxes = post.css(".js-message_text")  # an album's stands in a box of the same class
    return (boxes[-1].inner_html or "").strip() if boxes else ""


def _extra(post: LexborNode) -> str:
    """Words outside the text; the preview of a linked page only where the post says little itself.

    Why: a preview often comes minutes after its post, and would make each of them a revision.
    """
    says_little = len(_own_words(_text(post))) < _SAYS_LITTLE
    wanted = (*_FURTHER, *_PREVIEW) if says_little else _FURTHER
    parts = [node.text(strip=True) for selector in wanted for node in post.css(selector)[:20]]
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


def _own_words(text: str) -> str:
    """The text without markup and links."""
    return _LINK.sub("", html.unescape(_TAG.sub(" ", text))).strip()


def _first_line(text: str) -> str:
    """The first line that has words, as the title; empty if it is too long for one: then the first sentence serves."""
    for line in _LINE_END.split(text)[:20]:
        words = html.unescape(_TAG.sub("", line)).strip()
        if any(sign.isalnum() for sign in _LINK.sub("", words)):
            return html.escape(words, quote=False) if len(words) <= _LONGEST_TITLE else ""
    return ""


def _media(post: LexborNode) -> str:
    """`2 photos, 1 video`: what a post without words shows."""
    counts = ((len(post.css(selector)), name) for selector, name in _MEDIA)
    told = [f"{count} {name}{'s' * (count > 1)}" for count, name in counts if count]
    hidden = post.css_first(".message_media_not_supported_wrap") is not None
    return ", ".join(told) or "a post that only the app shows" * hidden


def _origin(post: LexborNode) -> tuple[str | None, str | None]:
    """Whose post it was, where it was forwarded, and the link to it.

    The name alone could be anybody's, so the address of a channel or person is part of it.
    """
    name = _words(post, ".tgme_widget_message_forwarded_from_name")
    if name is None:
        return None, None
    link = _link(post, "a.tgme_widget_message_forwarded_from_name")
    handle = _NAME.match(urlsplit(link).path) if link else None
    return f"{name} (@{handle.group(1)})" if handle else f"{name} (forwarded)", link


def _words(post: LexborNode, selector: str) -> str | None:
    node = post.css_first(selector)
    return html.escape(" ".join(node.text().split()), quote=False) or None if node is not None else None


def _link(post: LexborNode, selector: str) -> str | None:
    """Where a part leads, if it is a web address."""
    node = post.css_first(selector)
    return web_link("https://t.me/", node.attributes.get("href")) if node is not None else None


def _published(post: LexborNode) -> str | None:
    node = post.css_first(".tgme_widget_message_date time[datetime]")
    return read_instant(node.attributes.get("datetime")) if node is not None else None
