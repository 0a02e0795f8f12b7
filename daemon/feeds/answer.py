"""What a fetch came to when it did not fail. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.model import Offer, Validators

_NO_OFFER = Offer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A 200: the whole body, decompressed."""

    url: str  #: where the body came from, after redirects
    body: bytes
    body_hash: str  #: BLAKE2b, hexadecimal
    content_type: str | None
    validators: Validators
    moved_to: str | None = None  #: where it was, when every redirect on the way was permanent (301, 308)
    fresh_for: timedelta | None = None  #: so long the publisher's servers will give the same again (RFC 9111)
    offer: Offer = _NO_OFFER  #: the hubs that the answer's headers name
    said_at: datetime | None = None  #: what the server's clock showed


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """A 304: what we have is what there is."""

    validators: Validators
    moved_to: str | None = None
    fresh_for: timedelta | None = None
    said_at: datetime | None = None
