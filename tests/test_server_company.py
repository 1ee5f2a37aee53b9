"""Who meets whom: by hand on a small world, and as the named query counts it on the shipped graph."""

from __future__ import annotations

import pyoxigraph as ox

from kg import named, terms
from kg import store as stores
from kg.server.book.company import MOST, Company, Near
from tests.conftest import world

ID = terms.PREFIXES["id"]
WORLD = world(
    f"""@base <{ID}> .
<network/a> a kg:Collective . <network/b> a kg:Collective . <instrument/c> a kg:Collective .
<city/x> kg:memberOf <network/a> , <network/b> ; kg:endorses <instrument/c> .
<city/y> kg:memberOf <network/a> ; kg:endorses <instrument/c> . <region/z> kg:memberOf <network/a> .
<city/alone> kg:fundedBy <organisation/o> . <organisation/o> kg:memberOf <network/a> ."""
)


def near(*places: tuple[str, int], tied: int = 0) -> Near:
    return Near(tuple((ID + key, count) for key, count in places), tied)


def test_places_are_near_by_what_they_share() -> None:
    company = Company(WORLD)
    assert company.near(ID + "city/x") == near(("city/y", 2), ("region/z", 1))
    assert company.near(ID + "city/alone") == near() == company.near(ID + "city/nobody")


def test_members_are_in_order_of_their_other_collectives() -> None:
    assert Company(WORLD).near(ID + "network/a") == near(("city/x", 2), ("city/y", 1))


def test_more_that_tie_with_the_last_are_counted() -> None:
    many = "".join(f"<city/c{each:02}> kg:memberOf <network/n> . " for each in range(MOST + 4))
    found = Company(world(f"@base <{ID}> . <network/n> a kg:Collective . {many}")).near(ID + "city/c00")
    assert len(found.places) == MOST and found.tied == 3
    assert found.places[0] == (ID + "city/c01", 1)


def test_it_counts_as_the_named_query_does(store: ox.Store) -> None:
    milan, (other, count) = f"{ID}city/milan-it", Company(store).near(f"{ID}city/milan-it").places[0]
    query = named.queries()["shared-collectives"]
    filled = query.text.replace("$one", f"<{milan}>").replace("$other", f"<{other}>")
    assert len(stores.select(store, filled)) == count > 5
