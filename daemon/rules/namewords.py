"""Words that say one thing in the names of bodies, whatever their language, in plain Latin letters. Data.

Each row is one meaning, by general knowledge of how bodies are named in lists: Banco, Banque and Bank; Hizb and Party.
"""

_MEANINGS = (
    "bank banco banque banca banka bankasi",
    "company compania compagnie kompaniya kompania sherkat sharikat sirket societe sociedad",
    "party partido parti hizb partiya partija partai", "movement harakat harakah movimiento mouvement dvizhenie",
    "front frente jabhat jabhah jebhe", "army ejercito armee jaysh jaish armata armia ordu lashkar", "god allah",
    "brigade brigades brigada brigadas brigata kataib katibat kataeb liwa",
    "organization organisation organizacion organizacija organizatsiya munazzamat munazamat tanzim tashkilat orgutu",
    "committee comite komitet komite lajnat lajna", "council consejo conseil shura majlis sovet consiglio",
    "foundation fundacion fondation fundacao bunyad bonyad muassasat muassasah muassasa fond vakif vakfi stichting",
    "association asociacion associacao jamiyat jamiat jamaiyya jamiyya asotsiatsiya dernegi",
    "group grupo groupe gruppa gruppe jamaa jamaat jamaah jemaah gamaa gruppo grup",
    "islamic islamica islamique islami islamiya islamiyya islamiyah islamiyyah islamia eslami",
    "people peoples pueblo peuple shaab narodny narodnaya khalq halk popular", "liberation liberacion tahrir azadi",
    "revolution revolucion thawra enqelab inqilab", "revolutionary revolucionario revolucionarias revolutionnaire",
    "national nacional nationale natsionalny natsionalnaya watani watania wataniya milli melli",
    "international internacional internationale mezhdunarodny dawli dawliya internationaal uluslararasi",
    "general generale jeneral umumi amm", "ministry ministerio ministere ministerstvo wizarat vezarat bakanligi",
    "institute instituto institut moassese", "university universidad universite universitet daneshgah jamia",
    "center centre centro tsentr markaz merkezi", "factory fabrica fabrique zavod fabrika karkhaneh usine",
    "industry industries industria industrias sanaye sanayi promyshlennost industrie",
    "trade trading comercio comercial commerce tijara tijarat bazargani ticaret torgovy torgovlya handel",
    "transport transportes transporte naql nakliyat perevozki", "shipping naviera navigation keshtirani denizcilik",
    "construction construcciones construccion constructora inshaat insaat stroitelstvo stroy sakhteman",
    "brothers hermanos freres ikhwan ikhvan kardesler bratya", "sons hijos fils awlad ogullari",
    "union unidad ittihad ittehad soyuz birligi", "society sociedad societe obshchestvo jamia", "state gosudarstvenny",
    "defense defence defensa difaa defa oborona", "research investigacion tahqiq tahghighat issledovanie",
    "relief ighatha ighathah socorro secours", "charity charitable khayriya khayriyya khairiya hayir", "land tierra",
    "youth shabab shebab jeunesse juventud", "support nusrat nusra nusrah ansar", "holy muqaddas",
    "new nuevo nueva nouveau nouvelle novy novaya jadid jadida yeni", "north northern norte nord shomal severny",
    "south southern sur sud janub yuzhny", "east eastern este est sharq vostok vostochny",
    "west western oeste ouest gharb",
    "sea mar mer bahr darya more", "star estrella etoile najm najmat setareh zvezda yildiz", "sun sol shams khorshid",
    "oil petroleum petrol petrole petroleo naft neft nafta", "gas gaz", "house casa maison dar beit",
    "import importaciones importadora importacion", "export exportaciones exportadora exportacion",
    "investment investments inversiones inversion investissement istithmar",
    "agricultural agricola agropecuaria agropecuario ganadera", "exchange cambio sarafi sarrafi",
    "air airline airlines aviation lineas aviacion tayaran havayolu", "services servicios khadamat uslugi hizmetleri",
    "technology technologies tecnologia tekhnologii teknoloji fanavari", "red roja rouge",
)  # fmt: skip
_ROWS: dict[str, set[int]] = {}
for _row, _words in enumerate(_MEANINGS):
    for _word in _words.split():
        _ROWS.setdefault(_word, set()).add(_row)
_NONE: frozenset[int] = frozenset()


def mean_one_thing(one: str, other: str) -> bool:
    """Do both words stand in one row?"""
    return not _ROWS.get(one, _NONE).isdisjoint(_ROWS.get(other, _NONE))


def same_meaning(word: str) -> set[str]:
    """The other words of its rows."""
    return {other for row in _ROWS.get(word, _NONE) for other in _MEANINGS[row].split()} - {word}
