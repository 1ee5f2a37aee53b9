"""What stands around the name of a place: "Comune di", "City Council", a country after a comma, brackets."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "‐": "-"}
)


def folded(name: str) -> str:
    """A name without case and accents; apostrophes, hyphens and spaces stay.

    >>> folded("Città d’Aosta"), folded("ŁÓDŹ")
    ("citta d'aosta", 'lodz')
    """
    low = name.casefold().translate(_LETTERS)
    if low.isascii():
        return low
    decomposed = unicodedata.normalize("NFKD", low)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


_ENGLISH = r"(greater |metropolitan |royal )?(city|municipality|commune|town|township|village|borough|district|province|region|canton|state|county|governorate|prefecture)( council| corporation)? of (the )?"  # noqa: E501
_ROMANCE = (
    r"(comune|citta|citta metropolitana|provincia|regione|municipio|ayuntamiento|excmo ayuntamiento|ajuntament|concello"
    r"|concejo|ciudad|municipalidad|alcaldia|diputacion|intendencia|prefeitura|prefeitura municipal|municipio|cidade"
    r"|camara municipal|mairie|ville|commune|communaute urbaine|departement|primaria|municipiul|orasul|comuna) "
    r"(de la |de las |de los |de l'|de el |dell'|della |delle |dello |degli |dei |del |des |das |dos |du |di |de |do "
    r"|da |d')"
)
_GERMANIC = (
    r"(landeshauptstadt|bundesstadt|hansestadt|freie und hansestadt|freie hansestadt|universitatsstadt|kreisfreie stadt"
    r"|stadt|stadtgemeinde|marktgemeinde|gemeinde|gemeente|stad) "
)
_SLAVIC = (
    r"(statutarni mesto|mestska cast|mesto|obec|mestna obcina|obcina|grad|opcina|opstina|obshtina|gmina|miasto"
    r"|urzad miasta|municipiul|orasul|comuna|dimos|bashkia) "
)
AFFIXES = re.compile(
    rf"^((the )?{_ENGLISH}|the |{_ROMANCE}|{_GERMANIC}|{_SLAVIC})"
    r"|( (city council|town council|city hall|county council|borough council|district council|municipal council"
    r"|municipality|metropolitan municipality|metropolitan area|metropolitan city|city|province|region"
    r"|kommune?|buyuksehir belediyesi|belediyesi))$"
)


def bare(name: str) -> str:
    """A name, folded, without what says only that it is a municipality; never empty.

    >>> bare("Comune di L'Aquila"), bare("Ville d’Aix"), bare("Zürich City Council"), bare("Stadt")
    ("l'aquila", 'aix', 'zurich', 'stadt')
    """
    low = " ".join(folded(name).split())
    return AFFIXES.sub("", low).strip() or low


_BEHIND = re.compile(r"^(.+?)\s*(?:\(([^()]+)\)|\[([^\[\]]+)\]|[,/]\s*([^,/]+))$")


def parts(name: str) -> tuple[str, str]:
    """A name, and what stands behind it in brackets, after a comma or a slash.

    >>> parts("Frankfurt (Oder)"), parts("Ghent, BE"), parts("Lima")
    (('Frankfurt', 'Oder'), ('Ghent', 'BE'), ('Lima', ''))
    """
    hit = _BEHIND.match(name)
    return (hit[1], hit[2] or hit[3] or hit[4]) if hit else (name, "")


_REGIONAL = re.compile(
    r"\b(provinces?|provincia|provincie|provinz|region|regione|regio|canton|kanton|county|departement|department"
    r"|departamento|diputacio|diputacion|governorate|prefecture|landkreis|kreis|voivodeship|oblast|state of)\b"
)


def regional(name: str) -> bool:
    """Whether a name says itself that it is that of a province, region, county or the like.

    >>> regional("Provincia di Torino"), regional("Comune di Torino")
    (True, False)
    """
    return _REGIONAL.search(folded(name)) is not None
