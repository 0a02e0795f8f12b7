"""Which sorts of people leave each other out: men and women, soldiers and civilians. Pure.

Elsewhere those that are named behind others may be a part of them: "nine workers, six Indians and three Pakistanis".
"""

from collections.abc import Collection

from daemon.incidents.counted import listed

_SEX_OR_AGE = """
    men women children boys girls adults babies infants teenagers мужчин мужчины женщин женщины детей ребенка чоловіків
    чоловіки жінок жінки дітей رجال نساء أطفال hommes femmes enfants männer frauen kinder hombres mujeres niños niñas"""
_ONE_BY_SEX_OR_AGE = """
    man woman child boy girl baby infant teenager adult мужчина мужчину женщина женщину ребенок ребенка мальчик девочка
    чоловік жінка жінку дитина дитину хлопчик дівчинка رجل امرأة طفل طفلة homme femme enfant garçon fille mann frau
    kind hombre mujer niño niña"""
_ARMED = """
    soldiers troops servicemen officers policemen militants fighters rebels insurgents terrorists gunmen attackers
    солдат солдата военных военнослужащих полицейских боевиков бойцов террористов солдати солдатів військових
    поліцейських бійців бойовиків جنود ضباط مقاتلين مسلحين عناصر soldats militaires policiers terroristes soldaten
    polizisten kämpfer terroristen soldados militares policías terroristas"""
_CIVIL = """
    civilian civilians bystander bystanders passerby passersby гражданский гражданских
    житель жителя жителей прохожий прохожих цивільний цивільних мешканців перехожий перехожих مدني مدنيين مدنيا مدنيان
    civil civils zivilist zivilisten passant passanten civiles"""
_CHILDREN = {"children": "boys girls boy girl", "детей": "мальчика мальчиков девочки девочек мальчик девочка"}


def is_of_sex_or_age(noun: str) -> bool:
    """Whether a folded noun says of several people no more than that."""
    return noun in listed(_SEX_OR_AGE)


def are_apart(noun: str, others: Collection[str]) -> bool:
    """Whether some of the others, by their folded nouns, cannot be a part of those before them: women of men."""
    if listed(_CHILDREN.get(noun, "")).issuperset(others):
        return False
    without = frozenset[str]()
    if noun in listed(_SEX_OR_AGE):
        without = listed(_SEX_OR_AGE) | listed(_ONE_BY_SEX_OR_AGE)
    elif noun in listed(_ARMED):
        without = listed(_CIVIL)
    elif noun in listed(_CIVIL):
        without = listed(_ARMED)
    return not without.isdisjoint(others)
