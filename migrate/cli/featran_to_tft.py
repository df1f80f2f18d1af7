"""``migrate featran-to-tft``: a Featran spec becomes the preprocessing_fn of tf.Transform."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from migrate.cli.options import (
    DebugOption,
    HtmlOption,
    JsonOption,
    QuietOption,
    SarifOption,
    parse_pairs,
)
from migrate.errors import ExitCode, UsageError


def featran_to_tft(
    out: Annotated[Path, typer.Option("--out", "-o", help="The module to write.", metavar="FILE")],
    spec_files: Annotated[
        list[Path] | None,
        typer.Argument(help="Scala (or Markdown) files with the spec.", metavar="SPEC.scala…"),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", help="What featureSettings wrote.", metavar="FILE")
    ] = None,
    spec: Annotated[
        str, typer.Option("--spec", metavar="NAME", help="Which spec, where there are several.")
    ] = "",
    record: Annotated[
        str,
        typer.Option(
            "--record", metavar="NAME", help="The record type, where the files do not say."
        ),
    ] = "",
    avro_schema: Annotated[
        Path | None,
        typer.Option("--avro-schema", metavar="FILE", help="The Avro schema of the record."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            metavar="NAME=VALUE",
            help="Class or method parameter around the spec.",
        ),
    ] = None,
    scala: Annotated[
        str, typer.Option("--scala", metavar="VERSION", help="2.12 or 2.13.")
    ] = "2.13",
    refit: Annotated[
        bool, typer.Option("--refit", help="Learn the settings anew in tf.Transform.")
    ] = False,
    idiomatic: Annotated[
        bool,
        typer.Option("--idiomatic", help="Write stock TensorFlow where it is proved equal."),
    ] = False,
    vector: Annotated[
        str,
        typer.Option("--vector", metavar="KEY", help="Put all columns out under this key, too."),
    ] = "",
    added: Annotated[
        bool, typer.Option("--added", help="Put out which values were added, not skipped.")
    ] = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Put out why rows were rejected.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite edited files.")] = False,
    json_: JsonOption = False,
    html: HtmlOption = None,
    sarif: SarifOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Convert a Featran spec to a module with a preprocessing_fn for TFX.

    With --settings the values of the Scala job's run are constants of the graph; with --refit
    they are learnt anew. Settings alone convert too: each feature reads the column of its name.
    """
    from bridges.featran.flavour import Flavour
    from migrate.featran.tft.command import Request, run
    from migrate.featran.tft.convert import Options

    if scala not in ("2.12", "2.13"):
        raise UsageError(
            f"{scala!r} is no Scala version", where="--scala", next_step="2.12 or 2.13"
        )
    flavour = Flavour(cast("Literal['2.12', '2.13']", scala))
    options = Options(
        flavour, refit=refit, vector=vector, added=added, rejected=rejected, idiomatic=idiomatic
    )
    request = Request(
        paths=tuple(spec_files or ()),
        settings=settings,
        out=out.absolute(),
        spec=spec,
        record=record,
        params=parse_pairs(param or ()),
        avro_schema=avro_schema,
        options=options,
        force=force,
        as_json=json_,
        html=html,
        sarif=sarif,
        quiet=quiet,
    )
    return run(request)
