"""Errors a user can act on. Each message says what, where, and the next step.

::

    MigrateError                 exit code 2
    ├── UsageError               the command line does not fit
    ├── BadInput                 an input file or repository cannot be used
    │   ├── CaptureFailed        the legacy interpreter could not give the graph
    │   └── GraphInvalid         a graph.json that does not hold together
    ├── OutputConflict           the output would overwrite somebody's edits
    ├── MissingExtra             an optional dependency is not installed
    ├── ProofFailed              exit code 3: a graph or parity check does not hold
    └── RunFailed                exit code 4: a pipeline run failed, was cancelled or timed out
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What ``migrate`` tells the shell."""

    CLEAN = 0
    FINDINGS = 1
    BAD_INPUT = 2
    PROOF_FAILED = 3
    RUN_FAILED = 4
    INTERRUPTED = 130


class MigrateError(Exception):
    """Something the user can mend: ``what`` happened, ``where``, and the ``next_step``."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(self.__str__())

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  next: {self.next_step}" if self.next_step else ""
        return f"{place}{self.what}{hint}"


class UsageError(MigrateError):
    """The command line asks for something that does not fit together."""


class BadInput(MigrateError):
    """An input file, directory or repository cannot be used."""


class CaptureFailed(BadInput):
    """The legacy interpreter could not instantiate the root task or walk its graph."""


class GraphInvalid(BadInput):
    """A graph.json is not a graph: wrong format, dangling edge, cycle."""


class OutputConflict(MigrateError):
    """The output directory holds something that must not be overwritten."""


class MissingExtra(MigrateError):
    """A command needs an optional dependency that is not installed."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(
            f"this command needs {module}, which is not installed",
            next_step=f"pip install 'paved-road[{extra}]'",
        )


class ProofFailed(MigrateError):
    """The compiled pipeline does not equal Luigi's own graph, or outputs differ."""

    exit_code = ExitCode.PROOF_FAILED


class RunFailed(MigrateError):
    """A pipeline run failed, was cancelled or timed out."""

    exit_code = ExitCode.RUN_FAILED
