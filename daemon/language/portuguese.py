"""Portuguese plurals that Snowball keeps apart (explosões, mísseis), irregular verbs and feminines. Pure.

Works on folded words: the accents are gone.
"""

from typing import Final

#: Ending of a plural -> of the singulars that it may have. Law: each is the ending of some folded word of the language.
_PLURALS: Final = {
    "oes": ("ao",), "aes": ("ao",), "ais": ("al",), "eis": ("el", "il"), "ois": ("ol",), "uis": ("ul",),
    "ens": ("em",), "ins": ("im",), "ons": ("om",), "uns": ("um",),
}  # fmt: skip
_MIN_LETTERS: Final = 5


def portuguese_singulars(word: str) -> tuple[str, ...]:
    """The singulars that a folded word may be the plural of by another ending than -s; mostly none."""
    if len(word) < _MIN_LETTERS:
        return ()
    return tuple([word[:-3] + ending for ending in _PLURALS.get(word[-3:], ())])


#: End of the infinitive -> the ends of its irregular forms; and whole words.
_CLASSES: Final = {
    "prender": "preso presa presos presas", "fazer": "faz fazem fez fizeram feito feita feitos feitas fara farao",
    "cair": "cai caem caiu cairam caido caida caidos caidas caindo", "sair": "sai saem saiu sairam saido saindo",
    "trair": "trai traem traiu trairam traido traida traidos", "dizer": "diz dizem disse disseram dito dita ditos dira",
    "trazer": "traz trazem trouxe trouxeram trazido", "por": "poe poem pos puseram posto posta postos postas",
    "vir": "vem veio vieram vindo", "ver": "ve veem viu viram visto vista vistos", "ter": "tem teve tiveram tido",
    "pedir": "pede pedem pediu pediram pedido", "perder": "perde perdem perdeu", "abrir": "abre aberto aberta abertos",
    "cobrir": "cobre coberto coberta cobertos", "escrever": "escreve escrito escrita escritos",
    "dar": "da dao deu deram",
    "ganhar": "ganho ganha ganhos", "pagar": "pago paga pagos", "matar": "morto mortos morta mortas",
    "eleger": "eleito eleita eleitos eleitas elege elegeu", "morrer": "morto mortos morta mortas morre morreu",
    "expulsar": "expulso expulsa expulsos", "entregar": "entregue entregues", "destruir": "destroi destroem destruiu",
    "construir": "constroi constroem construiu", "fugir": "foge fogem fugiu", "cumprir": "cumpre cumpriu",
}  # fmt: skip
_WITH_PREFIX: Final = ("prender", "fazer", "trair", "cobrir", "escrever", "eleger", "destruir", "construir")
_FEMININE: Final = {
    "alemao": "alema alemas", "capitao": "capita capitas", "ladrao": "ladra ladras", "cidadao": "cidada cidadas",
    "irmao": "irma irmas", "cristao": "crista cristas", "campeao": "campea campeas", "mau": "ma mas", "ateu": "ateia",
    "presidente": "presidenta presidentas", "embaixador": "embaixatriz", "rei": "rainha", "heroi": "heroina herois",
}  # fmt: skip


def portuguese_forms(word: str) -> set[str]:
    """The forms of a rule's word that no stem tells. Law: holds the word itself."""
    found = {word, word + "s", *_FEMININE.get(word, "").split()}
    end = word if word in _CLASSES else next((one for one in _WITH_PREFIX if word.endswith(one)), "")
    if end:
        found |= {word.removesuffix(end) + one for one in _CLASSES[end].split()}
    if word.endswith("es") and len(word) > _MIN_LETTERS:  # francês
        found |= {word + one for one in ("es", "a", "as")}
    elif word.endswith("il") and len(word) > _MIN_LETTERS - 1:  # fuzil, fuzis
        found.add(word[:-1] + "s")
    elif word.endswith("eu"):
        found |= {word + "s", word[:-1] + "ia", word[:-1] + "ias"}
    return found
