"""Carries out ``migrate parity``, here or on a Beam runner, and writes what was asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.cli.ending import ended_by_signals
from migrate.errors import ExitCode

if TYPE_CHECKING:
    from migrate.parity.model import ParityResult
    from migrate.parity.report.outputs import Outputs
    from migrate.parity.request import Request


def carry_out(
    request: Request,
    outputs: Outputs,
    runner: str | None,
    options: tuple[str, ...],
    result: str | None,
) -> ExitCode:
    """CLEAN or PROOF_FAILED, as the verdict has it; ``options`` and ``result`` are a runner's."""
    with ended_by_signals():
        if runner is None:
            return _here(request, outputs)
        return _on_beam(request, outputs, runner, options, result)


def _here(request: Request, outputs: Outputs) -> ExitCode:
    from migrate.parity.report.outputs import write_outputs
    from migrate.parity.run import compare

    with compare(request) as comparison:
        write_outputs(comparison.result, lambda every: comparison.key_rows(all_rows=every), outputs)
        return _exit_code(comparison.result)


def _on_beam(
    request: Request, outputs: Outputs, runner: str, options: tuple[str, ...], result: str | None
) -> ExitCode:
    from migrate.bridge.failures import told
    from migrate.parity.report.outputs import write_outputs

    with told(), tempfile.TemporaryDirectory(prefix="parity-") as folder:
        from migrate.parity.beam import KeyTables, compared_on, keys_place

        uri = result if result is not None else str(Path(folder) / "result.json")
        by_key = outputs.tables is not None or outputs.bigdiffy is not None
        every = outputs.every_key or outputs.bigdiffy is not None
        place = keys_place(runner, result, folder)
        keys = KeyTables(place, every) if by_key else None
        try:
            if keys is not None:
                keys.make()
            found, plan = compared_on(runner, request, options, uri, keys)
            rows = (lambda all_rows: keys.read(plan, every=all_rows)) if keys else lambda _all: ()
            write_outputs(found, rows, outputs)
        finally:
            if keys is not None:
                keys.remove()
    return _exit_code(found)


def _exit_code(result: ParityResult) -> ExitCode:
    return ExitCode.CLEAN if result.verdict.passed else ExitCode.PROOF_FAILED
