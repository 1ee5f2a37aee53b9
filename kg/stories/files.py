"""A story's file: YAML to plain values, and where in the file each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.errors import CuratorError, OperatorError

Way = tuple[str | int, ...]
"""The keys and places that lead to a value, as ("steps", 0, "text")."""


class File:
    """The values of a YAML file, and where each stands.

    Raises CuratorError where it is no YAML, repeats a name or uses an alias; OperatorError where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.key = path.stem
        self._places: dict[Way, str] = {}
        try:
            self._load(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise OperatorError(f"cannot read {path}: {error.strerror}; check the folder of stories") from error
        except UnicodeDecodeError as error:
            raise CuratorError([f"{self.name}:1:1 not UTF-8; save the story as UTF-8"]) from error
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise CuratorError([f"{self._where(error)} {_complaint(error)}; mend the YAML there"]) from error

    def _load(self, text: str) -> None:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        self.value: Any = None
        if node is not None:
            for way, each in _walk(node, set()):
                self._places[way] = _place(each.start_mark)
            self.value = loader.construct_document(node)

    def at(self, way: Way, message: str) -> str:
        """A problem as one line: file, line, column, and what is wrong with the value there.

        What is not in the file is placed where the nearest value around it begins.
        """
        known = next((way[:end] for end in range(len(way), -1, -1) if way[:end] in self._places), ())
        return f"{self.name}:{self._places.get(known, '1:1')} {message}"

    def _where(self, error: Exception) -> str:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return f"{self.name}:{_place(mark) if mark else '1:1'}"


def _walk(node: yaml.Node, seen: set[int], way: Way = ()) -> Iterator[tuple[Way, yaml.Node]]:
    """Every value below a node, with the way to it; an alias is refused, since it may hold itself."""
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="an alias is not allowed in a story", problem_mark=node.start_mark)
    seen.add(id(node))
    yield way, node
    for step, below in _below(node):
        yield from _walk(below, seen, (*way, step))


def _below(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)
    elif isinstance(node, yaml.MappingNode):
        names = [str(name.value) for name, _ in node.value]
        for number, (name, below) in enumerate(node.value):
            if names.index(names[number]) < number:
                message = f"'{names[number]}' stands here a second time"
                raise yaml.MarkedYAMLError(problem=message, problem_mark=name.start_mark)
            yield names[number], below


def _place(mark: yaml.Mark) -> str:
    return f"{mark.line + 1}:{mark.column + 1}"


def _complaint(error: Exception) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None)
    return " ".join(str(problem or "this cannot be read as YAML").split())
