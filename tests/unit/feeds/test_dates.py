"""Dates as machines and as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.dates import DateReader, read_instant

NOW = "2016-07-08T14:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2016-07-08T14:00:00Z", "2016-07-08T14:00:00+00:00"),
        ("2016-07-08T16:00+02:00", "2016-07-08T14:00:00+00:00"),
        ("2016-07-08", "2016-07-08T00:00:00+00:00"),
        ("2016-07", "2016-07-01T00:00:00+00:00"),
        ("Fri, 08 Jul 2016 16:00:00 +0200", "2016-07-08T14:00:00+00:00"),
        ("1467986400", "2016-07-08T14:00:00+00:00"),
        ("1467986400123", "2016-07-08T14:00:00+00:00"),
        ("2016-12-31T23:59:60Z", None),
        ("2038-01-19T03:14:08Z", "2038-01-19T03:14:08+00:00"),
        ("4102444800", "2100-01-01T00:00:00+00:00"),
        ("0000-01-01T00:00:00Z", None),
        ("2016-07-08T24:00:00Z", None),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 +0000", None),
        ("Fri, 08 Jul 2016 16:00:00 -9999999999999999999999", None),
        ("9999999-01-01", None),
        ("Fri, 08 Jul 2016 25:00:00 +0000", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_dates_for_machines(text: object, instant: str | None) -> None:
    """Z8: ISO 8601, RFC 2822 and Unix time are read; all else is none: leap seconds, the year 0, hours past the day."""
    assert read_instant(text) == instant


@pytest.mark.parametrize(
    ("text", "language", "instant"),
    [
        ("2 hours ago", "en", "2016-07-08T12:00:00+00:00"),
        ("8 July 2016, 16:30", "en", "2016-07-08T16:30:00+00:00"),
        ("вчора о 14:30", "uk", "2016-07-07T14:30:00+00:00"),
        ("8 июля 2016", "ru", "2016-07-08T00:00:00+00:00"),
        ("قبل ساعتين", "ar", "2016-07-08T12:00:00+00:00"),
        ("vor 3 Stunden", None, "2016-07-08T11:00:00+00:00"),
        ("07.08.2016", "de", "2016-08-07T00:00:00+00:00"),
        ("Read more", "en", None),
        ("x" * 100, "en", None),
    ],
)
def test_dates_for_people(text: str, language: str | None, instant: str | None) -> None:
    """Words are reckoned from now, in the page's language if it says which; what is no date is none."""
    assert DateReader(now=NOW, language=language).read(text) == instant


def test_a_format_is_all_that_counts() -> None:
    """With a format nothing is guessed: what does not fit has no date."""
    reader = DateReader(now=NOW, date_format="%m/%d/%Y %H:%M")
    assert reader.read("07/08/2016 14:00") == NOW
    assert reader.read("2016-07-08") is None


@given(st.text(max_size=100))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """No text makes the reader of dates for machines fail."""
    found = read_instant(text)
    assert found is None or found.endswith("+00:00")
