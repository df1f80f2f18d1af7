"""The destination while its shards are being made: claimed, resumed, published or given up.

Shards and the record of each lie in ``_unfinished``; they move to their place when all are
there, and the manifest comes last. So whoever sees a manifest sees a whole data set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from pyarrow import fs

from bridges.convert.plan import UNFINISHED, ConversionPlan
from bridges.convert.result import ShardResult
from bridges.convert.sidecars import MANIFEST, json_bytes, read_json
from bridges.convert.write import sum_of, writing
from bridges.errors import BridgeError, OutputExists
from bridges.files import create, resolve

_PLAN: Final = "plan.json"
_PLAN_FORMAT: Final = "paved-road/unfinished"
_SHARD_FORMAT: Final = "paved-road/finished-shard"


def claim(plan: ConversionPlan) -> tuple[ShardResult, ...]:
    """Make the destination ours; return the shards that an earlier run of this plan finished."""
    filesystem, path = resolve(plan.destination)
    info = filesystem.get_file_info(path)
    if info.type == fs.FileType.File:
        raise OutputExists("is a file", where=plan.destination, next_step="name a directory")
    names = _names(filesystem, path) if info.type == fs.FileType.Directory else []
    if names and not _is_ours(plan, names):
        raise OutputExists(
            "holds something already, and no unfinished run of this conversion",
            where=plan.destination,
            next_step="choose another directory, or remove this one",
        )
    if names:
        return tuple(r for made, r in _recorded(plan).values() if _is_whole(made, r, plan))
    with writing(plan.destination):
        value = {"format": _PLAN_FORMAT, "version": 1, "fingerprint": plan.fingerprint}
        _put(plan.workshop(_PLAN), value)
    return ()


def _names(filesystem: Any, path: str) -> list[str]:
    return [info.base_name for info in filesystem.get_file_info(fs.FileSelector(path))]


def _is_ours(plan: ConversionPlan, names: Sequence[str]) -> bool:
    if UNFINISHED not in names or MANIFEST in names:
        return False
    begun = read_json(plan.workshop(_PLAN), _PLAN_FORMAT)
    return begun is not None and begun["fingerprint"] == plan.fingerprint


def record(result: ShardResult, attempt: str, plan: ConversionPlan) -> None:
    """Note that a shard is finished, and what the file is called that an attempt made of it."""
    with writing(plan.destination):
        value = {"format": _SHARD_FORMAT, "made": attempt, "shard": result.to_json()}
        _put(plan.workshop(f"{result.name}.json"), value)


def _put(uri: str, value: Mapping[str, Any]) -> None:
    with create(uri, overwrite=True) as stream:
        stream.write(json_bytes({"version": 1, **value}))


def _recorded(plan: ConversionPlan) -> dict[str, tuple[str, ShardResult]]:
    """By shard, the file that was made and what is known of it."""
    found = {}
    for shard in plan.shards:
        value = read_json(plan.workshop(f"{shard.name}.json"), _SHARD_FORMAT)
        if value is not None:
            found[shard.name] = value["made"], ShardResult.from_json(value["shard"])
    return found


def _is_whole(attempt: str, result: ShardResult, plan: ConversionPlan) -> bool:
    """Whether the shard is there, made or already in its place, with the sum it should have."""
    for uri in (plan.workshop(attempt), _place(plan, result.name)):
        with suppress(BridgeError):
            if sum_of(uri) == (result.bytes, result.crc32c):
                return True
    return False


def collect(plan: ConversionPlan) -> tuple[ShardResult, ...]:
    """What is known of all shards, in order; one that lacks is an error."""
    recorded = _recorded(plan)
    missing = [shard.name for shard in plan.shards if shard.name not in recorded]
    if missing:
        raise BridgeError(
            f"{len(missing)} shard(s) were not made, such as {missing[0]}",
            where=plan.destination,
            next_step="run the same command again: finished shards are kept",
        )
    return tuple(result for _, result in recorded.values())


def publish(
    plan: ConversionPlan, sidecars: Mapping[str, bytes], manifest: Mapping[str, Any]
) -> None:
    """Move all shards to their place, put the sidecars beside them, the manifest last."""
    filesystem, _ = resolve(plan.destination)
    with writing(plan.destination):
        for name, (attempt, _) in _recorded(plan).items():
            made, place = resolve(plan.workshop(attempt))[1], resolve(_place(plan, name))[1]
            if filesystem.get_file_info(made).type == fs.FileType.File:
                filesystem.move(made, place)
        for name, body in (*sidecars.items(), (MANIFEST, json_bytes(manifest))):
            with create(_place(plan, name), overwrite=True) as stream:
                stream.write(body)
        filesystem.delete_dir(resolve(f"{plan.destination}/{UNFINISHED}")[1])


def _place(plan: ConversionPlan, name: str) -> str:
    return f"{plan.destination}/{name}"


def give_up(plan: ConversionPlan) -> None:
    """Leave nothing behind, unless there is a finished shard to go on with."""
    if _recorded(plan):
        return
    filesystem, path = resolve(plan.destination)
    with suppress(OSError):
        filesystem.delete_dir(resolve(f"{plan.destination}/{UNFINISHED}")[1])
        if not _names(filesystem, path):
            filesystem.delete_dir(path)
