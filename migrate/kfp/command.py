"""The command behind ``migrate luigi-to-kfp``: capture, convert, write, report."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.errors import CaptureFailed, ExitCode, UsageError
from migrate.kfp.convert import Conversion, convert
from migrate.kfp.render.pipeline_py import STEP_FILE
from migrate.kfp.report import report_of
from migrate.kfp.rules.by_process import drawn_findings
from migrate.kfp.rules.by_script import script_findings
from migrate.kfp.settings import FILE as SETTINGS_FILE
from migrate.kfp.settings import read_settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph
from migrate.luigi.launch import capture_graph
from migrate.luigi.read_graph import read_graph
from migrate.luigi.repeat import may_draw
from migrate.luigi.request import CaptureRequest
from migrate.project import diff, plan_changes, write_project
from migrate.report import html, json_report, sarif, suppress, terminal
from migrate.report.model import Report
from migrate.report.write import write_text

CONFIG_FILES = {"cfg": ("luigi.cfg", "client.cfg"), "toml": ("luigi.toml",)}


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for; paths are absolute."""

    repo: Path
    out: Path
    modules: tuple[str, ...]
    task: str
    params: Mapping[str, str]
    probes: Mapping[str, str]
    graphs: tuple[Path, ...]
    python: Path | None
    config: Path | None
    paths: tuple[Path, ...]
    stub_missing: bool
    max_nodes: int
    time_limit: float
    allow_large: bool
    force: bool
    diff: bool
    as_json: bool
    sarif: Path | None
    quiet: bool


def run(request: Request) -> ExitCode:
    """Converts and writes; the exit code says whether a person is needed."""
    settings = read_settings(request.out)
    if request.allow_large:
        settings = replace(settings, most_tasks=0)
    plan_changes(request.out, {})
    graphs = _graphs(request)
    source = Source(
        request.repo,
        _inside(request),
        _local(request),
        _config(request, graphs[0].config_parser),
        _kept_out(request),
    )
    conversion = convert(source, graphs, settings)
    drawn = drawn_findings(graphs, _again(request, graphs))
    scripts = script_findings(request.repo, graphs[0])
    found = suppress.apply((*conversion.plan.findings, *drawn, *scripts), request.repo)
    report = report_of(conversion, found)
    files = _with_reports(conversion, report)
    if request.sarif is not None:
        write_text(request.sarif, sarif.render(report))
    if request.diff:
        sys.stdout.write(diff(request.out, files) + "\n")
        return report.exit_code
    write_project(request.out, files, force=request.force, personal=(SETTINGS_FILE,))
    _print(request, report)
    return report.exit_code


def _graphs(request: Request) -> list[TaskGraph]:
    """The base graph first, then its probes."""
    if request.graphs:
        return [read_graph(path) for path in request.graphs]
    base = _base(request)
    first = capture_graph(base)
    _check_probed(request, first)
    return [first, *(_probe(replace(base, params=params)) for params in _probes(request))]


def _base(request: Request) -> CaptureRequest:
    return CaptureRequest(
        repo=request.repo,
        modules=request.modules,
        task=request.task,
        params=dict(request.params),
        python=request.python,
        config=request.config,
        paths=request.paths,
        stub_missing=request.stub_missing,
        max_nodes=request.max_nodes,
        time_limit=request.time_limit,
    )


def _again(request: Request, graphs: Sequence[TaskGraph]) -> list[TaskGraph]:
    """The graph from other processes, where that may tell: its probes, or one more capture."""
    if len(graphs) > 1 or request.graphs or not may_draw(request.repo):
        return list(graphs[1:])
    with contextlib.suppress(CaptureFailed):
        return [capture_graph(_base(request))]
    return []


def _check_probed(request: Request, graph: TaskGraph) -> None:
    root = graph.nodes[graph.root]
    for name, values in request.probes.items():
        if root.param(name.replace("-", "_")) is None:
            raise UsageError(
                f"{root.family} has no parameter {name}",
                where=f"--probe {name}={values}",
                next_step=f"its parameters: {', '.join(sorted(p.name for p in root.params))}",
            )


def _probe(request: CaptureRequest) -> TaskGraph:
    """The graph at probed values; what is wrong with one is told of ``--probe``."""
    try:
        return capture_graph(request)
    except CaptureFailed as error:
        given = ", ".join(f"{name}={text}" for name, text in request.params.items())
        where = f"{request.repo}: probed with {given}"
        raise CaptureFailed(error.what, where=where, next_step=error.next_step) from error


def _probes(request: Request) -> list[dict[str, str]]:
    """One capture per probe value, and one where all probed parameters change together."""
    found = []
    for name, values in request.probes.items():
        if not values:
            raise UsageError(f"{name} has no values", where="--probe", next_step="write name=v1,v2")
        found += [{**request.params, name: value} for value in _values(values)]
    if len(request.probes) > 1:
        firsts = {name: _values(values)[0] for name, values in request.probes.items()}
        found.append({**request.params, **firsts})
    return found


def _values(text: str) -> list[str]:
    """Values between commas; a JSON list or object, as list parameters are written, is one."""
    return [text] if text[:1] in {"[", "{"} else text.split(",")


def _inside(request: Request) -> tuple[str, ...]:
    """Import directories as seen from the repository's root, which the image has at ``/app``."""
    return tuple(os.path.relpath(path, request.repo) for path in request.paths)


def _config(request: Request, parser: str) -> str:
    """The configuration file that Luigi would read, relative to the project."""
    own = (request.repo / name for name in CONFIG_FILES[parser])
    found = request.config or next((path for path in own if path.is_file()), None)
    return os.path.relpath(found, request.out) if found else ""


def _kept_out(request: Request) -> tuple[str, ...]:
    """What is inside the repository but not of its image: this project with its runs, and the
    configuration that was named, whose public part the image gets as ``luigi.cfg``."""
    paths = [request.out, *([request.config.resolve()] if request.config else [])]
    return tuple(
        str(path.relative_to(request.repo)) for path in paths if request.repo in path.parents
    )


def _local(request: Request) -> dict[str, object]:
    """How ``migrate run`` finds here what the image will hold; relative to the project."""
    repo = os.path.relpath(request.repo, request.out)
    here: dict[str, object] = {
        # The project comes last: its pipeline.py must not hide a module of the repository.
        "pythonpath": [repo, *(os.path.relpath(p, request.out) for p in request.paths), "."],
        "cwd": repo,
        "files": {STEP_FILE: f"./{Path(STEP_FILE).name}"},
    }
    if request.python is not None:
        here["python"] = _as_given(request.python, request.out)
    if request.config is not None:
        here["env"] = {"LUIGI_CONFIG_PATH": os.path.relpath(request.config, request.repo)}
    return here


def _as_given(path: Path, out: Path) -> str:
    """An absolute path stays one; what was relative to here becomes relative to the project."""
    python = path.expanduser()
    return str(python) if python.is_absolute() else os.path.relpath(python, out)


def _with_reports(conversion: Conversion, report: Report) -> dict[str, bytes]:
    return {
        **conversion.files,
        "report.json": json_report.render(report).encode(),
        "report.html": html.render(report).encode(),
    }


def _print(request: Request, report: Report) -> None:
    if request.as_json:
        sys.stdout.write(json_report.render(report))
    elif not request.quiet:
        terminal.show(report)
        sys.stderr.write(f"report: {request.out / 'report.html'}\n")
