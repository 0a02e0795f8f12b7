"""What feedparser found beside an entry's text: pictures and other files, places, people. Pure.

Formats: RSS enclosures, Atom links, Media RSS, iTunes images; GeoRSS simple and GML, W3C geo.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from daemon.feeds.fields import (
    MAX_ENCLOSURES,
    read_link,
    read_mime,
    read_names,
    read_point,
    read_size,
    read_text,
)

_MEDIUMS = {"image": "image/*", "video": "video/*", "audio": "audio/*"}  #: Media RSS says so instead of a type


def read_enclosures(entry: Mapping[str, Any], *, base: str) -> list[dict[str, Any]]:
    """The files that belong to an entry, each URL once: `url`, `type`, `bytes`."""
    found: dict[str, dict[str, Any]] = {}
    for key, name, size in (("links", "href", "length"), ("media_content", "url", "filesize")):
        for one in _dicts(entry, key):
            if key == "links" and one.get("rel") != "enclosure":
                continue
            url = read_link(one.get(name), base=base)
            kind = read_mime(one.get("type")) or _MEDIUMS.get(str(one.get("medium")).lower())
            if url is not None and url not in found and len(found) < MAX_ENCLOSURES:
                found[url] = {"url": url, "type": kind, "bytes": read_size(one.get(size))}
    return list(found.values())


def read_thumbnail(entry: Mapping[str, Any], enclosures: list[dict[str, Any]], *, base: str) -> str | None:
    """The picture to show for an entry: its thumbnail, or else the first picture that belongs to it."""
    image = dict.get(entry, "image") if isinstance(entry, dict) else None
    named = [one.get("url") for one in _dicts(entry, "media_thumbnail")]
    pictures = [one["url"] for one in enclosures if (one["type"] or "").startswith("image/")]
    of_show = [image.get("href")] if isinstance(image, dict) else []
    links = (read_link(one, base=base) for one in (*named, *pictures, *of_show))
    return next((link for link in links if link), None)


def read_place(entry: Mapping[str, Any]) -> list[float] | None:
    """Where it happened: a point, or the middle of the smallest box round a line or an area; latitude first."""
    where = dict.get(entry, "where") if isinstance(entry, dict) else None
    if isinstance(where, dict):
        corners = list(_corners(where.get("coordinates")))
        if corners:
            east, north = ([one[axis] for one in corners] for axis in (0, 1))
            return read_point((min(north) + max(north)) / 2, (min(east) + max(east)) / 2)
    return read_point(dict.get(entry, "geo_lat"), dict.get(entry, "geo_long")) if isinstance(entry, dict) else None


def _corners(coordinates: object) -> Iterator[tuple[float, float]]:
    """All points in GeoJSON's nested coordinates, longitude first."""
    if not isinstance(coordinates, list | tuple):
        return
    if len(coordinates) >= 2 and all(isinstance(one, int | float) for one in coordinates[:2]):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for one in coordinates:
        yield from _corners(one)


def read_authors(entry: Mapping[str, Any]) -> list[str]:
    """Who wrote it: names, or else addresses."""
    people = read_names(read_text(one.get("name")) or one.get("email") for one in _dicts(entry, "authors"))
    return people or read_names([dict.get(entry, "author") if isinstance(entry, dict) else None])


def _dicts(entry: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The dictionaries in a list that stands under exactly this key."""
    several = dict.get(entry, key) if isinstance(entry, dict) else None
    return [one for one in several if isinstance(one, dict)] if isinstance(several, list) else []
