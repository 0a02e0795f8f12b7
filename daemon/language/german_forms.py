"""German strong verbs, separable verbs, participles and comparison: the forms of a rule's word, written out. Pure.

Works on folded words: ä is a, ß is ss.
"""

import re
from typing import Final

#: Infinitive -> third person, past and participle, without any prefix.
_STRONG_VERBS: Final = """
    greifen greift griff gegriffen, schlagen schlagt schlug geschlagen, brechen bricht brach gebrochen,
    nehmen nimmt nahm genommen, lassen lasst liess gelassen, treten tritt trat getreten,
    schiessen schiesst schoss geschossen, kommen kommt kam gekommen, fallen fallt fiel gefallen,
    sterben stirbt starb gestorben, fliehen flieht floh geflohen, werfen wirft warf geworfen,
    treffen trifft traf getroffen, trinken trinkt trank getrunken, sinken sinkt sank gesunken,
    steigen steigt stieg gestiegen, wachsen wachst wuchs gewachsen, lieren liert lor loren,
    winnen winnt gewann gewonnen, zwingen zwingt zwang gezwungen, bieten bietet bot geboten,
    schliessen schliesst schloss geschlossen, sprechen spricht sprach gesprochen, tragen tragt trug getragen,
    halten halt hielt gehalten, geben gibt gab gegeben, gehen geht ging gegangen, stehen steht stand gestanden,
    sehen sieht sah gesehen, ziehen zieht zog gezogen, fahren fahrt fuhr gefahren, laufen lauft lief gelaufen,
    rufen ruft rief gerufen, fangen fangt fing gefangen, finden findet fand gefunden, helfen hilft half geholfen,
    stehlen stiehlt stahl gestohlen, stechen sticht stach gestochen, schwinden schwindet schwand geschwunden,
    weisen weist wies gewiesen, schreiben schreibt schrieb geschrieben, bleiben bleibt blieb geblieben,
    scheiden scheidet schied geschieden, liegen liegt lag gelegen,
    leiden leidet litt gelitten, reissen reisst riss gerissen,
    springen springt sprang gesprungen, dringen dringt drang gedrungen, ringen ringt rang gerungen,
    schneiden schneidet schnitt geschnitten, graben grabt grub gegraben,
    raten rat riet geraten, geraten gerat geriet geraten,
    gestehen gesteht gestand gestanden, messen misst mass gemessen,
    gelten gilt galt gegolten, schwimmen schwimmt schwamm geschwommen, binden bindet band gebunden,
    bringen bringt brachte gebracht, brennen brennt brannte gebrannt, nennen nennt nannte genannt,
    rennen rennt rannte gerannt, denken denkt dachte gedacht, wenden wendet wandte gewandt,
    fliegen fliegt flog geflogen, heben hebt hob gehoben, bergen birgt barg geborgen, laden ladt lud geladen,
    beginnen beginnt begann begonnen, verlieren verliert verlor verloren, gewinnen gewinnt gewann gewonnen,
    kennen kennt kannte gekannt, schreiten schreitet schritt geschritten, streiten streitet stritt gestritten,
    stossen stosst stiess gestossen, schweigen schweigt schwieg geschwiegen, meiden meidet mied gemieden,
    trugen trugt trog getrogen, lugen lugt log gelogen, frieren friert fror gefroren,
    schieben schiebt schob geschoben, treiben treibt trieb getrieben, streichen streicht strich gestrichen,
    weichen weicht wich gewichen, beissen beisst biss gebissen, fliessen fliesst floss geflossen,
    scheinen scheint schien geschienen, lesen liest las gelesen, gelingen gelingt gelang gelungen,
    schworen schwort schwor geschworen, schmelzen schmilzt schmolz geschmolzen, schlafen schlaft schlief geschlafen"""
