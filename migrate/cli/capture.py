"""``migrate capture``: the task graph of a Luigi repository, in a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from migrate.cli.capture_options import (
    ConfigOption,
    ParamOption,
    PathOption,
    PythonOption,
    StubMissingOption,
    TaskOption,
)
from migrate.cli.options import DebugOption, QuietOption, parse_pairs
from migrate.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from migrate.luigi.graph import TaskGraph

USAGE = "migrate capture REPO --module M --task T -o graph.json"


def capture(
    repo: Annotated[
        Path | None, typer.Argument(help="The Luigi repository.", metavar="REPO")
    ] = None,
    module: Annotated[
        list[str] | None,
        typer.Option(
            "--module", metavar="MODULE", help="Module to import; the first is the root's."
        ),
    ] = None,
    task: TaskOption = None,
    param: ParamOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write the graph.")
    ] = None,
    python: PythonOption = None,
    config: ConfigOption = None,
    path: PathOption = None,
    stub_missing: StubMissingOption = False,
    max_nodes: Annotated[
        int,
        typer.Option("--max-nodes", metavar="N", min=1, help="End the walk at this many tasks."),
    ] = 20_000,
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit", metavar="S", min=1, help="End the walk after so many seconds."
        ),
    ] = 300,
    print_script: Annotated[
        bool,
        typer.Option("--print-script", help="Print the script that does it, and nothing else."),
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Write the graph below a Luigi task to graph.json, without running any task.

    Imports the repository's code in its own interpreter. Exit code 1: the walk was cut short.
    """
    from migrate.luigi.graph import to_json
    from migrate.luigi.launch import capture_script, run_capture
    from migrate.luigi.read_graph import graph_from_json
    from migrate.luigi.request import CaptureRequest
    from migrate.report.write import write_text

    if print_script:
        sys.stdout.write(capture_script())
        return ExitCode.CLEAN
    if repo is None or not module or not task or out is None:
        raise UsageError("a repository, module, task and output are needed", next_step=USAGE)
    request = CaptureRequest(
        repo=repo.resolve(),
        modules=tuple(module),
        task=task,
        params=parse_pairs(param or ()),
        python=python,
        config=config,
        stub_missing=stub_missing,
        max_nodes=max_nodes,
        time_limit=time_limit,
        paths=tuple(path or ()),
    )
    graph = graph_from_json(run_capture(request), where=str(repo))
    write_text(out, to_json(graph.raw))
    _print(graph, out, as_json=json_, quiet=quiet)
    return ExitCode.FINDINGS if graph.truncated else ExitCode.CLEAN


def _print(graph: TaskGraph, out: Path, *, as_json: bool, quiet: bool) -> None:
    summary = summary_of(graph, out)
    if as_json:
        sys.stdout.write(json.dumps(summary, indent=2) + "\n")
    elif not quiet:
        _print_table(summary)
    if graph.truncated:
        sys.stderr.write(
            f"migrate: {out}: the walk was cut short; no command converts this graph\n"
            "  next: raise --max-nodes or --time-limit\n"
        )


def summary_of(graph: TaskGraph, out: Path) -> dict[str, object]:
    """What is worth saying about a captured graph."""
    nodes = graph.nodes.values()
    return {
        "graph": str(out),
        "root": graph.root,
        "python": graph.python,
        "luigi": graph.luigi,
        "tasks": len(graph.nodes),
        "edges": len(graph.edges),
        "families": len({node.family for node in nodes}),
        "dynamic tasks": sum(node.dynamic for node in nodes),
        "tasks with errors": sum(bool(node.errors) for node in nodes),
        "stubbed modules": list(graph.stubbed),
        "secrets removed": list(graph.secrets),
        "truncated": graph.truncated,
    }


def _print_table(summary: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None)
    for name, value in summary.items():
        if value or (isinstance(value, int) and not isinstance(value, bool)):
            shown = ", ".join(value) if isinstance(value, list) else str(value)
            table.add_row(name, Text(shown))
    Console().print(table)
