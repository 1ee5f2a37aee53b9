"""Where data, ontology and build are: in a checkout and in an installed wheel.

A checkout keeps `data/`, `ontology/` and `docs/stories/` beside the package; a wheel carries them inside it.
`build/` is in the checkout, or else in the folder one stands in.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import OperatorError

PACKAGE = Path(__file__).resolve().parent
QUERIES = PACKAGE / "queries"


def _beside_or_inside(name: str) -> Path:
    beside = PACKAGE.parent / name
    return beside if (PACKAGE.parent / "pyproject.toml").is_file() else PACKAGE / f"_{name}"


def data() -> Path:
    """Folder of the curated tables."""
    return _beside_or_inside("data")


def ontology() -> Path:
    """Folder of the vocabulary, shapes, schemes, checks and examples."""
    return _beside_or_inside("ontology")


def stories() -> Path:
    """Folder of the stories that the explorer tells; in a checkout a part of the guide."""
    beside = PACKAGE.parent / "docs" / "stories"
    return beside if (PACKAGE.parent / "pyproject.toml").is_file() else PACKAGE / "_stories"


def build() -> Path:
    """Folder of what is generated: `build/` of the checkout, else of the working folder."""
    checkout = PACKAGE.parent
    return (checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()) / "build"


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary path beside `target` that becomes it when the block ends well.

    After an error, a full disk or Ctrl-C the old file is untouched and nothing half-written stays. A link stays a
    link: what it points to is replaced.

    Raises OperatorError where the folder or file cannot be written.
    """
    if target.is_dir():
        raise OperatorError(f"cannot write {target}: it is a folder; name a file in it")
    target = target.resolve() if target.is_symlink() else target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise OperatorError(f"cannot write {target}: {error.strerror}; choose another output") from error
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        raise OperatorError(
            f"cannot write {target}: {error.strerror}; the old file is untouched; free some space or write elsewhere"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write(target: Path, content: bytes) -> None:
    """Write a whole file or leave the old one as it was; a device or a pipe is written to, never replaced."""
    if target.is_char_device() or target.is_fifo():
        try:
            target.write_bytes(content)
        except OSError as error:
            raise OperatorError(f"cannot write {target}: {error.strerror}; choose another output") from error
        return
    with replacing(target) as temporary:
        temporary.write_bytes(content)
