"""The preview of a public Telegram channel: what of a post becomes an entry, and where earlier posts are looked for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.asked import Answer, Asked, PreviewOffError
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.telegram import parse, request_url
from tests.helpers.preview import Post, landing, preview

URL = "https://t.me/s/harbour_watch"


def parsed(*posts: Post, **over: Any) -> Answer:
    """What a page of these posts comes to."""
    return parse(preview(posts), Asked(**{"url": URL, **over}))


def entry(post: Post) -> Any:
    """The only entry of a page."""
    (found,) = parsed(post)["entries"]
    return found


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://t.me/harbour_watch", URL),
        ("https://t.me/s/harbour_watch", URL),
        ("https://t.me/harbour_watch/123?single", URL),
        ("http://127.0.0.1:8080/harbour_watch", "http://127.0.0.1:8080/s/harbour_watch"),
        ("https://mirror.example.org/telegram/s/harbour_watch", "https://mirror.example.org/telegram/s/harbour_watch"),
    ],
)
def test_the_preview_is_asked_wherever_the_channel_is(url: str, asked: str) -> None:
    """A channel's link, a post's link and the preview's all lead to the preview, on Telegram and on a mirror."""
    assert request_url(url) == asked


def test_a_post_is_an_entry() -> None:
    """Number, link, first line, whole text, date and signature of a post are its entry's; its views are not."""
    post = Post(number=7, text="Convoy leaves <b>port</b><br/>Twelve lorries &amp; a crane", signed="Night desk")
    found = entry(post)
    assert found["guid"] == "7"
    assert found["url"] == "https://t.me/harbour_watch/7"
    assert found["title"] == "Convoy leaves port"
    assert found["summary"] == "Convoy leaves <b>port</b><br>Twelve lorries &amp; a crane"
    assert found["published"] == "2016-07-08T13:59:00+00:00"
    assert found["author"] == "Night desk"
    assert parsed(post) == parsed(Post(number=7, text=post.text, signed=post.signed, views="9.9M", edited=True))


def test_a_forward_names_who_is_speaking() -> None:
    """A forwarded post has its origin's name and address, so that the same post forwarded by ten has one origin."""
    of_channel = entry(Post(number=7, text="x", forwarded=("Port Radio", "https://t.me/port_radio/55")))
    assert (of_channel["origin"], of_channel["origin_url"]) == (
        "Port Radio (@port_radio)",
        "https://t.me/port_radio/55",
    )
    hidden = entry(Post(number=7, text="x", forwarded=("Port Radio", "")))
    assert (hidden["origin"], hidden["origin_url"]) == ("Port Radio (forwarded)", None)
    own = entry(Post(number=7, text="x"))
    assert (own["origin"], own["origin_url"]) == (None, None)


def test_a_reply_says_what_it_answers() -> None:
    """A reply has the link of the post it answers, and none of that post's words."""
    found = entry(Post(number=7, text="Denied by the port", reply_to=5))
    assert found["reply_to"] == "https://t.me/harbour_watch/5"
    assert "said before" not in found["summary"] + found["body"]


def test_service_messages_are_no_entries() -> None:
    """That a post was pinned or a channel renamed is no news; its number counts as seen."""
    answer = parsed(Post(number=7, text="x"), Post(number=8, text="pinned «x»", service=True))
    assert [one["guid"] for one in answer["entries"]] == ["7"]
    assert answer["memory"]["last"] == 8


def test_an_album_is_one_entry() -> None:
    """The pictures of an album are one entry, told by their count if there is no text; each has a number."""
    answer = parsed(Post(number=7, pictures=3), Post(number=10, text="x"), memory={"last": 6})
    assert [(one["guid"], one["title"]) for one in answer["entries"]] == [("7", "3 photos"), ("10", "x")]
    assert parsed(Post(number=7, pictures=3))["memory"]["last"] == 9


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ('<a class="tgme_widget_message_video_player"></a>', "1 video"),
        ('<a class="tgme_widget_message_location_wrap"></a>', "1 location"),
        ('<div class="message_media_not_supported_wrap">VIEW IN TELEGRAM</div>', "a post that only the app shows"),
    ],
)
def test_a_post_without_words_says_what_it_shows(inner: str, title: str) -> None:
    """A video, a place or what only the app shows is named; nothing is dropped for lack of words."""
    assert entry(Post(number=7, inner=inner))["title"] == title


