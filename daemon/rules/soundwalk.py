"""A plain word -> its sound key, and the bones of a key, letter by letter. Pure.

For compiled code: interpreted, the expressions and tables of `sounds` do the same, in a third of the time that these
steps would take; compiled, these take a tenth of theirs.
"""

from collections.abc import Mapping
from typing import Final

from librt.strings import StringWriter
from librt.vecs import append, vec
from mypy_extensions import i32, i64

_A: Final = ord("a")
_B: Final = ord("b")
_LETTERS: Final = 26
_C: Final = ord("c") - _A
_H: Final = ord("h") - _A
_I: Final = ord("i") - _A
_J: Final = ord("j") - _A
_S: Final = ord("s") - _A
_X: Final = ord("x") - _A
_P: Final = ord("p")
_SOFTENING: Final = 1 << (ord("e") - _A) | 1 << (ord("i") - _A) | 1 << (ord("y") - _A)  #: a c before them
_LEFT_OUT: Final = 1 | 1 << (ord("i") - _A) | 1 << (ord("u") - _A) | 1 << (ord("v") - _A)  #: of bones: a, i, u and v


class SoundWalk:
    """Spellings of sounds as a tree, walked down by the letters of a word."""

    def __init__(self, sounds: Mapping[str, str]) -> None:
        self._next: vec[i32] = vec[i32]([0] * _LETTERS)  #: of each node, by letter: the next one; 0: none
        self._firsts: vec[i32] = vec[i32]([0])  #: of each node: the first letter of its sound; 0: it is no spelling
        self._seconds: vec[i32] = vec[i32]([0])  #: … and the second one, or 0
        for spelling, sound in sounds.items():
            node = self._node_of(spelling)
            self._firsts[node] = i32(ord(sound[0]))
            self._seconds[node] = i32(ord(sound[1])) if len(sound) > 1 else 0

    def _node_of(self, spelling: str) -> i64:
        node: i64 = 0
        for at in range(len(spelling)):
            edge = node * _LETTERS + i64(ord(spelling[at])) - _A
            if self._next[edge] == 0:
                self._next[edge] = i32(len(self._firsts))
                self._firsts, self._seconds = append(self._firsts, 0), append(self._seconds, 0)
                for _ in range(_LETTERS):
                    self._next = append(self._next, 0)
            node = i64(self._next[edge])
        return node

    def key(self, plain: str) -> str:
        """The sound key of a word of the letters a to z."""
        letters = _as_heard(plain)
        nodes, firsts, seconds = self._next, self._firsts, self._seconds
        written = StringWriter()
        before: i32 = 0
        at: i64 = 0
        length = i64(len(letters))
        while at < length:
            node = i64(nodes[i64(letters[at])])
            spelling = node
            at += 1
            step = at
            while step < length:  # of the spellings that begin here, the longest
                node = i64(nodes[node * _LETTERS + i64(letters[step])])
                if node == 0:
                    break
                step += 1
                if firsts[node] != 0:
                    spelling, at = node, step
            if firsts[spelling] != before:
                before = firsts[spelling]
                written.append(before)
            if seconds[spelling] != 0:
                before = seconds[spelling]
                written.append(before)
        return written.getvalue()


def _as_heard(plain: str) -> vec[i32]:
    """The letters from 0 on; those that sound like others at the end, at the beginning or before a vowel, as these."""
    length = i64(len(plain))
    letters = vec[i32](capacity=length)
    for at in range(length):
        letters = append(letters, i32(ord(plain[at])) - _A)
    if length > 3 and letters[length - 1] == _H:
        length -= 1
        letters = letters[:length]
    if length > 0 and letters[length - 1] == _J:
        letters[length - 1] = _I
    for at in range(length - 1):
        if letters[at] == _C and (_SOFTENING >> i64(letters[at + 1])) & 1 != 0 and (at == 0 or letters[at - 1] != _S):
            letters[at] = _S
    if length > 0 and letters[0] == _X:
        letters[0] = _S
    return letters


def bones_of(key: str) -> str:
    """A sound key without vowels."""
    length = i64(len(key))
    if length > 0 and i64(ord(key[length - 1])) - _A == _H:
        length -= 1
    written = StringWriter()
    before: i64 = 0
    for at in range(length):
        code = i64(ord(key[at]))
        if (_LEFT_OUT >> (code - _A)) & 1 != 0:
            continue
        if code == _P:
            code = _B
        if code != before:
            before = code
            written.append(code)
    return written.getvalue()
