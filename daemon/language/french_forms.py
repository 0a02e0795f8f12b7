"""French verbs of the third group and irregular adjectives: the forms of a rule's word, written out. Pure.

Each form is a whole word. Works on folded words: é is e.
"""

import re
from typing import Final

#: End of the infinitive -> the ends of its forms, for a whole verb and for those that have a prefix before it.
_CLASSES: Final = {
    "prendre": "prend prennent pris prise prises prit prirent prenait prenaient prenant prendra prendront prendrait",
    "mettre": "met mettent mis mise mises mit mirent mettait mettaient mettant mettra mettront mettrait",
    "tenir": "tient tiennent tenu tenue tenus tenues tint tinrent tenait tenaient tenant tiendra tiendront tiendrait",
    "venir": "vient viennent venu venue venus venues vint vinrent venait venaient venant viendra viendront viendrait",
    "uire": "uit uisent uite uits uites uisit uisirent uisait uisaient uisant uira uiront uirait",
    "aindre": "aint aignent ainte aints aintes aignit aignirent aignait aignaient aignant aindra aindront",
    "eindre": "eint eignent einte eints eintes eignit eignirent eignait eignaient eignant eindra eindront",
    "oindre": "oint oignent ointe oints ointes oignit oignirent oignait oignaient oignant oindra oindront",
    "battre": "bat battent battu battue battus battues battit battirent battait battaient battant battra battront",
    "ouvrir": "ouvre ouvrent ouvert ouverte ouverts ouvertes ouvrit ouvrirent ouvrait ouvraient ouvrant ouvrira",
    "ffrir": "ffre ffrent ffert fferte fferts ffertes ffrit ffrirent ffrait ffraient ffrant ffrira ffriront",
    "crire": "crit crivent crite crits crites crivit crivirent crivait crivaient crivant crira criront crirait",
    "cevoir": "coit coivent cu cue cus cues cut curent cevait cevaient cevant cevra cevront cevrait",
    "paraitre": "parait paraissent paru parue parus parues parut parurent paraissait paraissant paraitra",
    "connaitre": "connait connaissent connu connue connus connues connut connurent connaissait connaissant connaitra",
    "courir": "court courent couru courue courus coururent courut courait couraient courant courra courront",
    "suivre": "suit suivent suivi suivie suivis suivies suivit suivirent suivait suivaient suivant suivra suivront",
    "vivre": "vit vivent vecu vecue vecus vecut vecurent vivait vivaient vivant vivra vivront",
    "vaincre": "vainc vainquent vaincu vaincue vaincus vaincues vainquit vainquirent vainquait vainquant vaincra",
    "querir": "quiert quierent quis quise quises quit quirent querait queraient querant querra querront",
    "rompre": "rompt rompent rompu rompue rompus rompues rompit rompirent rompait rompant rompra",
    "faire": "fait font faite faits faites fit firent faisait faisaient faisant fera feront ferait",
    "dire": "dit disent dite dits dites dirent disait disaient disant dira diront dirait",
    "croire": "croit croient cru crue crus crues crut crurent croyait croyaient croyant croira",
    "croitre": "croissent croissait croissaient croissant croissante croissants croissantes croitra croitront",
    "accroitre": "accroit accroissent accru accrue accrus accrues accrut accroissait accroissant accroitra",
    "elire": "elit elisent elu elue elus elues elut elurent elisait elisaient elisant elira eliront elirait",
    "mourir": "meurt meurent mourra mourront mourrait mouraient",
    "fuir": "fuira fuiront fuirait fuyaient",
    "clure": "clu clue clus clues clut cluent cluait clura",
    "soudre": "sout solvent solu solue solus solues solvait",
    "partir": "part partent partait partaient partant",
    "sortir": "sort sortent sortait sortaient sortant",
    "servir": "sert servent servait servaient servant",
    "mentir": "ment mentent mentait mentaient mentant",
    "sentir": "sent sentent sentait sentaient sentant",
    "devoir": "doit doivent devait devaient devra devront",  # devrait is what is expected, and no duty
    "vouloir": "veut veulent voulu voulue voulait voulaient voudra voudrait",
    "voir": "voit voient vu vus virent voyait voyaient voyant verra verront verrait",
    "lire": "lisent lisait lisaient lisant lira liront lurent",
    "envoyer": "envoie envoient enverra enverront enverrait",
}
#: Those of the classes that other words end in too, and the verbs that have them.
_ONLY: Final = {
    "dire": ("dire", "interdire", "predire", "contredire", "redire"),
    "elire": ("elire", "reelire"),
    "lire": ("lire", "relire"),
    "faire": ("faire", "refaire", "satisfaire", "contrefaire"),
    "voir": ("voir", "prevoir", "entrevoir"),
    "partir": ("partir", "repartir"), "sortir": ("sortir", "ressortir"), "servir": ("servir", "desservir"),
    "mentir": ("mentir", "dementir"), "sentir": ("sentir", "ressentir", "consentir", "pressentir"),
    "devoir": ("devoir",), "vouloir": ("vouloir",), "vivre": ("vivre", "survivre", "revivre"),
}  # fmt: skip
#: Nouns and rare verbs that end as the verbs of the classes do, and have other words for forms.
_NO_THIRD: Final = frozenset(("avenir", "moindre", "poindre"))
#: Forms that every reader takes for another word: now, night, noise, an enterprise.
_NO_FORMS: Final = frozenset(("maintenant", "nuit", "bruit", "entreprise", "entreprises"))
_ENDS: Final = tuple(sorted(_CLASSES, key=len, reverse=True))
_DENTAL: Final = ("endre", "andre", "ondre", "erdre", "ordre")  #: perdre, perd; défendre, défend
#: Words in -er that are verbs or other nouns beside the feminine in -ère: prière is no form of prier.
_NO_ERE: Final = frozenset(("prier", "manier", "carrier", "courrier", "colonier", "fer", "mer", "hier"))
#: Those in -ant and the like with an -e that makes another word, or a verb: command, commande.
_NO_E: Final = frozenset(
    ("argent", "train", "strain", "command", "demand", "domain", "chant", "plant", "implant", "enfant", "aimant")
)
#: Nouns and adjectives in -ent that have one; of others it is a noun's or a verb's: orienté, accidenté, réglementé.
_WITH_ENTE_WORDS: Final = (
    "president vicepresident recent urgent violent permanent different innocent adolescent client agent absent "
    "concurrent adherent resident regent negligent intelligent frequent evident prudent imprudent imminent eminent "
    "competent incompetent excellent virulent turbulent insurgent dissident precedent equivalent patient divergent "
    "decent indecent apparent transparent latent impatient indifferent convalescent coherent independent inherent "
    "insolent impudent corpulent clement emergent intermittent content"
)
_WITH_ENTE: Final = frozenset(_WITH_ENTE_WORDS.split())
#: The ends of those that have it: misère is no form of miser, nor sévère of the English sever.
_WITH_ERE: Final = ("ier", "cher", "ger", "iller", "amer")
#: Verbs in -ayer; of others it is English: plaie is no form of player. Of those in -oyer some are nouns: foyer, foie.
_IN_AYER: Final = re.compile(
    "(?:re)?(?:pay|essay|effray|balay|deblay|remblay|ray|enray|relay|delay|etay|fray|egay|begay|monnay|bray|pagay)er"
)
_NO_OYER: Final = frozenset(("foyer", "voyer", "loyer", "buyer", "lawyer", "sawyer", "flyer"))
#: Those that are no verbs in -eter, or seldom one, and would meet a form of another: meter, mettent; bêler, belle.
_NO_DOUBLE: Final = re.compile(r"\w*meter|peter|beler")
_FEMININE: Final = (
    ("eux", ("euse", "euses")), ("if", ("ive", "ives")), ("teur", ("trice", "trices", "teuse", "teuses")),
    ("eur", ("euse", "euses")), ("er", ("ere", "eres")), ("el", ("elle", "elles")),
    *((end, (end + "e", end + "es")) for end in ("ent", "ant", "ais", "ois", "and", "ain")),
)  # fmt: skip
_WHOLE: Final = {
    word: tuple(forms.split())
    for word, forms in {
        "travail": "travaux", "bail": "baux", "vitrail": "vitraux", "oeil": "yeux", "ciel": "cieux",
        "chef": "cheffe cheffes", "vieux": "vieille vieil vieilles", "nouveau": "nouvelle nouvel nouvelles",
        "beau": "belle bel belles", "public": "publique publiques", "grec": "grecque grecques",
        "turc": "turque turques", "blanc": "blanche blanches", "franc": "franche franches", "sec": "seche seches",
        "long": "longue longues", "gros": "grosse grosses", "bas": "basse basses", "faux": "fausse fausses",
        "doux": "douce douces", "roux": "rousse rousses", "bon": "bonne bonnes", "nul": "nulle nulles",
        "secret": "secrete secretes", "complet": "complete completes", "inquiet": "inquiete inquietes",
        "concret": "concrete concretes", "discret": "discrete discretes", "frais": "fraiche fraiches",
        "ambassadeur": "ambassadrice ambassadrices", "soldat": "soldate soldates",
        "avocat": "avocate avocates", "candidat": "candidate candidates",
        "magistrat": "magistrate magistrates", "laureat": "laureate laureates", "civil": "civile civiles",
        "espagnol": "espagnole espagnoles", "mongol": "mongole mongoles", "maire": "mairesse mairesses",
        "suspect": "suspecte suspectes", "voisin": "voisine voisines", "cousin": "cousine cousines",
        "argentin": "argentine argentines", "clandestin": "clandestine "
        "clandestines", "philippin": "philippine philippines", "grand": "grande grandes",
        "fort": "forte fortes", "haut": "haute hautes", "lourd": "lourde lourdes", "petit": "petite petites",
        "tout": "toute toutes", "vert": "verte vertes", "gratuit": "gratuite gratuites",
        "prochain": "prochaine prochaines", "saint": "sainte saintes",
        "monsieur": "messieurs", "gentil": "gentille gentilles", "copain": "copine copines",
    }.items()
}  # fmt: skip


