"""The graph over HTTP: serve."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.frame import graph_option, progress
from kg.errors import AskerError, OperatorError


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
@click.option("--memory", type=click.IntRange(256), default=1024, show_default=True, help="MiB for a query.")
@click.option("--public", metavar="URL", default="", help="The address that others know it by, behind a proxy.")
@click.option("--log-queries", is_flag=True, help="Log what is asked; by default only where.")
@click.option(
    "--static",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the whole site as files into DIR instead: for any web host, or to open from a folder.",
)
@click.option("--base", metavar="URL", default="", help="With --static: the address at which DIR will stand.")
def serve(
    graph: Path | None, host: str, port: int, workers: int | None, timeout: float, max_rows: int, max_bytes: int,
    memory: int, public: str, log_queries: bool, static: Path | None, base: str,
) -> None:  # fmt: skip
    """Serve the graph over HTTP: SPARQL, a query page, the explorer, and a page for every thing.

    Read-only. A query that takes too long or too much is stopped, and nobody else notices. Only this machine can
    reach it unless --host says otherwise.

    With --static nothing is served: pages, explorer, downloads and a query page that answers in the browser are
    written as files. Their links are checked first; where one is broken, nothing is written, and the exit code is 1.
    """
    from kg import paths
    from kg.store import GRAPH

    try:
        from kg.server.limits import Limits
        from kg.server.site.sites import FOLDER
        from kg.server.site.static import address
        from kg.server.web import running
    except ImportError as error:
        raise OperatorError(f"kg serve needs {error.name}; install it with: pip install 'citykg[server]'") from error
    allowed = {"timeout": timeout, "rows": max_rows, "size": max_bytes, "memory": memory}
    looked = graph or paths.build() / GRAPH
    if base and not static:
        raise AskerError("--base is the address of a site of files; say with --static DIR where to write it")
    if static:
        _write(looked, static, base, workers)
        return
    limits = Limits(**allowed, **({"workers": workers} if workers else {}))  # type: ignore[arg-type]
    running.serve(
        looked, looked.parent / FOLDER, host, port, limits,
        public=address(public, "--public"), queries=log_queries,
        say=lambda line: click.echo(line, err=True),
    )  # fmt: skip


def _write(graph: Path, target: Path, base: str, processes: int | None) -> None:
    """Write the site as files; exit 1 with its broken links where there are any."""
    from kg.server.limits import Limits
    from kg.server.site import publishing, static
    from kg.server.site.sites import FOLDER, prepare

    base = static.address(base)
    static.vacant(target)
    with progress("preparing the graph"):
        folder = prepare(graph, graph.parent / FOLDER).folder
    with progress(f"writing {target}") as tick:
        pieces = publishing.pieces(folder, base, processes or Limits().workers, tick)
        found = static.write(target, pieces, base, publishing.states(folder))
    if found.broken:
        click.echo("\n".join(found.broken))
        click.echo(f"kg: {len(found.broken)} broken links; {target} is as it was before", err=True)
        raise SystemExit(1)
    click.echo(f"wrote {target}: {found.files:,} files, {found.size / 1e6:.0f} MB; open index.html there", err=True)
