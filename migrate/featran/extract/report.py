"""The report of ``migrate featran-extract``, for HTML and SARIF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from migrate import __version__
from migrate.featran.extract.load import Loaded
from migrate.report.model import Cell, Figure, Report, Row, Table


def report_of(loaded: Loaded, manifest: Mapping[str, Any], destination: str) -> Report:
    """What was extracted, what was rejected by which transformer, and what was left out."""
    return Report(
        command="featran-extract",
        title=f"features of {loaded.title}",
        version=__version__,
        inputs=_inputs(manifest, destination),
        summary=_summary(loaded, manifest),
        findings=loaded.findings,
        ledger=loaded.ledger,
        tables=(_features(loaded, manifest),),
    )


def _inputs(manifest: Mapping[str, Any], destination: str) -> dict[str, str]:
    source = manifest["source"]
    return {
        "spec": manifest["spec"],
        "settings": manifest["settings"],
        "source": f"{source['path']} ({source['format']}, {source['bytes']:,} bytes)",
        "destination": f"{destination}: {manifest['features']}",
        "Scala": f"{manifest['scala']}, JDK {manifest['jdk']}",
    }


def _summary(loaded: Loaded, manifest: Mapping[str, Any]) -> tuple[Figure, ...]:
    refused = len(loaded.refused)
    return (
        Figure("rows", manifest["rows"]),
        Figure("columns", len(manifest["names"])),
        Figure("features extracted", len(loaded.features), tone="good"),
        Figure("features left out", refused, tone="bad" if refused else "plain"),
        Figure("rejections", sum(manifest["rejections"].values())),
    )


def _features(loaded: Loaded, manifest: Mapping[str, Any]) -> Table:
    rejections = manifest["rejections"]
    rows = (
        Row(
            (
                Cell(feature.name, detail=(type(feature.transformer).__name__,)),
                Cell(rejections.get(feature.name, 0)),
                Cell(str(feature.source or "")),
            )
        )
        for feature in loaded.features
    )
    columns = ("Feature", "Rejections", "Source")
    return Table("Features", columns, tuple(rows), numeric=frozenset({"Rejections"}))
