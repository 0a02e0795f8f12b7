"""English inflection: a word -> the base forms it may come from. Pure.

Only inflection (plural, past, -ing, possessive), not derivation: a stemmer that cuts deeper would make `police` of
`policy`, `import` of `important` and `down` of `downed`.
"""

import re
from collections.abc import Iterator
from typing import Final

#: Irregular forms that newsrooms write; those that are common words of their own are in `_COMMON_FORMS`.
_IRREGULAR: Final = {
    form: base
    for base, forms in {
        "arise": "arose arisen", "bear": "bore borne", "beat": "beaten", "become": "became",
        "begin": "began begun", "bend": "bent", "bite": "bit bitten", "bleed": "bled", "blow": "blew blown",
        "break": "broke broken", "bring": "brought", "build": "built", "burn": "burnt", "buy": "bought",
        "catch": "caught", "child": "children", "choose": "chose chosen", "come": "came", "crisis": "crises",
        "dig": "dug", "draw": "drew drawn", "drive": "drove driven", "eat": "ate eaten", "fall": "fell fallen",
        "feed": "fed", "fight": "fought", "flee": "fled", "fly": "flew flown", "foot": "feet",
        "forbid": "forbade forbidden",
        "freeze": "froze frozen", "give": "gave given", "go": "went gone", "grow": "grew grown", "hang": "hung hanged",
        "half": "halves", "hide": "hid hidden", "hold": "held", "keep": "kept", "knife": "knives", "know": "knew known",
        "lead": "led", "leaf": "leaves", "lend": "lent", "life": "lives", "lose": "lost", "man": "men",
        "meet": "met", "overthrow": "overthrew overthrown", "overrun": "overran", "pay": "paid",
        "policeman": "policemen",
        "ride": "rode ridden", "rise": "rose risen", "run": "ran", "say": "said", "seek": "sought", "sell": "sold",
        "send": "sent", "serviceman": "servicemen", "shake": "shook shaken", "shoot": "shot", "sink": "sank sunk",
        "slay": "slew slain", "gunman": "gunmen", "sleep": "slept", "slide": "slid", "speak": "spoke spoken",
        "spend": "spent", "spring": "sprang sprung", "stand": "stood", "steal": "stole stolen", "stick": "stuck",
        "strike": "struck stricken", "swear": "swore sworn", "sweep": "swept", "swim": "swam swum",
        "take": "took taken",
        "teach": "taught", "tear": "tore torn", "tell": "told", "thief": "thieves", "throw": "threw thrown",
        "understand": "understood", "undergo": "underwent undergone", "withdraw": "withdrew withdrawn",
        "wolf": "wolves", "shelf": "shelves",
        "wife": "wives", "win": "won", "woman": "women", "write": "wrote written", "airman": "airmen",
        "panic": "panicked panicking", "analysis": "analyses", "basis": "bases", "bus": "busses", "bad": "worse worst",
        "awake": "awoke awoken", "bacterium": "bacteria", "breed": "bred", "cactus": "cacti", "calf": "calves",
        "cling": "clung", "creep": "crept", "criterion": "criteria", "deal": "dealt", "diagnosis": "diagnoses",
        "dream": "dreamt", "drink": "drank", "emphasis": "emphases", "fling": "flung",
        "foresee": "foresaw foreseen", "forget": "forgot forgotten", "forgive": "forgave forgiven", "gas": "gasses",
        "get": "got gotten", "goose": "geese", "hoof": "hooves", "hypothesis": "hypotheses",
        "kneel": "knelt", "lay": "laid", "leap": "leapt", "learn": "learnt", "light": "lit", "loaf": "loaves",
        "make": "made", "memorandum": "memoranda", "mimic": "mimicked mimicking",
        "mislead": "misled", "mistake": "mistook mistaken", "mouse": "mice", "nucleus": "nuclei", "oasis": "oases",
        "overcome": "overcame", "oversee": "oversaw overseen", "overtake": "overtook overtaken", "ox": "oxen",
        "phenomenon": "phenomena", "prove": "proven", "quiz": "quizzes quizzed", "rebuild": "rebuilt",
        "referendum": "referenda", "retake": "retook retaken", "ring": "rang rung", "scarf": "scarves", "sew": "sewn",
        "shine": "shone", "show": "shown", "shrink": "shrank shrunk", "sing": "sang sung",
        "speed": "sped", "spill": "spilt", "spit": "spat", "spoil": "spoilt", "stadium": "stadia", "sting": "stung",
        "strive": "strove striven", "swell": "swollen", "swing": "swung", "tooth": "teeth",
        "traffic": "trafficked trafficking", "tread": "trod trodden", "undertake": "undertook undertaken",
        "uphold": "upheld", "wake": "woke woken", "wear": "wore worn", "weave": "wove woven", "weep": "wept",
        "withhold": "withheld", "airplane": "aeroplane aeroplanes", "aluminum": "aluminium",
        "artifact": "artefact artefacts", "councilor": "councillor councillors", "fulfill": "fulfil fulfils",
        "gray": "grey", "jewelry": "jewellery", "license": "licence licences", "maneuver": "manoeuvre manoeuvres",
        "program": "programme programmes", "skeptic": "sceptic sceptics", "traveler": "traveller travellers",
        "fireman": "firemen", "crewman": "crewmen", "fisherman": "fishermen", "spokesman": "spokesmen",
    }.items()
    for form in forms.split()
}  # fmt: skip
#: Prefix -> irregular verbs that it is put to: rewrite, withstand.
_PREFIXED: Final = {
    "re": "write make sell pay tell draw grow freeze hang do", "over": "ride shoot fly pay sleep do",
    "out": "grow run shine sell shoot fight do", "un": "do", "under": "write pay", "mis": "understand speak",
    "with": "stand", "fore": "tell", "inter": "weave",
}  # fmt: skip
_FORMS: Final = {
    "do": "did done", "sling": "slung", "stink": "stank stunk", "louse": "lice",
    "overhear": "overheard", "mishear": "misheard",
    "index": "indices", "passerby": "passersby",
}  # fmt: skip
#: Forms that are common words of their own: whoever asks for the verb finds them, and who asks for them no verb.
_COMMON_FORMS: Final = {
    "see": ("saw", "seen"), "find": ("found",), "leave": ("left",), "think": ("thought",), "bind": ("bound",),
    "hear": ("heard",), "feel": ("felt",), "mean": ("meant",),  # of a hearing and a feeling they are no forms
    "drink": ("drunk",), "person": ("people",), "medium": ("media",), "datum": ("data",),
}  # fmt: skip


