"""Italian verbs in -ere and -ire whose participle and past change, and nouns that do: written out whole. Pure.

Works on folded words: è is e.
"""

from typing import Final

#: End of the infinitive -> the ends of its irregular forms, alone and with a prefix before it.
_CLASSES: Final = {
    "ettere": "esso essi essa esse", "primere": "presso pressi pressa presse presse",
    "cidere": "ciso cisi cisa cise cisero",
    "videre": "viso visi visa vise visero", "plodere": "ploso plosi plosa plose plosero",
    "vadere": "vaso vasi vasa vase", "udere": "uso usi usa use usero", "endere": "eso esi esa ese esero",
    "ondere": "oso osi osa ose", "eggere": "etto etti etta ette", "igere": "etto etti etta ette",
    "ungere": "unto unti unta unte unse unsero", "ingere": "into inti inta inte inse", "idurre": "idotto idotti idotta",
    "correre": "corso corsi corsa corse", "scrivere": "scritto scritti scritta scritte",
    "rompere": "rotto rotti rotta rotte",
    "vincere": "vinto vinti vinta vinte vinse vinsero", "perdere": "perso persi persa perse",
    "nascere": "nato nati nata nate",
    "cedere": "cesso cessi cessa cesse", "movere": "mosso mossi mossa mosse", "muovere": "mosso mossi mossa mosse",
    "morire": "muore muoiono morto morti morta morte mori", "aprire": "aperto aperti aperta aperte",
    "ffrire": "fferto fferti fferta fferte", "venire": "viene vengono venuto venuti venne vennero",
    "tenere": "tiene tengono tenne tenuto tenuti", "porre": "posto posti posta poste pone pongono pose",
    "durre": "dotto dotti dotta dotte duce ducono", "trarre": "tratto tratti tratta tratte trae traggono",
    "fare": "fatto fatti fatta fa fanno fece fecero", "dire": "detto detti detta dice dicono disse dissero",
    "cogliere": "colto colti colta colte coglie", "sciogliere": "sciolto sciolti sciolta", "uscire": "esce escono",
    "chiedere": "chiesto chiesti chiesta chieste chiese chiesero", "solvere": "solto solti solta solte",
    "vivere": "vissuto vissuti vissuta visse", "stinguere": "stinto stinti stinta",
}  # fmt: skip
_ENDS: Final = tuple(sorted(_CLASSES, key=len, reverse=True))
_NO_FORMS: Final = frozenset(("messa", "messe"))  #: a mass in church
#: Regular ones that end as those of a class do.
_REGULAR: Final = frozenset(("vendere", "cedere", "pendere"))
_WHOLE: Final = {
    "uomo": ("uomini",), "presidente": ("presidentessa",), "dio": ("dei",), "studente": ("studentessa", "studentesse"),
    "paio": ("paia",), "uovo": ("uova",), "braccio": ("braccia",), "tempio": ("templi",), "bue": ("buoi",),
}  # fmt: skip


def italian_forms(word: str) -> set[str]:
    """The forms of a rule's word that no stem tells. Law: holds the word itself."""
    found = {word, *_WHOLE.get(word, ())}
    if word.endswith("rsi"):  # a verb as a dictionary has it: dimettersi
        word = word[:-2] + "e"
        found.add(word)
    if word.endswith("re") and word not in _REGULAR:
        end = next((one for one in _ENDS if word.endswith(one)), "")
        found |= {word.removesuffix(end) + one for one in _CLASSES[end].split()} - _NO_FORMS if end else set()
    return found
