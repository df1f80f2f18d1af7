"""``migrate featran-extract``: the features of a spec over data files, without a JVM."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import (
    DebugOption,
    HtmlOption,
    JsonOption,
    QuietOption,
    SarifOption,
    parse_pairs,
)
from migrate.cli.spec_options import (
    AvroSchemaOption,
    RecordOption,
    Scala,
    ScalaOption,
    SpecOption,
    SpecParamOption,
)
from migrate.errors import ExitCode, UsageError


class Target(StrEnum):
    """What can be written."""

    JSONL = "jsonl"
    NPY = "npy"
    PARQUET = "parquet"
    TFRECORD = "tfrecord"


def featran_extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="[SPEC…] SRC DST",
            help="Scala files or the spec.json of a conversion, none with settings alone; Avro, "
            "Parquet, TFRecord or JSON lines; a new directory.",
        ),
    ],
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE", help="Settings; without, they are learnt."),
    ] = None,
    to: Annotated[Target, typer.Option("--to", help="What to write.")] = Target.TFRECORD,
    name: SpecOption = "",
    record: RecordOption = "",
    avro_schema: AvroSchemaOption = None,
    param: SpecParamOption = None,
    single: Annotated[
        bool, typer.Option("--float32", help="Write floats where the format could hold doubles.")
    ] = False,
    scala: ScalaOption = Scala.V213,
    jdk: Annotated[
        int, typer.Option("--jdk", metavar="N", min=8, help="Its JDK: how doubles print.")
    ] = 17,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Threads; one per processor unless said."
        ),
    ] = None,
    json_: JsonOption = False,
    html: HtmlOption = None,
    sarif: SarifOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Extract a Featran spec's features from data files with the numpy engine.

    DST gets the features, Featran's settings, the rejections and a manifest. With --settings alone
    each feature reads the column of its name.
    """
    from bridges.featran.flavour import Flavour
    from bridges.featran.outputs import Outputs
    from migrate.featran.extract.command import Request, run
    from migrate.featran.extract.load import SpecSource

    flavour = Flavour(scala.value, jdk)
    specs, source, destination = _parted(paths)
    where = SpecSource(specs, name, record, parse_pairs(param or ()), avro_schema)
    return run(
        Request(
            where,
            source,
            destination,
            Outputs(to.value),
            settings,
            single,
            flavour=flavour,
            workers=workers,
            as_json=json_,
            html=html,
            sarif=sarif,
            quiet=quiet,
        )
    )


def _parted(paths: list[str]) -> tuple[tuple[Path, ...], str, str]:
    """Return the files of the spec, the source and the destination."""
    *specs, source, destination = paths if len(paths) > 1 else ["", *paths]
    if not source or source.endswith(".scala"):
        raise UsageError(
            "the source or the destination is missing",
            where=paths[-1],
            next_step="give [SPEC…] SRC DST: records to read, and a new directory",
        )
    return tuple(map(Path, specs)), source, destination
