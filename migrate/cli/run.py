"""``migrate run``: a compiled pipeline runs here, or on a KFP API that is followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from migrate.cli.options import DebugOption, JsonOption, QuietOption, parse_pairs
from migrate.errors import BadInput, ExitCode, UsageError

PIPELINE_FILE = "pipeline.yaml"
PART_FILE = re.compile(r"pipeline-(\d+)-of-(\d+)\.yaml")


def run(
    target: Annotated[
        Path, typer.Argument(metavar="DIR|FILE", help="A compiled pipeline, or its parts.")
    ],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="A pipeline parameter."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Steps at the same time.")
    ] = None,
    run_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="The new run folder.")] = None,
    resume: Annotated[
        Path | None, typer.Option(metavar="DIR", help="An earlier run folder: run what is missing.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Make every Luigi task with its data; run none.")
    ] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Run every step.")] = False,
    workspace: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Stands in for the volume.")
    ] = None,
    preload: Annotated[
        list[str] | None,
        typer.Option(metavar="MODULE", help="Import once for all steps (warm worker)."),
    ] = None,
    host: Annotated[str | None, typer.Option(metavar="URL", help="Submit to this API.")] = None,
    experiment: Annotated[
        str | None, typer.Option(metavar="NAME", help="Experiment (with --host).")
    ] = None,
    namespace: Annotated[
        str | None, typer.Option(metavar="NAME", help="Namespace (with --host).")
    ] = None,
    no_follow: Annotated[bool, typer.Option("--no-follow", help="Submit only.")] = False,
    timeout: Annotated[
        float | None, typer.Option(metavar="S", min=0, help="Give up after S seconds.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Run a compiled pipeline here, or submit it to a KFP API and follow it."""
    from migrate.cli.run_dry import make_only
    from migrate.cli.run_local import LocalRequest, run_here
    from migrate.cli.run_remote import RemoteRequest, run_there

    remote_only = {
        "--experiment": experiment, "--namespace": namespace, "--no-follow": no_follow,
    }  # fmt: skip
    local_only = {
        "--workers": workers, "--run-dir": run_dir, "--resume": resume,
        "--workspace": workspace, "--preload": preload, "--dry-run": dry_run,
    }  # fmt: skip
    _refuse(remote_only if host is None else local_only, local=host is None)
    if dry_run and resume:
        raise UsageError("--dry-run does not go with --resume", next_step="leave one of them out")
    specs = find_pipelines(target)
    if len(specs) > 1 and no_follow:
        raise UsageError(
            "--no-follow does not go with a pipeline of several parts",
            next_step="each part starts when the one before has ended: leave it out",
        )
    arguments = read_arguments(specs[0], parse_pairs(param or ()))
    if host is not None:
        there = RemoteRequest(
            specs, arguments, host, namespace, experiment, not no_cache, not no_follow, timeout
        )
        return run_there(there, as_json=as_json, quiet=quiet)
    here = LocalRequest(
        specs, arguments, run_dir, resume, workers, not no_cache, workspace,
        tuple(preload) if preload else None, timeout,
    )  # fmt: skip
    if dry_run:
        return make_only(here, as_json=as_json, quiet=quiet)
    return run_here(here, as_json=as_json, quiet=quiet)


def find_pipelines(target: Path) -> tuple[Path, ...]:
    """The compiled pipeline that the argument names, or all parts of one in their order.

    Raises BadInput where there is none, or where a part is missing.
    """
    path = target / PIPELINE_FILE if target.is_dir() else target
    parts = _parts(target)
    if path.is_file() and parts:
        raise BadInput(
            f"there are both {PIPELINE_FILE} and {parts[0].name}",
            where=str(target),
            next_step="delete what is left of an earlier conversion",
        )
    if parts:
        return parts
    if not path.is_file():
        raise BadInput(
            "there is no compiled pipeline",
            where=str(path),
            next_step="give a directory with pipeline.yaml or a compiled YAML file",
        )
    return (path,)


def _parts(directory: Path) -> tuple[Path, ...]:
    """``pipeline-1-of-3.yaml`` and so on, all of them; none where there is no such file."""
    found = {
        int(match[1]): (path, int(match[2]))
        for path in (directory.glob("pipeline-*-of-*.yaml") if directory.is_dir() else ())
        if (match := PART_FILE.fullmatch(path.name))
    }
    count = max((total for _, total in found.values()), default=0)
    if found and (
        set(found) != set(range(1, count + 1)) or len({t for _, t in found.values()}) > 1
    ):
        raise BadInput(
            "the parts of the pipeline are not complete",
            where=str(directory),
            next_step="convert the repository again",
        )
    return tuple(found[number][0] for number in sorted(found))


def read_arguments(spec: Path, texts: Mapping[str, str]) -> dict[str, Any]:
    """The pipeline's arguments in their declared types, complete and known."""
    from bridges.kfp import KfpRunError, arguments_from_text, load_pipeline, pipeline_inputs

    try:
        root = load_pipeline(spec).root
        arguments = arguments_from_text(root, texts)
        pipeline_inputs(root, arguments)
    except KfpRunError as error:
        raise BadInput(str(error), next_step="see --param and the inputs of the pipeline") from None
    return arguments


def _refuse(options: Mapping[str, Any], *, local: bool) -> None:
    """Options of the other kind of run are an error, not ignored."""
    given = [name for name, value in options.items() if value]
    if given:
        raise UsageError(
            f"{', '.join(given)} {'needs' if local else 'does not go with'} --host",
            next_step="see migrate run --help",
        )
