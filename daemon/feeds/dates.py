"""A date as somebody wrote it -> ISO 8601 in UTC. Pure: "2 hours ago" is reckoned from the `now` that is handed in.

For machines: ISO 8601 and W3C, RFC 2822, Unix seconds and milliseconds. For people: what `dateparser` reads, in the
page's language and in the largest ones. Without an offset a date is taken as UTC.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_DATE = 80  #: characters; longer texts are no dates
_UNIX = re.compile(r"([0-9]{9,10})([0-9]{3})?\Z")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}\Z")
#: Tried after the page's own; to look in all two hundred takes seconds of processor time.
_LARGEST = re.findall(
    r"\w+",
    "en es fr pt ru ar zh de ja it pl nl tr uk fa he hi bn id vi ko th sv da fi nb cs sk sl hr sr bg ro hu el et lv lt "
    "be ka hy az kk uz ur sw am",
)


def read_instant(text: object) -> str | None:
    """A date written for machines; None for anything else."""
    written = text.strip() if isinstance(text, str) else ""
    if not written or len(written) > LONGEST_DATE:
        return None
    if unix := _UNIX.match(written):
        return datetime.fromtimestamp(int(unix.group(1)), UTC).isoformat()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _utc(read(f"{written}-01" if _MONTH.match(written) else written))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


class DateReader:
    """Reads the dates of one page; each spelling once, and no more of them than a page should cost."""

    MOST = 100  #: texts that are looked up as words; a few are slow

    def __init__(self, *, now: str | None, date_format: str | None = None, language: str | None = None) -> None:
        self._base = datetime.fromisoformat(now) if now else None
        self._format = date_format
        self._languages = [language.partition("-")[0].lower()] if language else None
        self._known: dict[str, str | None] = {}

    def read(self, text: str | None) -> str | None:
        """The date in ISO 8601, UTC; None for what is none, or one that cannot be read."""
        written = " ".join((text or "").split())
        if not written or len(written) > LONGEST_DATE:
            return None
        if self._format:
            return _by_format(written, self._format)
        return read_instant(written) or self._in_words(written)

    def _in_words(self, written: str) -> str | None:
        if written not in self._known:
            self._known[written] = self._looked_up(written) if len(self._known) < self.MOST else None
        return self._known[written]

    def _looked_up(self, written: str) -> str | None:
        import dateparser  # noqa: PLC0415  slow to load, and only some pages need it

        settings: dict[str, object] = {"TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": True, "DATE_ORDER": "DMY"}
        if self._languages != ["en"]:
            settings["PREFER_LOCALE_DATE_ORDER"] = True
        if self._base:
            settings["RELATIVE_BASE"] = self._base.astimezone(UTC).replace(tzinfo=None)
        for languages in (self._languages, _LARGEST) if self._languages else (_LARGEST,):
            try:
                found = dateparser.parse(written, languages=languages, settings=settings)
            except (ValueError, OverflowError, TypeError):  # also a language that it does not know
                continue
            if found is not None:
                return _utc(found)
        return None


def _by_format(written: str, date_format: str) -> str | None:
    try:
        return _utc(datetime.strptime(written, date_format))  # noqa: DTZ007  without an offset it is taken as UTC
    except (ValueError, OverflowError):
        return None


def _utc(date: datetime) -> str | None:
    try:
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None
