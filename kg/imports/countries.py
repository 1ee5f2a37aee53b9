"""A country as anybody writes it, a code or a name, to its key in the tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.matching import plain
from kg.reading import nations
from kg.tables import Row, Tables

# codes and names in lists that neither ISO 3166 nor the usual short names give
CODES = {
    "EL": "GR", "XKX": "XK", "KOS": "XK", "Kosovo": "XK", "England": "GB", "Scotland": "GB", "Wales": "GB",
    "Northern Ireland": "GB", "America": "US", "The Netherlands": "NL", "Korea": "KR", "Congo": "CG",
    "State of Palestine": "PS", "The Gambia": "GM", "Macao": "MO", "Macau": "MO", "Hong Kong": "HK",
}  # fmt: skip


class Countries:
    """The countries of a data folder by code and by name."""

    def __init__(self, tables: Tables) -> None:
        rows = tables["countries"].rows if "countries" in tables else []
        self._names = {row.key: row.get("name") or row.key for row in rows}
        self._found: dict[str, str] = {}
        self._add((row.key, text) for row in rows for text in (row.key, row.get("iso2"), row.get("iso3")))
        self._add((row.key, row.get("name")) for row in rows)
        self._add((row["thing"], row.get("name")) for row in _spellings(tables) if row.get("thing") in self._names)
        usual = {name: code for code, names in nations.ALIASES.items() for name in names} | CODES
        self._add((key, name) for name, code in usual.items() if (key := self._found.get(plain(code))))

    def _add(self, pairs: Iterable[tuple[str, str]]) -> None:
        for key, text in pairs:
            if text:
                self._found.setdefault(plain(text), key)

    def find(self, text: str) -> str:
        """The key of the country with that code or name, in any case; empty where it is none."""
        return self._found.get(plain(text), "")

    def name(self, key: str) -> str:
        """The name of a country, or its key in capitals where the tables have none."""
        return self._names.get(key, key.upper())

    @cached_property
    def known(self) -> list[str]:
        """The names of all countries, for a message that proposes the nearest."""
        return sorted(self._names.values())


def _spellings(tables: Tables) -> list[Row]:
    return tables["names"].rows if "names" in tables else []
