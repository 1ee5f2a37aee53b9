"""What stands in the file of a worksheet beside its values: formulas, merged cells, errors, what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from kg.errors import OperatorError
from kg.sheets import limits

ROWS, COLUMNS = 1_048_576, 16_384  # of a worksheet, at most
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Cell:
    """A cell that needs a word: its row and column, its name in Excel and what stands there."""

    row: int
    column: int
    text: str = ""

    @property
    def name(self) -> str:
        """Its name in Excel.

        >>> Cell(3, 28).name
        'AB3'
        """
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self.row}"

    @property
    def place(self) -> str:
        """Row and column as messages have them."""
        return f"{self.row}:{self.column}"


@dataclass(frozen=True)
class Marks:
    """What a worksheet's file says that its values do not: cells, merged ranges, hidden rows and columns."""

    formulas: list[Cell] = field(default_factory=list)
    empty: list[Cell] = field(default_factory=list)
    errors: list[Cell] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def tall(merged: str) -> bool:
    """Whether a range spans rows.

    >>> tall("B2:B5"), tall("B2:C2")
    (True, False)
    """
    return len(set(re.findall("[0-9]+", merged))) > 1


def prolog(part: IO[bytes]) -> None:
    """Refuse an XML file that declares a document type: it may hold entities that unfold without end.

    Raises ValueError.
    """
    begun = False

    def begin(*_: object) -> None:
        nonlocal begun
        begun = True

    def refuse(*_: object) -> None:
        raise ValueError("a document type declaration")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = begin, refuse
    while not begun and (chunk := part.read(1 << 14)):
        parser.Parse(chunk, False)


def marks(name: str, part: IO[bytes]) -> Marks:
    """Read the file of a worksheet through once, in little memory; `name` is the workbook's, for messages.

    Raises ValueError where rows or cells are out of order, OperatorError where there are too many cells.
    """
    walk = _Walk(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.characters
    parser.ParseFile(part)
    return walk.found


class _Walk:
    """Where the parser is, and what it has found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found = Marks()
        self.row = self.column = self.cells = 0
        self.kind = self.said = ""
        self.inside = self.formula = self.reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self._enter_row(attributes)
        elif local == "c":
            self._enter_cell(attributes)
        elif local == "mergeCell":
            self.found.merged.append(attributes["ref"])
        elif local == "col" and _hidden(attributes):
            self.found.hidden.append(f"column {Cell(0, int(attributes['min'])).name[:-1]}")
        elif self.inside:
            self.formula |= local == "f"
            self.reading = local == "v"

    def _enter_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self.row + 1))
        if not self.row < row <= ROWS:
            raise ValueError(f"row {row} after row {self.row}")
        self.row, self.column = row, 0
        if _hidden(attributes):
            self.found.hidden.append(f"row {row}")

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        column = _column(attributes["r"], self.row) if "r" in attributes else self.column + 1
        if not self.column < column <= COLUMNS:
            raise ValueError(f"column {column} after column {self.column}")
        self.cells += column - self.column
        if self.cells > limits.CELLS:
            raise OperatorError(f"{self.name} has more than {limits.CELLS:,} cells; save what you need of it as CSV")
        self.column, self.kind, self.said = column, attributes.get("t", ""), ""
        self.inside, self.formula = True, False

    def characters(self, text: str) -> None:
        if self.reading and (self.formula or self.kind == "e"):
            self.said += text

    def end(self, name: str) -> None:
        self.reading = False
        if name.rpartition(" ")[2] == "c":
            self.inside = False
            self._leave_cell(Cell(self.row, self.column, self.said))

    def _leave_cell(self, cell: Cell) -> None:
        if self.kind == "e":
            self.found.errors.append(cell)
        elif self.formula:  # that computes text may have computed an empty one
            (self.found.formulas if self.said or self.kind == "str" else self.found.empty).append(cell)


def _hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def _column(name: str, row: int) -> int:
    """The number of a cell's column.

    >>> _column("AB3", 3)
    28
    """
    found = CELL.fullmatch(name)
    if not found or int(found[2]) != row:
        raise ValueError(f"cell {name} in row {row}")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number