_STRONG: Final = {verb: forms for verb, *forms in (one.split() for one in _STRONG_VERBS.split(","))}
_ROOTS: Final = tuple(_STRONG)
_LOOSE_PREFIXES: Final = (
    "ab an auf aus bei durch ein fest frei heim her heraus herunter hin hinaus los mit nach nieder preis teil um unter "
    "uber vor voran vorbei weg weiter wieder zu zuruck zusammen statt"
)
_LOOSE: Final = "|".join(sorted(_LOOSE_PREFIXES.split(), key=len, reverse=True))
_BOTH: Final = ("uber", "unter", "um", "durch")  #: loose in some verbs, firm in others
_FIRM: Final = "be|ent|er|miss|ver|zer|wider|hinter"
_STRONG_VERB: Final = re.compile(f"((?:{_LOOSE})?)((?:{_FIRM})?)({'|'.join(sorted(_STRONG, key=len, reverse=True))})")
_LOOSE_VERB: Final = re.compile(rf"({_LOOSE})(\w{{4,}}n)")
_NOUN_PASTS: Final = frozenset(("geben", "nehmen", "liegen", "sprechen"))  #: Aufgaben, Einnahmen, Anlagen, Ansprachen
_SUPERLATIVE: Final = ("lich", "ig", "sam", "bar", "haft", "isch")
#: They are forms too, but every reader takes them for another word: betrug, während, bestand.
_NOUNS: Final = (
    "betrug auftritt eintritt antritt austritt beitritt zutritt vortritt abschnitt ausschnitt zuschnitt durchschnitt "
    "verband verbanden band banden widerstand aufstand zustand bestand verstand vorstand abstand anstand umstand "
    "ausstand einstand unterstand gerat rat schloss anhalt begriff rang andrang mass massen schritt schritten abschied "
    "betrieb betrieben antrieb vertrieb auftrieb gelangen "
    "anstrich abstrich"
)
_OTHERS: Final = "wahrend moglichst wenigst langst vergangen vergangene verschieden verschiedene bekannt bekannte"
_NO_FORMS: Final = frozenset((*_OTHERS.split(), *(f"={one}" for one in _NOUNS.split())))
#: Adjective -> the stems of its comparative and superlative, and of its other forms where they differ.
_COMPARED: Final = {
    "stark": "starker starkst", "schwach": "schwacher schwachst", "hoch": "hoh hoher hochst", "gross": "grosser grosst",
    "schwer": "schwerer schwerst", "alt": "alter altest", "jung": "junger jungst", "lang": "langer langst",
    "kurz": "kurzer kurzest", "nah": "naher nachst", "gut": "besser best", "hart": "harter hartest",
    "arm": "armer armst",
    "warm": "warmer warmst", "kalt": "kalter kaltest", "scharf": "scharfer scharfst", "niedrig": "niedriger niedrigst",
    "schlimm": "schlimmer schlimmst", "schnell": "schneller schnellst", "neu": "neuer neuest",
    "klein": "kleiner kleinst",
    "teuer": "teur teurer teuerst", "dunkel": "dunkl dunkler dunkelst", "krank": "kranker krankst",
}  # fmt: skip


#: Those who do or are something, with a feminine in -in: Richter, Präsident, Soldat, Pole; Ärztin is folded as arztin.
_DOERS: Final = re.compile(
    r"\w{3,}(?:er|ent|ant|ist|at|ot|oge|eur|or|arzt|anwalt|chef)|arzt|anwalt|chef|koch|wirt|feind|freund"
    r"|\w*(?:zeuge|kollege|experte|genosse|sklave)"
)
_PEOPLES_WORDS: Final = (
    "russe turke kurde pole franzose schwede dane finne grieche bulgare rumane serbe kroate slowene slowake "
    "tscheche brite schotte ire portugiese chinese afghane libanese jude este lette mazedone mongole vietnamese "
    "sudanese jeside tschetschene chilene kirgise tadschike usbeke kasache alawite druse"
)
_PEOPLES: Final = frozenset(_PEOPLES_WORDS.split())
#: Adjectives whose ending tells nothing, as a rule has them before a noun: schwerer Unfall.
_PLAIN_ADJECTIVES_WORDS: Final = (
    "schwer rechtsextrem linksextrem extrem illegal nuklear nuclear zivil militar international national regional "
    "lokal global sozial liberal konservativ massiv aktiv positiv negativ atomar brutal fatal total neu gross "
    "klein stark schwach hart kurz lang jung hoh heftig blutig tot offen geheim schnell weit frei tief krank rot "
    "schwarz weiss legal digital zentral radikal real formal rasant brisant relevant deutsch militant prominent "
    "permanent verletzt bewaffnet vermisst verdachtig gesucht"
)
_PLAIN_ADJECTIVES: Final = frozenset(_PLAIN_ADJECTIVES_WORDS.split())
#: Those whose form in -e is folded as a noun is: Stärke, Höhe, Kürze.
BESIDE_NOUNS: Final = frozenset(("stark", "hoh", "kurz", "lang", "hart", "gross", "schwach"))
#: Stems of towns and of doers: Leipziger, Verteidiger.
_NO_ADJECTIVES: Final = frozenset(("leipzig", "danzig", "braunschweig", "verteidig", "predig", "glaubig", "beleidig"))
_ADJECTIVE: Final = re.compile(r"(\w{3,})e[rsnm]?")
_ADJECTIVE_END: Final = re.compile(r"(?:isch|lich|(?<!sc)haft|sam|los|ig|iert)$")


