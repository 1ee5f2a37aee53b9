"""Parquet files as text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import CuratorError, KgError, OperatorError
from kg.sheets import limits
from kg.sheets.text import Lines
from kg.sheets.values import text


def lines(path: Path, content: bytes) -> tuple[Lines, list[str]]:
    """The columns' names as line 0, then the cells of each row, counted from 1.

    Raises CuratorError where a column is nested or the file is damaged, OperatorError where pyarrow, the extra
    'parquet', is not installed or the file is too large.
    """
    try:
        return iter(list(_lines(path, content))), []
    except KgError:
        raise
    except Exception as error:  # pyarrow raises of its own and of Python's, as the damage happens to be
        raise CuratorError(
            f"{path.name}: cannot be read as a Parquet file ({type(error).__name__}); write it again, or as CSV"
        ) from error


def _lines(path: Path, content: bytes) -> Lines:
    file = _open(content)
    schema, told = file.schema_arrow, file.metadata
    _check(path, schema, told)
    yield 0, list(schema.names)
    row = 0
    for batch in file.iter_batches(batch_size=4096):
        for values in zip(*map(_values, batch.columns), strict=True):
            row += 1
            yield row, [_text(path, row, at, value) for at, value in enumerate(values, 1)]


def _open(content: bytes) -> Any:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise OperatorError("Parquet needs pyarrow; install it with: pip install 'citykg[parquet]'") from error
    return ParquetFile(io.BytesIO(content))


def _check(path: Path, schema: Any, told: Any) -> None:
    """Refuse what no table of text can hold, or what would fill the memory, before it is unpacked."""
    from pyarrow import types

    nested = [f"{each.name} ({each.type})" for each in schema if types.is_nested(each.type)]
    if nested:
        raise CuratorError(f"{path.name}: nested columns: {limits.few(nested)}; write them as text, or leave them out")
    size = sum(told.row_group(at).total_byte_size for at in range(told.num_row_groups))
    if size > limits.UNPACKED or told.num_rows * len(schema) > limits.CELLS:
        raise OperatorError(
            f"{path} holds {told.num_rows * len(schema):,} cells in {size / limits.MEGABYTE:,.0f} MB, more than "
            f"{limits.CELLS:,} or {limits.UNPACKED / limits.MEGABYTE:g}; write only the columns and rows that you need"
        )


def _values(column: Any) -> Iterator[Any]:
    """A column's values in Python; nanoseconds, which Python's dates lack, become microseconds."""
    import pyarrow

    kind = column.type
    fine = pyarrow.types.is_timestamp(kind) and kind.unit == "ns"
    return iter((column.cast(pyarrow.timestamp("us", kind.tz), safe=False) if fine else column).to_pylist())


def _text(path: Path, row: int, at: int, value: Any) -> str:
    if not isinstance(value, bytes):
        return text(value)
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise CuratorError(f"{path.name}:{row}:{at}: bytes that are no text; write the column as text") from error
