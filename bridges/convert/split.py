"""One shard's work: the same bytes in this process, in another, or on a Beam worker."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bridges.convert.plan import ConversionPlan
from bridges.convert.read import Progress, Reading
from bridges.convert.result import ShardResult
from bridges.convert.shards import Shard
from bridges.convert.workshop import record
from bridges.convert.write import write
from bridges.tfrecord import ReadReport


def _unseen(_bytes: int, _rows: int) -> None:
    """Nobody watches."""


def convert_split(shard: Shard, plan: ConversionPlan, progress: Progress = _unseen) -> ShardResult:
    """Write one shard to the plan's workshop, and the record of it beside it."""
    reading = Reading(plan.dataset, plan.options, shard, progress, ReadReport())
    # A name of its own: a runner may try one shard twice at the same time.
    attempt = f"{secrets.token_hex(4)}-{shard.name}"
    result = write(plan.workshop(attempt), shard.name, reading.batches(), plan)
    report = reading.report
    left_out = report.unknown_features + report.beside
    result = replace(result, skipped=report.corrupt, left_out=left_out)
    record(result, attempt, plan)
    return result
