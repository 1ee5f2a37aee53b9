"""Tables that were read the wrong way: a column of countries that holds none, columns that look swapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.errors import CuratorError
from kg.imports.columns import Reading
from kg.imports.countries import Countries
from kg.imports.newcomers import Use
from kg.imports.resolver import Resolver
from kg.matching import Query

SHARE = 0.2  # of the cells of a country column that may be no country
FEW = 5  # names below which a share says nothing


def country(reading: Reading, countries: Countries) -> None:
    """Raises CuratorError where the column read as the country mostly holds something else."""
    column = reading.sources.get("country")
    texts = [item for item in reading.items if item.get("country")]
    wrong = [item for item in texts if not countries.find(item.get("country"))]
    if not column or len(wrong) <= SHARE * len(texts) or (len(texts) < FEW and len(wrong) < len(texts)):
        return
    raise CuratorError(
        f"{reading.where(wrong[0].line, 'country')}: '{wrong[0].get('country')}' and {len(wrong) - 1} more of "
        f"{len(texts)} cells are no country of countries.csv; say --map COLUMN=country for the right column"
    )


def elsewhere(reading: Reading, uses: Sequence[Use], resolver: Resolver) -> None:
    """Raises CuratorError where most names with a country are found in other countries only."""
    asked = sorted({use.found.query for use in uses if use.found.query.country}, key=_order)
    missing = {use.found.query for use in uses if use.found.open and use.found.query.country}
    lands = {query: resolver.elsewhere(query) for query in asked if query in missing}
    found = [query for query in asked if lands.get(query)]
    if len(asked) < FEW or len(found) <= len(asked) / 2:
        return
    one = found[0]
    raise CuratorError(
        f"{reading.file}: {len(found)} of {len(asked)} names are found in other countries only, as '{one.name}' "
        f"({lands[one].upper()}, not {one.country.upper()}); is the right column read as the country?"
    )


def swapped(reading: Reading, uses: Iterable[Use], resolver: Resolver, place: str) -> None:
    """Raises CuratorError where the names of another column are those of places."""
    own = next((column for column in reading.table.columns if column.name == place), None)
    if own is None or not own.references:
        return
    by_column: dict[str, set[Query]] = {}
    open_names: dict[str, set[Query]] = {}
    for use in uses:
        by_column.setdefault(use.column, set()).add(use.found.query)
        if use.found.open:
            open_names.setdefault(use.column, set()).add(use.found.query)
    for column, queries in sorted(open_names.items()):
        if column == place or "cities" in queries.copy().pop().kinds:
            continue
        places = [query for query in queries if resolver.is_place(query.name, own.references)]
        if len(places) > len(by_column[column]) / 2:
            raise CuratorError(
                f"{reading.file}: the columns look swapped: '{column}' holds names of places, as "
                f"'{min(query.name for query in places)}'; say --map COLUMN={place} and --map COLUMN={column}"
            )


def _order(query: Query) -> tuple[str, str]:
    return query.name, query.country
