"""The parts of a web page that an operator names: CSS selectors, and regular expressions over its text."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from daemon.section import Section, one_or_more


def _selector(value: str) -> str:
    """A CSS selector that can be used. Errors: ValueError for one that is mistaken."""
    try:
        LexborHTMLParser("<p>").css(value)
    except (ValueError, RuntimeError, SelectolaxError):
        raise ValueError("this is not a CSS selector") from None
    return value


def _pattern(value: str) -> str:
    """A regular expression that can be used. Errors: ValueError with the reason."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"this is not a regular expression: {error}") from None
    return value


Selector = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_selector)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(one_or_more)]
Pattern = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_pattern)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(one_or_more)]


class Select(Section):
    """Where a page's parts are, as CSS selectors; within each item, except `item` itself."""

    item: Selector | None = None  #: one story of a list
    title: Selector | None = None  #: default: the first heading, else the link's text
    link: Selector | None = None  #: default: the first link
    date: Selector | None = None  #: default: the first `time`
    text: Selector | None = None  #: of a list's story: default none; of a page as such: default all of it
    date_format: str | None = None  #: such as `%d.%m.%Y`; default: guessed
