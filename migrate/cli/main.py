"""The commands, and the one place that turns exceptions into messages and exit codes."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from migrate import __version__
from migrate.cli.failures import abandon_stdout, explain, flush
from migrate.errors import ExitCode


class Command(NamedTuple):
    """Where the function of a command is, and its line in the list of commands.

    ``forms``: by its first argument, the function of what is almost a command of its own.
    """

    target: str
    help: str
    forms: Mapping[str, str] = {}


COMMANDS: Mapping[str, Command] = {
    "assess": Command(
        "migrate.cli.assess:assess",
        "Say what a Luigi repository holds and how hard it is.",
    ),
    "capture": Command(
        "migrate.cli.capture:capture",
        "Write the task graph of a Luigi repository to graph.json.",
    ),
    "luigi-to-kfp": Command(
        "migrate.cli.luigi_to_kfp:luigi_to_kfp",
        "Turn a Luigi repository into a Kubeflow pipeline.",
    ),
    "codemod": Command(
        "migrate.cli.codemod:codemod",
        "Rewrite what Luigi 3 no longer has in old Python sources.",
    ),
    "featran-to-tft": Command(
        "migrate.cli.featran_to_tft:featran_to_tft",
        "Turn a Featran spec into a transform for TFX.",
    ),
    "run": Command(
        "migrate.cli.run:run",
        "Run a compiled pipeline here, or submit it to a KFP API.",
    ),
    "bridge": Command(
        "migrate.cli.bridge:bridge",
        "Convert between Avro, Parquet and TFRecord; look inside.",
        {"inspect": "migrate.cli.bridge:inspect"},
    ),
    "parity": Command(
        "migrate.cli.parity:parity",
        "Compare old and new outputs, or two task graphs.",
        {"graph": "migrate.cli.parity_graph:graph"},
    ),
    "featran-extract": Command(
        "migrate.cli.featran_extract:featran_extract",
        "Extract a Featran spec's features without a JVM.",
    ),
}


def load(name: str, target: str) -> Any:
    """The click command that ``target`` is the function of; imports its module."""
    module, _, attribute = target.partition(":")
    function = getattr(importlib.import_module(module), attribute)
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command(name)(_exits(function))
    return get_command(app)


def _exits(function: Callable[..., ExitCode | None]) -> Callable[..., None]:
    """``function`` with the same options, its result becoming the exit code."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        try:
            code = function(*args, **kwargs)
        except BrokenPipeError:  # Typer would make it exit code 1, which means findings
            raise typer.Exit(abandon_stdout()) from None
        raise typer.Exit(int(code or ExitCode.CLEAN))

    return wrapper


class LazyGroup(TyperGroup):
    """Lists every command from the table; imports only the one that is invoked."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        if not name:
            return name, command, rest
        found = COMMANDS[name]
        if rest and rest[0] in found.forms:
            full = f"{name} {rest[0]}"
            return full, load(full, found.forms[rest[0]]), rest[1:]
        return name, load(name, found.target), rest


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"migrate {__version__}")
        raise typer.Exit


def _migrate(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Take a Luigi platform to Kubeflow Pipelines, step by step."""


def application() -> Any:
    """The click group of all commands."""
    app = typer.Typer(
        cls=LazyGroup,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help, in half the time: no Markdown parser to import
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_migrate)
    for name, command in COMMANDS.items():
        app.command(name, help=command.help)(lambda: None)
    return get_command(app)


def run(args: Sequence[str]) -> int:
    """Run a command line; every error has become one message and an exit code."""
    debug = "--debug" in args
    try:
        application().main(args=list(args), prog_name="migrate")
    except SystemExit as end:
        return flush(end.code if isinstance(end.code, int) else ExitCode.CLEAN)
    except BaseException as error:  # noqa: BLE001  nothing may escape from here
        return explain(error, debug=debug)
    return flush(ExitCode.CLEAN)
