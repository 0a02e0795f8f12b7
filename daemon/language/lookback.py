"""A title -> the words by which it says that it tells of former years. Pure."""

import re

#: What old events are told under, whatever happens today.
_OLD_STORY = re.compile(
    r"^\W*(?:on this (?:day|date)|this day in history|today in history|from the archives?\b|flashback\W|throwback"
    r"|looking back\b|(?:\w+ )?years on\s*[:–—-])"
    r"|\byears ago today\b|\bon this day in \d{4}\b|[|:–—-]\s*(?:on this day|this day in history|today in history)\W*$"
    r"|^\W*(?:в этот день|этот день в истории|из архива|день в истории|цей день в історії)\b"
    r"|\b(?:лет|года?) назад в этот день\b|\bв этот день\b.{0,20}\b(?:лет|года?) назад\b"
    r"|^\W*(?:في مثل هذا اليوم|حدث في مثل هذا اليوم|من الأرشيف|من الارشيف|tarihte bugün\b|heute vor \d+ jahren\b)",
    re.IGNORECASE,
)
#: What is done today for something old: an event of its own, and no news of the old one.
_COMMEMORATES = re.compile(
    r"^(?:[\w'’-]+ ){1,3}(?:marks|observes|commemorates|remembers) (?:the |its |a )?[\w -]{0,30}\banniversary\b",
    re.IGNORECASE,
)


def old_story_in(title: str) -> str | None:
    """The words that say that a page tells what happened in another year, such as "On this day"; None: it does not."""
    found = _OLD_STORY.search(title)
    return found.group().strip() if found else None


def looks_back(title: str) -> str | None:
    """The same, or the words that say that an anniversary is kept."""
    found = _COMMEMORATES.search(title)
    return old_story_in(title) or (found.group().strip() if found else None)
