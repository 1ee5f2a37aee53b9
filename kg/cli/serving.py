"""The graph over HTTP: serve."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.frame import graph_option
from kg.errors import OperatorError


@click.command(epilog="Example:  kg serve --port 8080 --timeout 10")
@graph_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on; 0 takes any."
)
@click.option("--workers", type=click.IntRange(1, 64), help="Queries that run at a time; by default one per core.")
@click.option(
    "--timeout", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, help="Seconds for a query."
)
@click.option(
    "--max-rows", type=click.IntRange(1), default=1_000_000, show_default=True, help="Rows or triples of an answer."
)
@click.option("--max-bytes", type=click.IntRange(1), default=256 << 20, show_default=True, help="Bytes of an answer.")
@click.option("--memory", type=click.IntRange(64), default=1024, show_default=True, help="MiB for a query.")
@click.option("--public", metavar="URL", default="", help="The address that others know it by, behind a proxy.")
@click.option("--log-queries", is_flag=True, help="Log what is asked; by default only where.")
def serve(
    graph: Path | None, host: str, port: int, workers: int | None, timeout: float, max_rows: int, max_bytes: int,
    memory: int, public: str, log_queries: bool,
) -> None:  # fmt: skip
    """Serve the graph over HTTP: SPARQL, a query page, the explorer, and a page for every thing.

    Read-only. A query that takes too long or too much is stopped, and nobody else notices. Only this machine can
    reach it unless --host says otherwise.
    """
    from kg import paths
    from kg.store import GRAPH

    try:
        from kg.server import running
        from kg.server.limits import Limits
        from kg.server.sites import FOLDER
    except ImportError as error:
        raise OperatorError(f"kg serve needs {error.name}; install it with: pip install 'citykg[server]'") from error
    allowed = {"timeout": timeout, "rows": max_rows, "size": max_bytes, "memory": memory}
    looked = graph or paths.build() / GRAPH
    limits = Limits(**allowed, **({"workers": workers} if workers else {}))  # type: ignore[arg-type]
    running.serve(
        looked, looked.parent / FOLDER, host, port, limits,
        public=public.rstrip("/") + "/" if public else "", queries=log_queries,
        say=lambda line: click.echo(line, err=True),
    )  # fmt: skip
