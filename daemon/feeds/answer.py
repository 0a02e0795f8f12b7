"""What a fetch came to when it did not fail. Pure."""

from dataclasses import dataclass

from daemon.model import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A 200: the whole body, decompressed."""

    url: str  #: where the body came from, after redirects
    body: bytes
    body_hash: str  #: BLAKE2b, hexadecimal
    content_type: str | None
    validators: Validators
    moved_to: str | None = None  #: where it was, when every redirect on the way was permanent (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """A 304: what we have is what there is."""

    validators: Validators
    moved_to: str | None = None
