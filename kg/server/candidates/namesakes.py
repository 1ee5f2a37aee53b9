"""How large the places of other countries are that share a name with a city of the graph, from the gazetteer.

The gazetteer is too large for every worker; what matters of it is worked out once, when a folder is prepared.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from kg import gazetteer, paths
from kg.errors import OperatorError
from kg.matching import plain
from kg.names import kind_of
from kg.server.candidates.entities import Things
from kg.server.candidates.properties import PROPERTIES

FILE = "namesakes.json"


def add(folder: Path) -> None:
    """Write the file for a folder with a store called `graph`, in a process of its own: the gazetteer stays behind.

    Raises OperatorError where that fails.
    """
    done = subprocess.run([sys.executable, "-m", __name__, str(folder)], capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise OperatorError(f"{FILE} cannot be written: {done.stderr.strip().rpartition(chr(10))[2]}; try it again")


def work_out(things: Things) -> bytes:
    """The contents of the file: inhabitants by plain name and country; nothing where the gazetteer is missing."""
    found = _sizes(things) if gazetteer.there() else {}
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sizes(things: Things) -> dict[str, dict[str, int]]:
    """The gazetteer's sizes; a city of the graph counts by all its names, of which the gazetteer has another first."""
    cities = [thing for thing in things.by_iri.values() if kind_of(thing.iri) == "city"]
    found = gazetteer.sizes(name for thing in cities for name in thing.names)
    for thing in cities:
        country = things.value(thing.iri, "kg:inCountry").rpartition("/")[2]
        numbers = [str(each["str"]) for each in PROPERTIES["geonames"].read(things, thing)]
        own = max((place.population for each in numbers if (place := gazetteer.numbered(each))), default=0)
        for sizes in (found[fold] for name in thing.names if (fold := plain(name)) in found):
            sizes[country] = max(sizes.get(country, 0), own)
    return found


def read(folder: Path) -> dict[str, dict[str, int]]:
    """What was worked out for a prepared folder; nothing where the file is not there."""
    path = folder / FILE
    return dict(json.loads(path.read_bytes())) if path.is_file() else {}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    paths.write(target / FILE, work_out(Things(ox.Store.read_only(str(target / "graph")))))
