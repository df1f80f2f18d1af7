"""Options of the commands that read a Featran spec."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Scala(StrEnum):
    """Scala's binary versions."""

    V212 = "2.12"
    V213 = "2.13"


SpecOption = Annotated[
    str, typer.Option("--spec", metavar="NAME", help="Which spec, where there are several.")
]
RecordOption = Annotated[
    str,
    typer.Option("--record", metavar="NAME", help="The record type, where the files do not say."),
]
AvroSchemaOption = Annotated[
    Path | None,
    typer.Option("--avro-schema", metavar="FILE", help="Has the record type's fields."),
]
SpecParamOption = Annotated[
    list[str] | None,
    typer.Option(
        "--param", metavar="NAME=VALUE", help="Class or method parameter around the spec."
    ),
]
ScalaOption = Annotated[Scala, typer.Option("--scala", help="The Scala that production runs on.")]
