"""What a rule set was made of, so that the next one takes over what has not changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daemon.errors import Problem
from daemon.rules.build import Builder
from daemon.rules.index import Ways
from daemon.rules.read import ReadEntity, ReadFile, ReadRule, ReadTerms

_MOST_UNUSED = 10_000  #: atoms of rules that are gone, before everything is built anew


@dataclass(frozen=True, slots=True)
class Origin:
    """The parts of a rule set as they were read, and what was made of each."""

    read: Sequence[ReadFile]
    entities: Mapping[str, ReadEntity]
    terms: Mapping[str, ReadTerms]
    rules: Mapping[str, ReadRule]
    warnings: Sequence[Problem]  #: of entities and terms
    spelling: Mapping[str, Sequence[Problem]]  #: those of each entity's names
    ways: Mapping[str, Ways]  #: of each rule
    builder: Builder
    atoms: int  #: how many there were when everything was built anew

    def serves(self, entities: Mapping[str, ReadEntity], terms: Mapping[str, ReadTerms], atoms: int) -> bool:
        """Can rules be taken over: do entities and terms say the same, and are not too many words unused?"""
        if self.entities.keys() != entities.keys() or self.terms.keys() != terms.keys():
            return False
        return (
            all(self.entities[name] is one or self.entities[name].shape == one.shape for name, one in entities.items())
            and all(self.terms[name] is one or self.terms[name].raw == one.raw for name, one in terms.items())
            and atoms <= 2 * self.atoms + _MOST_UNUSED
        )

    def is_of(self, entities: Mapping[str, ReadEntity], terms: Mapping[str, ReadTerms]) -> bool:
        """Are these the very same entities and terms, with their places in files?"""
        return all(self.entities.get(name) is one for name, one in entities.items()) and all(
            self.terms.get(name) is one for name, one in terms.items()
        )
