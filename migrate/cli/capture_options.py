"""Options of the commands that capture the graph of a repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

TaskOption = Annotated[
    str | None, typer.Option("--task", metavar="FAMILY", help="Family of the root task.")
]
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=VALUE", help="Root parameter; may be given again."),
]
PythonOption = Annotated[
    Path | None,
    typer.Option("--python", metavar="FILE", help="Interpreter that can import the repository."),
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="luigi.cfg to use.")
]
PathOption = Annotated[
    list[Path] | None,
    typer.Option("--path", metavar="DIR", help="Directory to import from, besides REPO."),
]
StubMissingOption = Annotated[
    bool, typer.Option("--stub-missing", help="Fabricate modules that are not installed.")
]
