"""A page's article, without what stands round it."""

import pytest

from daemon.feeds.article import MAX_HTML, parse
from daemon.feeds.asked import Asked
from daemon.feeds.guard import NotAFeedError

ASKED = Asked(url="https://news.example/1", content_type="text/html; charset=windows-1251")
SENTENCES = [
    "Кран упал у северных ворот порта в полдень, когда вторая смена только начала работу.",
    "Полиция перекрыла три улицы и попросила водителей ехать в объезд до самого вечера.",
    "Капитан порта поблагодарил экипажи и сказал, что работа начнётся снова в понедельник утром.",
]


def text_of(html: str, asked: Asked = ASKED) -> str:
    """What is read of a page."""
    return str(parse(html.encode("cp1251"), asked).get("memory", {})["text"])


def test_the_article_is_read_and_nothing_round_it() -> None:
    """Paragraphs come in order, in the page's own encoding; menus, scripts and footers do not."""
    body = "".join(f"<p>{one}</p>" for one in SENTENCES)
    html = (
        f"<body><nav><a href='/'>Главная</a></nav><script>var a=1</script><article>{body}</article><footer>©</footer>"
    )
    text = text_of(html.replace("©", "Права"))
    assert [one for one in SENTENCES if one in text] == SENTENCES
    assert "Главная" not in text
    assert "var a" not in text


def test_a_page_without_text_has_none() -> None:
    """An empty page, and one that comes by JavaScript, give an empty text."""
    assert text_of("<html><body><div id='app'></div><script src='/a.js'></script></body></html>") == ""
    assert text_of(" ") == ""


def test_what_is_no_page_is_refused() -> None:
    """Another type, a page of many megabytes, and nesting that only an attack needs are refused with a reason (P8)."""
    for body, kind, reason in (
        (b"{}", "application/json", "application/json"),
        (b"x" * (MAX_HTML + 1), "text/html", "larger"),
        (b"<div>" * 5_000, "text/html", "nested"),
    ):
        with pytest.raises(NotAFeedError, match=reason):
            parse(body, Asked(url="https://news.example/1", content_type=kind))
