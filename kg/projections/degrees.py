"""How many neighbours the nodes of a graph have, asked for as networkx asks its graphs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Numbers = Mapping[Any, float]


@dataclass(frozen=True)
class Degrees:
    """Degrees by node: `degree["oslo"]`, `degree("oslo")`, `dict(degree)`, `degree(nodes)`, `degree(weight="weight")`.

    `weigh` gives the sums of an attribute of the edges instead. Nodes that are not in the graph are left out of
    a choice of nodes. Raises KeyError for a single unknown node.

    >>> degree = Degrees({"a": 1, "b": 2}, lambda attribute: {"a": 0.5, "b": 2.5})
    >>> degree["b"], degree("b", weight="weight"), dict(degree), dict(degree(["a", "x"]))
    (2, 2.5, {'a': 1, 'b': 2}, {'a': 1})
    """

    values: Numbers
    weigh: Callable[[str], Numbers]

    def __call__(self, nbunch: Hashable | Iterable[Any] = None, weight: str | None = None) -> Any:
        """The degree of one node, or the degrees of some or all."""
        values = self.values if weight is None else self.weigh(weight)
        if nbunch is None:
            return Degrees(values, self.weigh)
        if isinstance(nbunch, Hashable) and (nbunch in values or not isinstance(nbunch, Iterable)):
            return values[nbunch]
        return Degrees({node: values[node] for node in nbunch if node in values}, self.weigh)

    def __getitem__(self, node: Any) -> float:
        return self.values[node]

    def __iter__(self) -> Iterator[tuple[Any, float]]:
        return iter(self.values.items())

    def __len__(self) -> int:
        return len(self.values)
