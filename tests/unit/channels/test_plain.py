from hypothesis import given
from hypothesis import strategies as st

from daemon.channels.plain import plain_text


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_becomes_encodable_and_free_of_controls(text: str):
    """Whatever comes in, UTF-8 can encode it and no terminal obeys it (C5, C9)."""
    plain = plain_text(text)
    plain.encode()
    assert not any(ord(char) < 32 and char not in "\n\t" for char in plain)
    assert not any(0x7F <= ord(char) < 0xA0 for char in plain)


def test_words_and_line_breaks_stay():
    """Only harmful characters go; every kind of line break becomes one newline."""
    assert plain_text("Пальмира\r\nتدمر\rA\x1b[31mB\x00\u2028") == "Пальмира\nتدمر\nA[31mB"


def test_half_a_surrogate_pair_is_shown_as_missing():
    """A lone surrogate, which no encoder takes, becomes the replacement character (C5)."""
    assert plain_text("a\ud83db") == "a\ufffdb"
