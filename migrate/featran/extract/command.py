"""``migrate featran-extract``: load, check, run, and say what became of it."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from bridges.featran.errors import FeatranError
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.outputs import Outputs, open_output
from bridges.featran.records import Records, is_file, open_records
from bridges.featran.settings.document import to_utf8
from bridges.files.filesystem import create
from migrate.bridge.failures import told
from migrate.bridge.progress import watched
from migrate.errors import ExitCode, OutputConflict
from migrate.featran.extract import summary
from migrate.featran.extract.load import Loaded, SpecSource, load, text_of
from migrate.featran.extract.refusals import RejectionLines
from migrate.featran.extract.report import report_of
from migrate.featran.extract.work import Tally, extract, extractors, names_of, settings_of
from migrate.report import html, sarif
from migrate.report.write import write_text

SETTINGS: Final = "settings.json"
MANIFEST: Final = "manifest.json"
REJECTIONS: Final = "rejections.jsonl"
SUFFIXES: Final = {
    Outputs.JSONL: ".jsonl",
    Outputs.NPY: ".npy",
    Outputs.PARQUET: ".parquet",
    Outputs.TFRECORD: ".tfrecord.gz",
}


@dataclass(frozen=True, slots=True)
class Request:
    """The command line, checked."""

    spec: SpecSource
    source: str
    destination: str
    to: Outputs
    settings: Path | None = None
    single: bool = False
    schema: str | None = None
    flavour: Flavour = DEFAULT
    workers: int | None = None
    as_json: bool = False
    html: Path | None = None
    sarif: Path | None = None
    quiet: bool = False

    @property
    def features_file(self) -> str:
        """The name of the file of features."""
        return f"features{SUFFIXES[self.to]}"

    def file(self, name: str) -> str:
        """The address of a file of the destination."""
        return f"{self.destination.rstrip('/')}/{name}"


def run(request: Request) -> ExitCode:
    """Extract; a summary is on stdout, or the manifest with ``--json``."""
    begun = time.monotonic()
    with told():
        _refuse_taken(request)
        loaded = load(request.spec, request.settings, request.flavour)
        records = open_records(request.source, loaded.features, request.schema)
        manifest = _write(request, loaded, records)
    _report(request, loaded, manifest)
    if request.as_json:
        sys.stdout.write(json.dumps(manifest) + "\n")
    elif not request.quiet:
        summary.show(manifest, request.destination, loaded.findings, time.monotonic() - begun)
    needed = any(found.needs_person for found in loaded.findings)
    return ExitCode.FINDINGS if needed else ExitCode.CLEAN


def _report(request: Request, loaded: Loaded, manifest: dict[str, Any]) -> None:
    report = report_of(loaded, manifest, request.destination)
    if request.html is not None:
        write_text(request.html, html.render(report))
    if request.sarif is not None:
        write_text(request.sarif, sarif.render(report))


def _refuse_taken(request: Request) -> None:
    for name in (MANIFEST, SETTINGS, request.features_file, REJECTIONS):
        if is_file(request.file(name)):
            raise OutputConflict(
                "exists already", where=request.file(name), next_step="choose another directory"
            )


def _write(request: Request, loaded: Loaded, records: Records) -> dict[str, Any]:
    settings = None if request.settings is None else text_of(request.settings)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    passes = 1 if settings is not None else 2
    quiet = request.quiet or request.as_json
    workers = request.workers or len(os.sched_getaffinity(0))
    with watched(passes * records.size, console, quiet=quiet) as progress:
        made = extractors(
            loaded.specs,
            settings,
            str(request.settings),
            records,
            progress,
            request.flavour,
            workers,
        )
        names = names_of(made)
        written = _settings(settings, made)
        with ExitStack() as stack:
            address = request.file(request.features_file)
            outputs: list[Any] = [
                stack.enter_context(open_output(request.to, address, names, request.single))
            ]
            if request.to is not Outputs.JSONL:
                stream = stack.enter_context(create(request.file(REJECTIONS)))
                outputs.append(RejectionLines(stream))
            tally = extract(made, records, progress, outputs, workers)
    manifest = _manifest(request, loaded, records, names, tally)
    if written is not None:
        _put(request.file(SETTINGS), written)
    _put(request.file(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return manifest


def _settings(given: str | None, made: Any) -> str | None:
    """Return the settings to write; None where Featran cannot print them (``contramap``)."""
    if given is not None:
        return given
    try:
        return settings_of(made)
    except FeatranError:
        return None


def _put(uri: str, text: str) -> None:
    with create(uri) as stream:
        stream.write(to_utf8(text))


def _manifest(
    request: Request, loaded: Loaded, records: Records, names: tuple[str, ...], tally: Tally
) -> dict[str, Any]:
    return {
        "format": "featran-features/1",
        "spec": str(request.spec),
        "source": {"path": request.source, "format": records.format, "bytes": records.size},
        "settings": SETTINGS if request.settings is None else str(request.settings),
        "features": request.features_file,
        "to": request.to.value,
        "scala": request.flavour.scala,
        "jdk": request.flavour.jdk,
        "rows": tally.rows,
        "names": list(names),
        "rejections": dict(sorted(tally.rejections.items())),
        "refused": list(loaded.refused),
    }
