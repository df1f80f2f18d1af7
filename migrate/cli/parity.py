"""``migrate parity``: whether new outputs equal old ones, and if not, where, how much and why."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import DebugOption, HtmlOption, JsonOption, QuietOption
from migrate.cli.parity_policy import DuplicatesOption, Mode, NullKeysOption, policy_of
from migrate.cli.parity_run import carry_out
from migrate.errors import BadInput, ExitCode, UsageError


class Bisect(StrEnum):
    """Whether checksums of buckets are compared before rows are."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def parity(
    old: Annotated[str, typer.Argument(metavar="OLD", help="File, glob or directory.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="File, glob or directory.")],
    pipeline_option: Annotated[
        list[str] | None,
        typer.Argument(metavar="-- BEAM_OPTION", help="For the runner, after `--`."),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="A,B.C", help="Columns that pair rows; @row is their number."
        ),
    ] = None,
    config: Annotated[
        str | None, typer.Option("--config", metavar="FILE", help="The policy: parity.toml.")
    ] = None,
    mode: Annotated[
        Mode | None,
        typer.Option("--mode", help="How rows are paired; default: key if there is one."),
    ] = None,
    duplicates: Annotated[
        DuplicatesOption | None, typer.Option("--duplicates", help="Keys that are not unique.")
    ] = None,
    null_keys: Annotated[
        NullKeysOption | None, typer.Option("--null-keys", help="Nulls in keys.")
    ] = None,
    sample: Annotated[
        float,
        typer.Option(
            "--sample", metavar="FRACTION", help="Fraction of keys, the same on both sides."
        ),
    ] = 1.0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Chooses another sample.")] = 0,
    distributions: Annotated[
        bool, typer.Option("--distributions", help="Compare distributions though rows are paired.")
    ] = False,
    old_schema: Annotated[
        str | None, typer.Option("--old-schema", metavar="FILE", help="Of Avro or TFRecord files.")
    ] = None,
    new_schema: Annotated[
        str | None, typer.Option("--new-schema", metavar="FILE", help="Of Avro or TFRecord files.")
    ] = None,
    old_names: Annotated[
        str, typer.Option("--old-names", metavar="FILE", help="Column names of .npy arrays.")
    ] = "",
    new_names: Annotated[
        str, typer.Option("--new-names", metavar="FILE", help="Column names of .npy arrays.")
    ] = "",
    old_delimiter: Annotated[
        str,
        typer.Option("--old-delimiter", metavar="CHAR", help="Of CSV, in doubt."),
    ] = "",
    new_delimiter: Annotated[
        str,
        typer.Option("--new-delimiter", metavar="CHAR", help="Of CSV, in doubt."),
    ] = "",
    old_encoding: Annotated[
        str, typer.Option("--old-encoding", metavar="NAME", help="Of CSV that is not UTF-8.")
    ] = "",
    new_encoding: Annotated[
        str, typer.Option("--new-encoding", metavar="NAME", help="Of CSV that is not UTF-8.")
    ] = "",
    memory: Annotated[
        str,
        typer.Option(
            "--memory", metavar="SIZE", help="What the engine may use; the rest goes to disk."
        ),
    ] = "800MB",
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", min=1, help="Default: all.")
    ] = None,
    spill: Annotated[
        str | None, typer.Option("--spill", metavar="DIR", help="Where it goes to disk.")
    ] = None,
    bisect: Annotated[
        Bisect, typer.Option("--bisect", help="Compare checksums before rows.")
    ] = Bisect.AUTO,
    runner: Annotated[
        str | None,
        typer.Option(
            "--runner",
            metavar="NAME",
            help="A Beam runner: DirectRunner, DataflowRunner, FlinkRunner…",
        ),
    ] = None,
    shards: Annotated[
        int | None,
        typer.Option("--shards", metavar="N", min=1, help="Of a Beam run; default: by size."),
    ] = None,
    result: Annotated[
        str | None,
        typer.Option("--result", metavar="URI", help="Where a Beam run leaves its result."),
    ] = None,
    html: HtmlOption = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the checks as JUnit XML.")
    ] = None,
    tables: Annotated[
        Path | None,
        typer.Option("--tables", metavar="DIR", help="Write Parquet tables: keys, fields, global."),
    ] = None,
    all_keys: Annotated[
        bool, typer.Option("--all-keys", help="Equal rows too in the table of keys.")
    ] = False,
    bigdiffy: Annotated[
        Path | None,
        typer.Option(
            "--bigdiffy", metavar="DIR", help="Write text files as BigDiffy lays them out."
        ),
    ] = None,
    with_header: Annotated[
        bool, typer.Option("--with-header", help="Column names in BigDiffy's files.")
    ] = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Compare data sets: Avro, Parquet, TFRecord, JSONL, CSV, .npy, Featran's outputs.

    Exit code 0: NEW may replace OLD under the policy (without one, nothing may differ). 3: not so.
    `migrate parity graph OLD NEW` compares task graphs.
    """
    from migrate.parity.inputs.dialect import dialect
    from migrate.parity.report.outputs import Outputs
    from migrate.parity.request import Request

    _check(sample, runner, pipeline_option)
    policy = policy_of(config, key, mode, duplicates, null_keys)
    request = Request(
        old,
        new,
        policy,
        (_text(old_schema), _text(new_schema)),
        (old_names, new_names),
        (dialect(old_delimiter, old_encoding), dialect(new_delimiter, new_encoding)),
        sample=sample,
        seed=seed,
        distributions=distributions,
        bisect={Bisect.AUTO: None, Bisect.ALWAYS: True, Bisect.NEVER: False}[bisect],
        memory=memory,
        threads=threads,
        shards=shards,
        spill=spill,
    )
    outputs = Outputs(html, junit, tables, bigdiffy, with_header, all_keys, json_, quiet)
    return carry_out(request, outputs, runner, tuple(pipeline_option or ()), result)


def _check(sample: float, runner: str | None, more: list[str] | None) -> None:
    if not 0 < sample <= 1:
        raise UsageError(f"{sample} is no fraction", where="--sample", next_step="write 0.1")
    if runner is None and more:
        raise UsageError(
            f"{more[0]!r} is one argument too many",
            next_step="give OLD and NEW; options after `--` go to a Beam --runner",
        )


def _text(path: str | None) -> str | None:
    """A schema's text; `latest` stands for itself."""
    if path is None or path == "latest":
        return path
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"cannot be read: {error}", where=path, next_step="name a file with a schema"
        ) from error
