import re
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from daemon.channels.plain import plain_text
from daemon.channels.telegram_html import MAX_ENTITIES, MAX_UNITS, WORD_JOINER, Part, render_parts, split_runs
from daemon.config import Feed
from daemon.items.normalise import normalise
from daemon.model import Run
from tests.helpers.build import NOW, an_entry
from tests.helpers.telegram_grammar import parse_html, utf16_length

_texts = st.one_of(
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.sampled_from(
        ["<b>", "</a>", "&lt;", "&#0;", "@desk_bot", "/start", " ", "\n", "🚁", "a", "\x1b[31m", '"', "{{7*7}}"]
    ),
    st.tuples(st.sampled_from(["a", "🚁", "слово ", "<", "&", " "]), st.integers(1, 3000)).map(
        lambda pair: pair[0] * pair[1]
    ),
)
_urls = st.one_of(
    st.none(),
    st.sampled_from(
        ['https://example.org/?a=1&b="<>', "javascript:alert(1)", "tg://user?id=1", "https://x/" + "a" * 5000]
    ),
)
_runs = st.builds(Run, text=_texts, bold=st.booleans(), italic=st.booleans(), code=st.booleans(), url=_urls)


def _shown(part: Part) -> str:
    return parse_html(part.html)[0]


def _visible(text: str) -> str:
    return "".join(char for char in text if category(char)[0] not in "CZ" or category(char) in {"Co", "Cn"})


def _bare(text: str) -> str:
    return text.replace(WORD_JOINER, "")


@settings(max_examples=60, deadline=None)
@given(st.lists(_runs, max_size=12))
def test_any_runs_become_valid_parts_that_hold_the_whole_text(runs: list[Run]):
    """Parts are well-formed, within the limits, never blank, and joined they show all that can be seen (T5, T6, T7)."""
    parts = render_parts(runs)
    for part in parts:
        text, entities = parse_html(part.html)
        assert text == part.text
        assert text.strip()
        assert utf16_length(text) <= MAX_UNITS
        assert len(entities) <= MAX_ENTITIES
    shown = "".join(part.text for part in parts)
    assert _visible(shown) == _visible("".join(plain_text(run.text) for run in runs))


@settings(max_examples=60, deadline=None)
@given(st.lists(_runs, max_size=12))
@example([Run(text="half of a pair: \ud800")])
def test_splitting_loses_no_character(runs: list[Run]):
    """The texts of the parts, joined, are the texts of the runs, joined: nothing is lost and nothing doubled (T6)."""
    assert "".join(run.text for part in split_runs(runs) for run in part) == "".join(run.text for run in runs)


def test_a_split_comes_after_a_line_or_else_after_a_word():
    """A full part ends with a line; where there is none in its second half, with a word (T6)."""
    by_line = render_parts([Run(text=("x" * 99 + "\n") * 60)])
    assert all(part.text.endswith("\n") for part in by_line)
    by_word = render_parts([Run(text="word " * 1200)])
    assert by_word[0].text.endswith("word ")


def test_a_split_never_falls_into_a_surrogate_pair():
    """4,096 is counted in UTF-16 units, and a helicopter is two of them (T6)."""
    parts = render_parts([Run(text="a" + "🚁" * 3000)])
    assert [utf16_length(part.text) for part in parts] == [3999, 2002]
    assert "\ufffd" not in "".join(part.html for part in parts)


def test_a_style_that_is_split_is_closed_and_opened_again():
    """Tags never span parts: the cut is made in the text, before there is markup (T6)."""
    parts = render_parts([Run(text="b" * 5000, bold=True)])
    assert [part.html[:3] + part.html[-4:] for part in parts] == ["<b>b</b>"[:3] + "</b>"] * 2


def test_more_than_a_hundred_styled_runs_make_a_second_part():
    """Telegram drops or refuses what is beyond 100 entities, so they go into another part (T7)."""
    runs = [Run(text=f"{number} ", bold=True, italic=True) for number in range(120)]
    parts = render_parts(runs)
    assert len(parts) == 3
    assert all(len(parse_html(part.html)[1]) <= 100 for part in parts)


def test_long_addresses_do_not_swell_a_part():
    """The HTML of a part stays small even if all of it is links (T6)."""
    url = "https://example.org/" + "a" * 1900
    parts = render_parts([Run(text="x ", url=url)] * 60)
    assert all(len(part.html.encode()) < 34_000 for part in parts)
    assert sum(part.html.count("<a ") for part in parts) == 60


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@desk_bot look", f"@{WORD_JOINER}desk_bot look"),
        ("(/start@bot)", f"(/{WORD_JOINER}start@bot)"),
        ("mail to a@example.org", "mail to a@example.org"),
        ("and/or 24/7", "and/or 24/7"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_names_and_commands_in_text_do_not_fire(text: str, shown: str):
    """A name or a command in an item's text pings nobody and runs nothing; addresses stay as they are (C11)."""
    assert render_parts([Run(text=text)])[0].text == shown


def test_a_name_cut_by_a_style_does_not_fire_either():
    """Bold evidence inside a name does not join it again (C11)."""
    parts = render_parts([Run(text="see @"), Run(text="desk_bot", bold=True)])
    assert parts[0].text == f"see @{WORD_JOINER}desk_bot"


@pytest.mark.parametrize("text", ["{{7*7}}", "{%x%}", "${jndi:ldap://x}", "%s%n", "{0.__class__}", "<b>&amp;</i>"])
def test_templates_and_tags_in_text_stay_text(text: str):
    """No text is read a second time as a template or as markup (C10)."""
    part = render_parts([Run(text=text)])[0]
    assert _bare(_shown(part)) == text


def test_only_web_addresses_become_links():
    """javascript:, data: and tg: are shown as text (C3, C11)."""
    for url in ("javascript:alert(1)", "data:text/html,x", "tg://user?id=1", "https://"):
        assert render_parts([Run(text="here", url=url)])[0].html == "here"
    assert (
        render_parts([Run(text="x", url='https://e.org/?a&b="')])[0].html
        == '<a href="https://e.org/?a&amp;b=&quot;">x</a>'
    )


def test_text_that_cannot_be_seen_makes_no_part():
    """Spaces and marks without a width would be refused as an empty message, so they are not sent."""
    assert render_parts([Run(text=" \n\u200b\u2060")]) == ()


@pytest.mark.parametrize("field", ["title", "summary", "body", "author", "categories"])
@pytest.mark.parametrize(
    "markup", ["<svg onload=alert(1)>", "<script>alert(1)</script>", "&lt;img src=x onerror=a()&gt;"]
)
def test_active_markup_of_any_field_is_text_in_the_chat(field: str, markup: str) -> None:
    """What a feed declares or hides as markup is never a tag of the message, whichever field it came in (C1, C2)."""
    entry = an_entry(**{field: (f"Bridge {markup} closed",) if field == "categories" else f"Bridge {markup} closed"})
    item = normalise(entry, Feed(id="wire", url="https://example.org/feed"), now=NOW)
    value = getattr(item, field)
    text = " ".join(value) if isinstance(value, tuple) else value or ""
    assert text.startswith("Bridge")
    (part,) = render_parts([Run(text=text)])
    assert re.findall(r"<[^>]*>", part.html) == []
    assert parse_html(part.html) == (part.text, ())
