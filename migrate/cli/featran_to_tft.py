"""``migrate featran-to-tft``: a Featran spec becomes the preprocessing_fn of tf.Transform."""

from __future__ import annotations

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
from migrate.errors import ExitCode


def featran_to_tft(
    out: Annotated[Path, typer.Option("--out", "-o", help="The module to write.", metavar="FILE")],
    spec_files: Annotated[
        list[Path] | None,
        typer.Argument(help="Scala (or Markdown) files with the spec.", metavar="SPEC.scala"),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", help="What featureSettings wrote.", metavar="FILE")
    ] = None,
    spec: SpecOption = "",
    record: RecordOption = "",
    avro_schema: AvroSchemaOption = None,
    param: SpecParamOption = None,
    scala: ScalaOption = Scala.V213,
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

    flavour = Flavour(scala.value)
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
