"""The command face of everything; what it imports, it imports inside the commands, so that help is quick.

Results go to stdout, messages and progress to stderr. Exit 0 fine, 1 findings or failure, 2 wrong use.
"""

from __future__ import annotations

import click

from kg.cli.asking import query
from kg.cli.comparing import diff
from kg.cli.frame import Commands
from kg.cli.importing import import_
from kg.cli.judging import audit
from kg.cli.passages import cite, verify
from kg.cli.ranking import rank
from kg.cli.reading import read
from kg.cli.serving import serve
from kg.cli.showing import explore, export, show
from kg.cli.tables import build, tidy, validate


@click.group(
    cls=Commands,
    commands=[
        build,
        validate,
        query,
        rank,
        explore,
        serve,
        show,
        export,
        tidy,
        diff,
        read,
        cite,
        verify,
        audit,
        import_,
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example:  kg build && kg show 'São Paulo'",
)
@click.version_option(package_name="citykg", prog_name="kg")
def main() -> None:
    """An open knowledge graph of cities, networks and commitments on migration: build it, query it, rank, explore."""


__all__ = ["main"]