def french_forms(word: str) -> set[str]:
    """The forms of a rule's word that no ending tells by rule; empty for most words."""
    found = set(_WHOLE.get(word, ()))
    if len(word) > 4 and not found:
        found |= next(
            ({word.removesuffix(old) + one for one in new} for old, new in _FEMININE if word.endswith(old)), set()
        )
    if word.endswith("ent") and word not in _WITH_ENTE:
        found.clear()
    if word in _NO_E or word in _NO_ERE or (word.endswith("er") and not word.endswith(_WITH_ERE)):
        found.clear()
    if word.endswith(("re", "ir")):
        found |= _third_group(word)
    elif word.endswith("er"):
        found |= _first_group(word)
    return found


def _third_group(word: str) -> set[str]:
    end = next((one for one in _ENDS if word.endswith(one)), "")
    if word in _NO_THIRD:
        return set()
    if end and word in _ONLY.get(end, (word,)):
        return {word.removesuffix(end) + one for one in _CLASSES[end].split()} - _NO_FORMS
    return {word.removesuffix("re")} if word.endswith(_DENTAL) else set()


def _first_group(word: str) -> set[str]:
    """Verbs in -er whose stem changes: payer, paie; appeler, appelle; assiéger, assiégeait."""
    stem = word.removesuffix("er")
    if stem.endswith("envoy"):
        return {word.removesuffix("envoyer") + one for one in _CLASSES["envoyer"].split()}
    if stem.endswith("y"):
        if word in _NO_OYER or (stem.endswith("ay") and not _IN_AYER.fullmatch(word)):
            return set()
        return {f"{stem[:-1]}i{one}" for one in ("e", "es", "ent", "era", "eront", "erait")}
    if stem.endswith(("el", "et")) and not _NO_DOUBLE.fullmatch(word):
        return {f"{stem}{stem[-1]}{one}" for one in ("e", "es", "ent", "era", "eront", "erait")}
    if stem.endswith("g"):
        return {f"{stem}e{one}" for one in ("ait", "aient", "ant", "a")}
    return set()
