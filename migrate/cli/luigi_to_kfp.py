"""``migrate luigi-to-kfp``: a Luigi repository becomes a Kubeflow pipeline, with a proof."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.capture_options import (
    ConfigOption,
    ParamOption,
    PathOption,
    PythonOption,
    StubMissingOption,
    TaskOption,
)
from migrate.cli.options import DebugOption, JsonOption, QuietOption, SarifOption, parse_pairs
from migrate.errors import BadInput, ExitCode, UsageError

MOST_TASKS = 2000
"""Three times what one Argo object holds; kfp needs minutes to compile more."""


def luigi_to_kfp(
    repo: Annotated[Path, typer.Argument(help="The Luigi repository.", metavar="REPO")],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Directory to write the project to.")
    ],
    module: Annotated[
        list[str] | None, typer.Option("--module", metavar="MODULE", help="Module to import.")
    ] = None,
    task: TaskOption = None,
    param: ParamOption = None,
    probe: Annotated[
        list[str] | None,
        typer.Option("--probe", metavar="NAME=V1,V2", help="Other values of a root parameter."),
    ] = None,
    graph: Annotated[
        list[Path] | None,
        typer.Option(
            "--graph", metavar="FILE", help="A captured graph.json; nothing is imported then."
        ),
    ] = None,
    python: PythonOption = None,
    config: ConfigOption = None,
    path: PathOption = None,
    stub_missing: StubMissingOption = False,
    max_nodes: Annotated[
        int, typer.Option("--max-nodes", metavar="N", min=1, help="Refuse a graph of more tasks.")
    ] = MOST_TASKS,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="S", min=1, help="Seconds for one capture.")
    ] = 300,
    allow_large: Annotated[
        bool, typer.Option("--allow-large", help="One pipeline, however large it is.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite edited files.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print a diff.")] = False,
    json_: JsonOption = False,
    sarif: SarifOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Convert a Luigi task graph to a KFP pipeline: one step per task, and a proof.

    Runs the repository's code to capture the graph, unless --graph is given.
    """
    from migrate.kfp.command import Request, run

    if not repo.is_dir():
        raise BadInput("not a directory", where=str(repo), next_step="give the repository's root")
    captures = {"--module": module, "--task": task}
    _check_way_in(graph, captures, {"--param": param, "--probe": probe})
    request = Request(
        repo=repo.resolve(),
        out=out.resolve(),
        modules=tuple(module or ()),
        task=task or "",
        params=parse_pairs(param or ()),
        probes=parse_pairs(probe or (), option="--probe"),
        graphs=tuple(graph or ()),
        python=python,
        config=config,
        paths=tuple(p.resolve() for p in path or ()),
        stub_missing=stub_missing,
        max_nodes=max_nodes,
        time_limit=time_limit,
        allow_large=allow_large,
        force=force,
        diff=diff,
        as_json=json_,
        sarif=sarif,
        quiet=quiet,
    )
    return run(request)


def _check_way_in(
    graphs: list[Path] | None, captures: Mapping[str, object], details: Mapping[str, object]
) -> None:
    """Either graphs that exist already, or everything a capture needs."""
    given = [name for name, value in {**captures, **details}.items() if value]
    if graphs and given:
        raise UsageError(
            f"{given[0]} has no meaning beside --graph",
            next_step="leave it out: the graph was captured with its own",
        )
    missing = [name for name, value in captures.items() if not value]
    if not graphs and missing:
        raise UsageError(
            f"{missing[0]} is missing",
            next_step="say --module M --task T, or --graph FILE",
        )