def test_a_poll_is_its_question_and_options() -> None:
    """A poll's question and options are words of its post; its votes, which change all the time, are not."""

    def ballot(percent: int) -> Post:
        option = f'<div class="tgme_widget_message_poll_option_percent">{percent}%</div>'
        option += '<div class="tgme_widget_message_poll_option_text">Yes &amp; now</div>'
        return Post(number=7, inner=f'<div class="tgme_widget_message_poll_question">Close the port?</div>{option}')

    assert entry(ballot(4))["body"] == "<p>Close the port?</p><p>Yes &amp; now</p>"
    assert parsed(ballot(4)) == parsed(ballot(90))


def test_a_linked_page_speaks_only_for_a_bare_link() -> None:
    """The preview of a linked page tells what a bare link is about; it is no part of a post that says enough itself."""
    linked = '<a class="tgme_widget_message_link_preview"><div class="link_preview_title">Strike at the docks</div></a>'
    bare = entry(Post(number=7, text="https://example.org/a", inner=linked))
    assert (bare["title"], bare["body"]) == ("Strike at the docks", "<p>Strike at the docks</p>")
    telling = entry(Post(number=7, text="The dockers have walked out for the second time", inner=linked))
    assert telling["body"] == ""
    assert telling["title"] == "The dockers have walked out for the second time"


def test_emoji_and_spoilers_are_words() -> None:
    """Custom emoji and spoilers keep what they say; a long first line is left to be cut at its first sentence."""
    text = '<tg-spoiler>Two wounded</tg-spoiler> <tg-emoji emoji-id="1"><i class="emoji"><b>🚢</b></i></tg-emoji>'
    assert entry(Post(number=7, text=text))["title"] == "Two wounded 🚢"
    assert entry(Post(number=7, text="word " * 60))["title"] == ""


def test_a_channel_without_preview_says_so() -> None:
    """A channel's landing page is the state "preview off"; an empty channel is none, and any other page no feed."""
    with pytest.raises(PreviewOffError):
        parse(landing(), Asked(url="https://t.me/harbour_watch"))
    assert parsed()["entries"] == []
    with pytest.raises(NotAFeedError, match="Are you a robot"):
        parse(b"<html><title>Are you a robot</title><p>Prove it</html>", Asked(url=URL))


def test_a_gap_is_looked_into() -> None:
    """D11: with numbers missing since the last poll, the page before is asked for, until they meet."""
    first = parsed(Post(number=30, text="x"), memory={"last": 10})
    assert first["further"] == [f"{URL}?before=30"]
    second = parsed(
        Post(number=10, text="old"), Post(number=11, text="y"), memory=first["memory"], further=f"{URL}?before=30"
    )
    assert [one["guid"] for one in second["entries"]] == ["11"]
    assert (second["further"], second["missed"]) == ([], 0)
    assert second["memory"] == {"last": 30, "gaps": []}


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_page_or_none(noise: bytes) -> None:
    """Whatever stands in a page, it is read, or refused by name; never an exception of another kind."""
    pages = (noise, preview([Post(number=7, text="x")]).replace(b"tgme_widget_message_bubble", noise + b'"><p>'))
    for body in pages:
        try:
            answer = parse(body, Asked(url=URL))
        except (NotAFeedError, PreviewOffError):
            continue
        assert all(one["url"] and one["guid"].isdigit() for one in answer["entries"])


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<>&"), min_size=1, max_size=300))
def test_no_text_of_a_post_is_lost(text: str) -> None:
    """Whatever a post says stands in its entry."""
    found = entry(Post(number=7, text=f"Port: {text} end"))
    assert found["summary"].startswith("Port:")
    assert found["summary"].endswith("end")
