"""Why a shard could not be made, kept where whoever started the run can read it.

Runners wrap a worker's exception in text of their own; this brings the message back whole.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from bridges.convert.plan import ConversionPlan
from bridges.convert.shards import Shard
from bridges.convert.sidecars import json_bytes, read_json
from bridges.errors import BridgeError
from bridges.files import create, resolve

_FORMAT: Final = "paved-road/failed-shard"


def record_failure(shard: Shard, plan: ConversionPlan, error: BridgeError) -> None:
    """Keep the error of a shard."""
    value = {"what": error.what, "where": error.where, "next_step": error.next_step}
    with create(_uri(shard, plan), overwrite=True) as stream:
        stream.write(json_bytes({"format": _FORMAT, "version": 1, "error": value}))


def failure(plan: ConversionPlan) -> BridgeError | None:
    """The first error that was kept."""
    for shard in plan.shards:
        value = read_json(_uri(shard, plan), _FORMAT)
        if value is not None:
            said = value["error"]
            return BridgeError(said["what"], where=said["where"], next_step=said["next_step"])
    return None


def forget_failures(plan: ConversionPlan) -> None:
    """Remove what earlier runs left."""
    for shard in plan.shards:
        filesystem, path = resolve(_uri(shard, plan))
        with suppress(OSError):
            filesystem.delete_file(path)


def _uri(shard: Shard, plan: ConversionPlan) -> str:
    return plan.workshop(f"{shard.name}.failed.json")