def _derived() -> Iterator[tuple[str, str]]:
    """Forms of prefixed verbs, each with its verb."""
    forms = [*_IRREGULAR.items(), *((form, base) for base, all_of in _FORMS.items() for form in all_of.split())]
    for prefix, verbs in _PREFIXED.items():
        known = set(verbs.split())
        yield from ((prefix + form, prefix + base) for form, base in forms if base in known)
    yield from forms


_IRREGULAR.update(_derived())
#: Adjectives that newsrooms compare; of other words an ending -er mostly makes a doer: carrier, fighter.
_COMPARED_WORDS: Final = (
    "deadly heavy bloody easy costly risky happy angry wealthy dirty mighty nasty hungry healthy ugly busy strong weak "
    "high low big large small old young new cheap rich poor tough fierce harsh grave safe severe fast slow wide deep "
    "short dark bright loud quiet hot cold warm wet dry thick thin"
)
_COMPARED: Final = frozenset(_COMPARED_WORDS.split())
_DOUBLED: Final = frozenset(("big", "hot", "wet", "thin"))
#: Words that end like inflected ones and are not, or are no longer felt to be.
_WHOLE_WORDS: Final = (
    "always afterwards perhaps news series species means lens gas bus alias atlas texas mars james lebanon canvas "
    "during nothing something anything everything evening morning king thing ring wing sing ceiling sterling "
    "hundred sacred naked wicked beloved kindred biased christmas minus plus virus campus census chaos corps this "
    "his us is was has as its yes does goes"
)
_WHOLE: Final = frozenset(_WHOLE_WORDS.split())
#: Participles that would otherwise meet a common other word: form -> its only base.
_ONLY: Final = {
    "united": "unite", "does": "do", "goes": "go", "has": "have", "died": "die", "dying": "die", "lying": "lie",
    "tying": "tie",
}  # fmt: skip
#: Plurals in -ses of nouns in -s, beside those in -us.
_IN_SES: Final = frozenset(["buses", "gases", "lenses", "biases", "canvases", "atlases", "aliases", "irises"])
_IN_USES: Final = re.compile("[^aeo]uses$")
#: Names, and things that are no act of the verb that they seem to come from.
_NO_ACTS_AS_WORDS: Final = (
    "billings hastings jennings rawlings cummings giddings innings earrings herrings stockings leggings railings "
    "bearings toppings tidings surroundings siblings shillings puddings lemmings vikings housings longings standings "
    "casings linings buildings holdings ratings settings offerings timings winnings groupings workings takings savings "
    "earnings belongings headings sidings paddings pilings fixings trimmings dumplings hustings awnings"
)
_NO_ACTS: Final = frozenset(_NO_ACTS_AS_WORDS.split())
#: Small words: an inflected verb form must not meet them, or `downed` would match every `down`.
_SMALL: Final = frozenset(["down", "up", "off", "out", "in", "on", "over", "under", "back", "through", "even"])
#: What is spelled otherwise in America, in the words that newsrooms write.
_BRITISH: Final = re.compile(
    "(?<=arm)our|(?<=harb)our|(?<=lab)our|(?<=col)our|(?<=rum)our|(?<=neighb)our|(?<=behavi)our|(?<=hon)our"
    "|(?<=fav)our|(?<=def)ence|(?<=off)ence|(?<=cent)re(?=s?$)|(?<=theat)re(?=s?$)|(?<=met)re(?=s?$)|(?<=lit)re(?=s?$)"
    "|(?<=nal)ys(?=(?:e[sd]?|ing)$)|(?<=ral)ys(?=(?:e[sd]?|ing)$)"
    "|is(?=(?:e[sd]?|ing|ations?)$)"
)
_AMERICAN: Final = {"our": "or", "ence": "ense", "re": "er", "is": "iz", "ys": "yz"}
_SHORT_OF_BOTH: Final = 5  #: words up to this length are spelled alike, or are too short to tell: rise, raise
_SHORT_BRITISH: Final = {"metre": "meter", "litre": "liter"}
_LONG: Final = 6  #: houses and causes are no plurals in -us
_MIN_LETTERS: Final = 4  #: of words that an ending can have been put to, but for a few
_LAST_LETTERS: Final = frozenset("sdg")  #: of words that an ending can have been put to
_VOWELS: Final = frozenset("aeiouy")
_ES: Final = ("sses", "xes", "ches", "shes", "zzes", "oes")


