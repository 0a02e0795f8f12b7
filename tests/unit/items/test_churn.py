"""Has a feed given all its entries new names at once?"""

import random
from dataclasses import fields, replace
from datetime import timedelta

from daemon.items import dedup
from daemon.items.churn import renamed
from daemon.model import Item, KnownItem
from tests.helpers.build import NOW, an_item

_SHARED = {field.name for field in fields(KnownItem)} & {field.name for field in fields(Item)}
MINUTE = timedelta(minutes=1)


def an_entry(number: int, **over: object) -> Item:
    """The item of an entry with words of its own."""
    return an_item(
        **{
            "id": f"item {number}",
            "guid_key": f"guid {number}",
            "url_key": f"url {number}",
            "title_key": f"title {number}",
            "fingerprint": f"1:{number}",
            "published_at": NOW + number * MINUTE,
            **over,
        }
    )


def as_known(item: Item) -> KnownItem:
    """The item as it is stored."""
    return KnownItem(**{name: getattr(item, name) for name in _SHARED})


OLD = [an_entry(number) for number in range(20)]
KNOWN = [as_known(item) for item in OLD]


def found(items: list[Item], known: list[KnownItem] = KNOWN) -> dict[str, str]:
    """Which items are known ones under new names."""
    keys = [
        (one, set(dedup.lookup_keys(replace(OLD[0], **{name: getattr(one, name) for name in _SHARED}))))
        for one in known
    ]
    return dict(renamed(items, lambda item: [one for one, own in keys if own & set(dedup.lookup_keys(item))]))


def anew(item: Item, **over: object) -> Item:
    """The same entry under a new id and address."""
    return replace(item, id=f"new {item.id}", guid_key=f"new {item.guid_key}", url_key=f"new {item.url_key}", **over)


def test_a_feed_that_renames_everything_is_recognised() -> None:
    """D1: new guids, addresses and dates, and even new texts under the old titles, leave the entries what they were."""
    expected = {f"new item {number}": f"item {number}" for number in range(20)}
    assert found([anew(item) for item in OLD]) == expected
    assert found([anew(item, published_at=NOW + timedelta(days=9)) for item in OLD]) == expected
    assert found([anew(item, fingerprint=f"1:new {item.id}") for item in OLD]) == expected


def test_news_among_renamed_entries_stays_news() -> None:
    """D1: what is not known by its words is not renamed; too few, or a feed with one known guid, are none."""
    news = an_entry(99)
    assert "item 99" not in found([*(anew(item) for item in OLD), news])
    assert len(found([*(anew(item) for item in OLD), news])) == 20
    assert found([anew(item) for item in OLD[:9]]) == {}
    assert found([*(anew(item) for item in OLD[:19]), OLD[19]]) == {}
    assert found([*(anew(item) for item in OLD), *(an_entry(100 + number) for number in range(10))]) == {}


def test_sirens_that_sound_again_are_no_renamed_feed() -> None:
    """The words of last night's sirens, in another order and under new dates, are news."""
    again = [anew(item, published_at=NOW + timedelta(days=1) + number * MINUTE) for number, item in enumerate(OLD)]
    order = random.Random(5).sample(range(20), 20)
    tonight = [replace(anew(OLD[old]), published_at=again[number].published_at) for number, old in enumerate(order)]
    assert found(tonight) == {}


def test_entries_without_guids_and_of_other_feeds_are_never_renamed() -> None:
    """D6: a feed is compared with itself alone, and an entry without an id has none that could change."""
    assert found([anew(item, feed="other") for item in OLD]) == {}
    assert found([replace(anew(item), guid_key=None) for item in OLD]) == {}
