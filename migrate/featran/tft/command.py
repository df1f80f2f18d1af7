"""The command behind ``migrate featran-to-tft``: read, decide, write, report."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.errors import BadInput, ExitCode, UsageError
from migrate.featran import origin
from migrate.featran.scala.seeds import settled
from migrate.featran.tft.convert import Options, convert
from migrate.featran.tft.files import files_of, write_files
from migrate.featran.tft.report import report_of
from migrate.featran.tft.trace import require_tensorflow
from migrate.report import html, json_report, sarif, terminal
from migrate.report.model import Report
from migrate.report.write import write_text


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    paths: tuple[Path, ...]
    settings: Path | None
    out: Path
    spec: str
    record: str
    params: Mapping[str, str]
    avro_schema: Path | None
    options: Options
    force: bool = False
    as_json: bool = False
    html: Path | None = None
    sarif: Path | None = None
    quiet: bool = False


def run(request: Request) -> ExitCode:
    """Convert and write; the exit code says whether a person is needed."""
    _check(request)
    require_tensorflow()
    settings = origin.read_settings(request.settings) if request.settings else ()
    if request.paths:
        read = origin.from_scala(
            request.paths,
            spec=request.spec,
            record=request.record,
            params=request.params,
            avro_schema=request.avro_schema,
        )
        found = settled(read.findings, {s.name for s in settings})
        read = replace(read, findings=found)
    else:
        assert request.settings is not None
        read = origin.from_settings(request.settings, settings)
    conversion = convert(read, settings, request.options)
    files = files_of(conversion, request.out, _sources(request))
    write_files(request.out, files, force=request.force)
    report = report_of(conversion, _inputs(request), conversion.findings)
    _show(request, report)
    return report.exit_code


def _check(request: Request) -> None:
    if not request.paths and request.settings is None:
        raise UsageError("nothing to convert", next_step="give SPEC.scala, --settings, or both")
    if request.settings is None and not request.options.refit:
        raise UsageError(
            "a frozen transform needs the settings of the Scala job's run",
            where="--settings",
            next_step="give --settings, or --refit to learn them anew in tf.Transform",
        )
    if not request.out.stem.isidentifier() or request.out.suffix != ".py":
        raise UsageError(
            f"{request.out.name} is not the name of a Python module",
            where="--out",
            next_step="name the module, for example preprocessing.py",
        )
    if request.out.is_dir():
        raise BadInput("is a directory", where=str(request.out), next_step="name a file in it")


def _sources(request: Request) -> dict[str, bytes]:
    paths = [*request.paths, request.settings, request.avro_schema]
    return {path.name: path.read_bytes() for path in paths if path is not None}


def _inputs(request: Request) -> dict[str, str]:
    return {
        "spec": ", ".join(map(str, request.paths)) or "none: settings alone",
        "settings": str(request.settings or "none: refit"),
        "module": str(request.out),
        "Scala": request.options.flavour.scala,
    }


def _show(request: Request, report: Report) -> None:
    if request.html is not None:
        write_text(request.html, html.render(report))
    if request.sarif is not None:
        write_text(request.sarif, sarif.render(report))
    if request.as_json:
        sys.stdout.write(json_report.render(report))
    elif not request.quiet:
        terminal.show(report)