def english_bases(word: str) -> tuple[str, ...]:
    """A folded word and the base forms it may be an inflection of, of which some may be the same.

    Law: holds the word itself; and if it is spelled the British way, the bases of the American one. Two words are
    forms of one another when their bases meet.
    """
    if len(word) > _SHORT_OF_BOTH and (
        "is" in word or "our" in word or "tre" in word or "ence" in word or "lys" in word
    ):
        american = _BRITISH.sub(_as_american, word)
        if american != word:
            return (*_bases(word), *_bases(american))
    return (word, _SHORT_BRITISH[word]) if word in _SHORT_BRITISH else _bases(word)


def _as_american(found: re.Match[str]) -> str:
    return _AMERICAN[found.group()]


def _bases(word: str) -> tuple[str, ...]:
    base = _IRREGULAR.get(word, word)
    if word.endswith("men") and len(word) > _MIN_LETTERS:  # militiamen
        return (word, base, word[:-2] + "an")
    if word[-1:] not in _LAST_LETTERS or (len(word) < _MIN_LETTERS and word not in _ONLY):
        return (word,) if base == word else (word, base)
    if word in _ONLY:
        return (word, _ONLY[word])
    if word in _WHOLE or not word.isascii() or not word.isalpha():
        return (word,) if base == word else (word, base)
    bases = (base, *_singular(word), *_without(word, "ed"), *_without(word, "ing"))
    if word.endswith("ings") and word[:-1] not in _WHOLE and word not in _NO_ACTS:  # bombings, killings
        bases += _without(word[:-1], "ing")
    return (word, *[f"{one}+" if one in _SMALL and one != word else one for one in bases])


def _singular(word: str) -> tuple[str, ...]:
    """`attacks`, `crashes`, `bodies` -> attack, crash, body; also the verb's third person."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies") and len(word) > 4:
        return (word[:-3] + "y", word[:-1])
    if word.endswith(_ES):
        return (word[:-2], word[:-1]) if word.endswith(("oes", "ches")) else (word[:-2],)
    if word in _IN_SES or (len(word) > _LONG and _IN_USES.search(word)):  # buses, viruses; but cases are no CAS
        return (word[:-1], word[:-2])
    return (word[:-1],)


def _without(word: str, ending: str) -> tuple[str, ...]:
    """`downed`, `planned`, `exploding` -> the verbs they may come from."""
    if not word.endswith(ending) or word.endswith("eed"):
        return ()
    stem = word[: -len(ending)]
    if len(stem) < 2 or not _VOWELS.intersection(stem):
        return ()
    if stem.endswith("i") and ending == "ed":  # carried, tied
        return (stem[:-1] + "y", stem + "e")
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":  # planned; but killed, crossed
        return (stem[:-1], stem)
    if _is_short(stem):  # a short verb would have doubled its last letter: planed, fired, hoping
        return (stem + "e",)
    return (stem, stem + "e")


def _is_short(stem: str) -> bool:
    """One syllable that ends consonant, vowel, consonant (w, x and y aside), as in hop, plan, fir."""
    if len(stem) < 3 or stem[-1] in _VOWELS or stem[-1] in "wx" or stem[-2] not in "aeiou" or stem[-3] in "aeiou":
        return False
    return not _VOWELS.intersection(stem[:-2])


def english_others(word: str) -> tuple[str, ...]:
    """Forms of a rule's word alone: see, saw; deadly, deadlier, deadliest. Empty for most words."""
    if word not in _COMPARED:
        return _COMMON_FORMS.get(word, ())
    stem = word[:-1] + "i" if word.endswith("y") else word.removesuffix("e") + (word[-1] if word in _DOUBLED else "")
    return (f"{stem}er", f"{stem}est")
