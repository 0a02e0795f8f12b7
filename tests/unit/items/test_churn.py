"""Has a feed given all its entries new names at once?"""

import random
from dataclasses import fields, replace
from datetime import datetime, timedelta

from daemon.items import dedup
from daemon.items.churn import renamed
from daemon.model import Item, KnownItem
from tests.helpers.build import NOW, an_item

_SHARED = {field.name for field in fields(KnownItem)} & {field.name for field in fields(Item)}
MINUTE = timedelta(minutes=1)
TEXT = "Smoke rises over the hills while crews search a dry river bed for the missing pilots."


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
    """D1: what is not known by its words is not renamed; fewer than four, or many others beside them, are none."""
    news = an_entry(99)
    assert "item 99" not in found([*(anew(item) for item in OLD), news])
    assert len(found([*(anew(item) for item in OLD), news])) == 20
    assert found([anew(item) for item in OLD[:3]]) == {}
    assert found([*(anew(item) for item in OLD), *(an_entry(100 + number) for number in range(10))]) == {}


def test_sirens_that_sound_again_are_no_renamed_feed() -> None:
    """The words of last night's sirens, in another order and under new dates, are news."""
    again = [anew(item, published_at=NOW + timedelta(days=1) + number * MINUTE) for number, item in enumerate(OLD)]
    order = random.Random(5).sample(range(20), 20)
    tonight = [replace(anew(OLD[old]), published_at=again[number].published_at) for number, old in enumerate(order)]
    assert found(tonight) == {}


def later(number: int) -> datetime:
    """A new date, days after the old ones."""
    return NOW + timedelta(days=5) + number * MINUTE


def test_a_small_feed_that_renames_everything_is_recognised() -> None:
    """D1: four entries in their old order are enough; in another order, or as warnings, they are news."""
    few = [anew(item, published_at=later(number), summary=TEXT) for number, item in enumerate(OLD[:4])]
    assert len(found(few)) == 4
    swapped = [replace(few[1], published_at=later(0)), replace(few[0], published_at=later(1)), *few[2:]]
    assert found(swapped) == {}
    assert found([replace(item, title=f"Sirens sound in town {number}") for number, item in enumerate(few)]) == {}
    undated = [replace(item, published_at=None) for item in few]
    assert found(undated, [replace(one, published_at=None) for one in KNOWN]) == {}


def test_a_few_headlines_under_new_dates_are_news() -> None:
    """Four headlines that come again in their old order may tell of four other events; under their old dates not."""
    few = [anew(item, published_at=later(number), summary="Details to follow.") for number, item in enumerate(OLD[:4])]
    assert found(few) == {}
    assert len(found([anew(item, summary="Details to follow.") for item in OLD[:4]])) == 4
    assert len(found([anew(item, published_at=later(number)) for number, item in enumerate(OLD)])) == 20


def test_a_renamed_entry_is_the_latest_of_its_words() -> None:
    """Of known entries in the same words the one of the same date is meant, else the latest."""
    day = timedelta(days=1)
    turned = [anew(OLD[3 - number], published_at=NOW + day + number * MINUTE, summary=TEXT) for number in range(4)]
    known = [*KNOWN[:4], *(as_known(item) for item in turned)]
    third = [
        replace(anew(item, summary=TEXT), id=f"third {n}", published_at=later(n)) for n, item in enumerate(OLD[:4])
    ]
    assert found([replace(item, guid_key=f"third {item.id}") for item in third], known) == {}
    again = [replace(item, id=f"again {item.id}", guid_key=f"again {item.id}") for item in (*OLD[:4], *turned)]
    assert found(again, known) == {f"again {one.id}": one.id for one in known}


def test_a_feed_renamed_in_two_documents_is_recognised() -> None:
    """D1: half of the entries under new names beside the others under their old ones, then the rest; none twice."""
    new = [anew(item, published_at=later(number), summary=TEXT) for number, item in enumerate(OLD)]
    assert found([*OLD[:12], *new[12:]]) == {f"new item {number}": f"item {number}" for number in range(12, 20)}
    half = [*KNOWN[:12], *(as_known(replace(item, id=item.id.removeprefix("new "))) for item in new[12:])]
    assert found(new, half) == {f"new item {number}": f"item {number}" for number in range(12)}


def test_what_still_stands_under_its_old_name_is_not_renamed() -> None:
    """D1, D3: entries that come again above what the document shows are news, as sirens are; so are doubles."""
    again = [anew(item, published_at=later(number)) for number, item in enumerate(OLD[:6])]
    assert found([*OLD[6:], *again]) == {}
    assert found([*OLD, *again]) == {}
    shown = {key for item in OLD for key in dedup.shown_keys(item)}
    besides = KNOWN[6:]
    assert renamed(again, lambda _: KNOWN, lambda: besides) == {}
    assert renamed(again, lambda _: KNOWN, shown=shown) == {}


def test_the_titles_of_a_column_that_comes_each_day_rename_nothing() -> None:
    """Entries under yesterday's titles with other texts are today's edition."""
    texts = ["Rain falls in the hills until noon and the wind turns", "Sun all day long, with some haze over the coast"]
    known = [replace(one, lede=texts[0]) for one in KNOWN]
    assert found([anew(item, fingerprint=f"1:new {item.id}", summary=texts[1]) for item in OLD], known) == {}
    assert len(found([anew(item, fingerprint=f"1:new {item.id}", summary=texts[0]) for item in OLD], known)) == 20


def test_without_an_id_the_address_is_the_name() -> None:
    """D1, D6: entries without ids are renamed by new addresses, not under their old ones; a feed knows only its own."""
    assert found([anew(item, feed="other") for item in OLD]) == {}
    known = [replace(one, guid_key=None) for one in KNOWN]
    assert len(found([replace(anew(item), guid_key=None) for item in OLD], known)) == 20
    assert found([replace(item, guid_key=None) for item in OLD], known) == {}
    assert found([replace(item, guid_key=None, url_key=None) for item in OLD], known) == {}
