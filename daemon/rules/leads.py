"""An anchor -> what it leads to, over all rules and entities of a set. Pure."""

from itertools import count

from daemon.rules.entities import Gazetteer
from daemon.rules.index import RuleIndex
from daemon.rules.lead import Anchor, Lead


class Leads:
    """The leads of one rule set, each made when its word is first met. Most words of texts have none."""

    def __init__(self, index: RuleIndex, gazetteer: Gazetteer) -> None:
        self._index, self._gazetteer = index, gazetteer
        self._known: dict[Anchor, Lead | None] = {}
        self._numbers = count()

    def of(self, anchor: Anchor) -> Lead | None:
        """What the anchor leads to; None if nothing."""
        if anchor in self._known:
            return self._known[anchor]
        return self._known.setdefault(anchor, self._made(anchor))  # the first one counts, whatever another thread made

    def _made(self, anchor: Anchor) -> Lead | None:
        certain, possible, filed = self._index.under(anchor)
        entities, spellings = self._gazetteer.under(anchor) if isinstance(anchor, int) else ((), ())
        if not (certain or possible or filed or entities or spellings):
            return None
        lead = Lead(anchor, certain=certain, possible=possible, filed=filed, entities=entities, spellings=spellings)
        lead.number = next(self._numbers)
        return lead
