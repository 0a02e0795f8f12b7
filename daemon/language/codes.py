"""Codes of languages (ISO 639), and which one is meant by what is none. Pure."""

from typing import Final

_LISTED: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
#: The codes of two letters.
KNOWN_CODES: Final = frozenset(_LISTED.split())
#: What is taken for a code -> the one that is meant: codes of countries, old codes, those of three letters.
_MEANT: Final = {
    "al": "sq", "bd": "bn", "by": "be", "cn": "zh", "cz": "cs", "dk": "da", "ge": "ka", "gr": "el", "il": "he",
    "in": "id", "ir": "fa", "iw": "he", "ji": "yi", "jp": "ja", "jw": "jv", "kz": "kk", "mo": "ro", "pk": "ur",
    "rs": "sr", "sp": "es", "tj": "tg", "ua": "uk", "us": "en", "vn": "vi",
    "alb": "sq", "ara": "ar", "arm": "hy", "aze": "az", "bel": "be", "ben": "bn", "bos": "bs", "bul": "bg",
    "cat": "ca", "ces": "cs", "chi": "zh", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el",
    "eng": "en", "est": "et", "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "geo": "ka", "ger": "de",
    "gre": "el", "hau": "ha", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy", "ind": "id",
    "ita": "it", "jpn": "ja", "kat": "ka", "kaz": "kk", "kor": "ko", "kur": "ku", "lav": "lv", "lit": "lt",
    "mac": "mk", "may": "ms", "mkd": "mk", "msa": "ms", "nld": "nl", "nor": "no", "per": "fa", "pol": "pl",
    "por": "pt", "pus": "ps", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl",
    "som": "so", "spa": "es", "sqi": "sq", "srp": "sr", "swa": "sw", "swe": "sv", "tam": "ta", "tha": "th",
    "tur": "tr", "ukr": "uk", "urd": "ur", "uzb": "uz", "vie": "vi", "zho": "zh",
}  # fmt: skip


def meant_code(code: str) -> str | None:
    """The code of the language that is meant; the code itself where it is one, None where nobody knows.

    A code of three letters may be one that has no shorter one, such as `ckb`.
    """
    meant = _MEANT.get(code, code)
    return meant if meant in KNOWN_CODES or (len(meant) == 3 and meant.isalpha()) else None
