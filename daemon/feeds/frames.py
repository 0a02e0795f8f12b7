"""How the parser and its child speak: frames of four bytes of length and so many bytes of content. Pure."""

import struct

MAX_FRAME = 128 * 1024 * 1024  #: bytes; more than the largest body can become
LENGTH = struct.Struct(">I")


def frame(content: bytes) -> bytes:
    """The content with its length before it."""
    return LENGTH.pack(len(content)) + content
