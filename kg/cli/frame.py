"""What all commands share: the group, options, progress, where results go, and the graph to work on."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError, nearest

if TYPE_CHECKING:
    import pyoxigraph as ox


class Commands(click.Group):
    """A group that suggests the nearest command and turns every failure into one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name, or a usage error that names the nearest one."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"no command '{args[0]}'{nearest(args[0], self.commands)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a failure of ours ends in one clear line and its exit code, never in a traceback."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(
                "\n".join(f"kg: {line}" if not line.startswith(" ") else line for line in str(error).splitlines()),
                err=True,
            )
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("kg: stopped; what was there before is untouched", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"kg: {place}{error.strerror or error}; nothing half-written is left", err=True)
            ctx.exit(1)


SOON = 2.0
"""Seconds for which nobody wants to be told how long it will take."""


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Say on a terminal what is being done and, when done, how long it took.

    Gives a function to be told the share that is done, from 0 to 1: after two seconds it says how much time is left.
    """
    started, said = time.perf_counter(), time.perf_counter()
    live = sys.stderr.isatty()

    def tick(done: float) -> None:
        nonlocal said
        now = time.perf_counter()
        if live and done > 0 and now - started > SOON and now - said > 0.2:
            said = now
            click.echo(
                f"\r{what} … {done:.0%}, {_span((now - started) * (1 - done) / done)} left    ", err=True, nl=False
            )

    if live:
        click.echo(f"{what} …", err=True, nl=False)
    yield tick
    if live:
        click.echo(f"\r{what}: {time.perf_counter() - started:.1f} s{' ' * 20}", err=True)


def _span(seconds: float) -> str:
    """A length of time in a word or two.

    >>> _span(12.3), _span(150), _span(7300)
    ('12 s', '2 min', '2.0 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def emit(content: bytes, output: Path | None) -> None:
    """Write a result to a file, or to stdout where that is `-` or nothing."""
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from kg import paths

    paths.write(output, content)
    click.echo(f"wrote {output}", err=True)


graph_option = click.option(
    "--graph",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Graph to read (.nt, .ttl …); by default the one that 'kg build' wrote.",
)
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write; - is stdout."
)
as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    help="Look at the graph as it stood in a year, month or on a day (2018, 2018-12, 2018-12-08).",
)
documents_option = click.option(
    "--documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Folder with the source documents.",
)
data_option = click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of tables; by default the shipped one."
)


def looked_at(graph: Path | None, as_of: str | None) -> ox.Store:
    """The graph to work on, as of a date where one is given; says what the date left out."""
    from kg.store import open_store

    return as_it_stood(open_store(graph), as_of)


def as_it_stood(store: ox.Store, as_of: str | None) -> ox.Store:
    """A store as of a date, or the store itself where there is none."""
    from kg import store as stores

    if not as_of:
        return store
    store, count = stores.as_of(store, as_of)
    click.echo(f"kg: {count}", err=True)
    return store
