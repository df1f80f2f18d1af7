"""``migrate bridge``: Avro, Parquet and TFRecord become each other, and nothing is lost."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import DebugOption, JsonOption, QuietOption
from migrate.errors import BadInput, ExitCode, UsageError

LATEST = "latest"


class Target(StrEnum):
    """What can be written."""

    TFRECORD = "tfrecord"
    PARQUET = "parquet"
    AVRO = "avro"


class Doubles(StrEnum):
    """What happens to a double that float32 cannot say."""

    EXACT = "exact"
    FLOAT32 = "float32"
    STRICT = "strict"


class Damage(StrEnum):
    """What happens to a damaged TFRecord record."""

    FAIL = "fail"
    SKIP = "skip"


ColumnsOption = Annotated[
    str | None, typer.Option("--columns", metavar="A,B", help="Only these columns.")
]
SchemaOption = Annotated[
    str | None,
    typer.Option(
        "--schema",
        metavar="FILE",
        help="Avro schema to read with (or `latest`), or that of TFRecord files without one.",
    ),
]
DamageOption = Annotated[
    Damage, typer.Option("--on-corrupt", help="Stop at a damaged TFRecord record, or skip it.")
]


def bridge(
    source: Annotated[str, typer.Argument(metavar="SRC", help="File, glob or directory.")],
    destination: Annotated[str, typer.Argument(metavar="DST", help="A new directory.")],
    pipeline_option: Annotated[
        list[str] | None,
        typer.Argument(metavar="-- BEAM_OPTION", help="For the runner, after `--`."),
    ] = None,
    to: Annotated[Target, typer.Option("--to", help="What to write.")] = Target.TFRECORD,
    columns: ColumnsOption = None,
    shards: Annotated[
        int | None,
        typer.Option("--shards", metavar="N", min=1, max=99_999, help="How many files to write."),
    ] = None,
    compression: Annotated[
        str | None,
        typer.Option(
            "--compression",
            metavar="CODEC",
            help="none, gzip, zlib; or a codec of Avro or Parquet.",
        ),
    ] = None,
    schema: SchemaOption = None,
    float64: Annotated[
        Doubles, typer.Option("--float64", help="Doubles that float32 cannot say.")
    ] = Doubles.EXACT,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads on this machine.")
    ] = None,
    on_corrupt: DamageOption = Damage.FAIL,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Convert back what was not kept whole.")
    ] = False,
    runner: Annotated[
        str | None,
        typer.Option(
            "--runner",
            metavar="NAME",
            help="A Beam runner: DirectRunner, DataflowRunner, FlinkRunner…",
        ),
    ] = None,
    json_: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Convert data files; `migrate bridge inspect PATH` shows what they hold.

    The format of SRC is told by its content. DST gets one file per shard and, for TFRecord, all
    that is needed to convert it back.
    """
    from bridges.convert import Options
    from bridges.features import Float64
    from bridges.files import Format
    from bridges.tfrecord import OnCorrupt
    from migrate.bridge.command import Request, run

    _check(runner, workers, pipeline_option)
    options = Options(
        to=Format(to.value),
        columns=_names(columns),
        shards=shards,
        compression=compression,
        float64=Float64(float64.value),
        schema=_schema_text(schema),
        on_corrupt=OnCorrupt(on_corrupt.value),
        accept_loss=accept_loss,
    )
    more = tuple(pipeline_option or ())
    return run(Request(source, destination, options, workers, runner, more, json_, quiet))


def inspect(
    path: Annotated[str, typer.Argument(metavar="PATH", help="File, glob or directory.")],
    records: Annotated[
        int, typer.Option("--records", metavar="N", min=0, help="How many to show.")
    ] = 3,
    columns: ColumnsOption = None,
    schema: SchemaOption = None,
    on_corrupt: DamageOption = Damage.FAIL,
    json_: JsonOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Show format, schema, rows, codec, splits and the first records of data files."""
    from bridges.convert import Options
    from bridges.tfrecord import OnCorrupt
    from migrate.bridge.inspect import inspect as look

    options = Options(
        columns=_names(columns),
        schema=_schema_text(schema),
        on_corrupt=OnCorrupt(on_corrupt.value),
        accept_loss=True,
    )
    return look(path, options, records, as_json=json_)


def _names(columns: str | None) -> tuple[str, ...] | None:
    if columns is None:
        return None
    names = tuple(name.strip() for name in columns.split(","))
    if not all(names):
        raise UsageError(f"{columns!r} names no column", where="--columns", next_step="write a,b")
    return names


def _schema_text(schema: str | None) -> str | None:
    if schema is None or schema == LATEST:
        return schema
    try:
        return Path(schema).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"cannot be read: {error}", where=schema, next_step="name a file with a schema"
        ) from error


def _check(runner: str | None, workers: int | None, more: list[str] | None) -> None:
    if runner is None and more:
        raise UsageError(
            f"{more[0]!r} is one argument too many",
            next_step="give SRC and DST; options after `--` go to a Beam --runner",
        )
    if runner is not None and workers is not None:
        raise UsageError(
            "--workers counts threads on this machine, and --runner has its own",
            next_step="give the runner's option after `--`",
        )