#: Nouns with a plural in -en for their last letters: Virus, Zentrum, Ministerium, Firma, Thema.
_LATIN: Final = ("rus", "klus", "smus", "ium", "trum", "seum", "rma", "ema", "ama")
_NO_LATIN: Final = frozenset(("arma", "burma", "panama", "obama", "osama", "yama", "reclama", "strum"))


def adjective_stem(word: str) -> str:
    """The stem of a rule's adjective that has an ending, as in künstliche or schwerer; else nothing."""
    inflected = _ADJECTIVE.fullmatch(word)
    if not inflected:
        return ""
    stem = inflected[1]
    if stem in _NO_ADJECTIVES:
        return ""
    return stem if stem in _PLAIN_ADJECTIVES or (len(stem) > 5 and _ADJECTIVE_END.search(stem)) else ""


def feminine(word: str) -> set[str]:
    """The feminine of a doer, of which a text's word has no base; empty for other words."""
    if word in _PEOPLES or _DOERS.fullmatch(word):
        stem = word.removesuffix("e")
        return {f"{stem}in", f"{stem}innen"}
    return set()


def german_forms(word: str) -> set[str]:
    """The bases of forms that no ending tells by rule: `=` before a whole form, the others are declined.

    Law: empty for most nouns.
    """
    if word.endswith(("en", "ern", "eln")) and len(word) > 4:
        found = {word + "d"}
        if word.endswith(_ROOTS):
            found |= _of_strong(word)
        loose = _LOOSE_VERB.fullmatch(word)
        if loose:
            found.add(f"={loose[1]}zu{loose[2]}")
            if loose[1] in _BOTH:
                stem = word.removesuffix("en")
                found.add(stem + ("et" if stem.endswith(("t", "d")) else "t"))
        return found.difference(_NO_FORMS)
    if word.endswith("in") and len(word) > 4:
        return {word + "nen"}
    if word.endswith("nis"):
        return {word + "s"}  # Gefängnisse
    if word.endswith(_LATIN) and len(word) > 4 and word not in _NO_LATIN:
        return {f"={word.removesuffix('us').removesuffix('um').removesuffix('a')}en"}
    if word.endswith(_SUPERLATIVE):
        return {word + "st"}.difference(_NO_FORMS)
    return {one for stem in _COMPARED.get(word, "").split() for one in (stem, stem + "e")}.difference(_NO_FORMS)


def _of_strong(word: str) -> set[str]:
    verb = _STRONG_VERB.fullmatch(word)
    if not verb or (verb[2] and verb[3] == "wenden"):  # Verwandte are kin
        return set()
    loose, firm, root = verb.groups()
    present, past, participle = _STRONG[root]
    bare = participle.removeprefix("ge")
    participles = [loose + firm + (bare if firm else participle)]
    if loose in _BOTH:  # of these the participle may have no ge
        participles.append(loose + bare)
    many = past + ("n" if past.endswith("e") else "en")
    found = {f"={loose}{firm}{one}" for one in (present, past, many)}
    if loose and root in _NOUN_PASTS:
        found.discard(f"={loose}{firm}{many}")
    return found | {one + end for one in participles for end in ("", "e")}
