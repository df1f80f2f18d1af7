"""The files beside TFRecord shards that tell what their features were."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyarrow import fs

from bridges.convert.result import ShardResult
from bridges.convert.schema_text import ARROW_FILE, AVRO_FILE, read_source, source_file
from bridges.errors import CorruptData, SchemaError
from bridges.features import Float64, Plan
from bridges.features.mapping import FORMAT, mapping_to_json, plan_from_mapping
from bridges.files import DataFile, open_input, resolve
from bridges.schema import Source

MAPPING: Final = "mapping.json"
MANIFEST: Final = "manifest.json"
METADATA: Final = "schema.pbtxt"
#: Files of a data set that hold no rows.
SIDECARS: Final = frozenset({MAPPING, MANIFEST, METADATA, AVRO_FILE, ARROW_FILE})
MANIFEST_FORMAT: Final = "paved-road/manifest"


@dataclass(frozen=True, slots=True)
class Sidecars:
    """How features become rows again, and what was lost when they were written."""

    plan: Plan
    losses: tuple[str, ...] = ()


def json_bytes(value: Any) -> bytes:
    """JSON as all files of this tool have it."""
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def mapping_files(plan: Plan) -> dict[str, bytes]:
    """By name, the files that tell how to read the features of ``plan``."""
    from google.protobuf import text_format

    from bridges.features.tfmd import metadata_schema

    name, body = source_file(plan.schema)
    return {
        name: body,
        METADATA: text_format.MessageToString(metadata_schema(plan)).encode(),
        MAPPING: json_bytes(mapping_to_json(plan)),
    }


def manifest(
    results: Sequence[ShardResult],
    float64: Float64,
    before: Sequence[str],
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """What the data set holds: its shards, and whether its source can be had back from it.

    ``before``: what the source itself had lost already.
    """
    inexact: dict[str, int] = {}
    for result in results:
        for name, count in result.inexact.items():
            inexact[name] = inexact.get(name, 0) + count
    losses = [*before, *_losses(results, inexact, float64)]
    return {
        "format": MANIFEST_FORMAT,
        "version": 1,
        **about,
        "rows": sum(result.rows for result in results),
        "bytes": sum(result.bytes for result in results),
        "reversible": not losses,
        "losses": losses,
        "float64": {"mode": float64.value, "inexact": inexact},
        "shards": [result.to_json() for result in results],
    }


def _losses(
    results: Sequence[ShardResult], inexact: Mapping[str, int], float64: Float64
) -> list[str]:
    losses = []
    if float64 is Float64.FLOAT32:
        losses += [
            f"{n} double(s) of {name} were rounded to float32" for name, n in inexact.items()
        ]
    skipped = sum(result.skipped for result in results)
    if skipped:
        losses.append(f"{skipped} damaged record(s) were left out")
    left_out = sum(result.left_out for result in results)
    if left_out:
        losses.append(f"{left_out} feature(s) or other field(s) that no schema names were left out")
    return losses


def read_sidecars(files: Sequence[DataFile], *, whole: bool) -> Sidecars | None:
    """What is said beside the files, checked against them; None where nothing is.

    ``whole``: the files are all of their directory, so no shard may lack.
    """
    directory = _directory(files)
    mapping = read_json(f"{directory}/{MAPPING}", FORMAT)
    if mapping is None:
        return None
    written = read_json(f"{directory}/{MANIFEST}", MANIFEST_FORMAT)
    losses: tuple[str, ...] = ()
    if written is not None:
        _check(written, files, whole=whole)
        losses = tuple(written["losses"])
    return Sidecars(plan_from_mapping(mapping, _source(directory)), losses)


def stated_empty(files: Sequence[DataFile]) -> frozenset[str]:
    """The files that their manifest says have no byte: all others of that size are damaged."""
    if all(file.size for file in files):
        return frozenset()
    directory = _directory(files)
    written = read_json(f"{directory}/{MANIFEST}", MANIFEST_FORMAT) or {"shards": []}
    return frozenset(f"{directory}/{s['name']}" for s in written["shards"] if s["bytes"] == 0)


def _directory(files: Sequence[DataFile]) -> str:
    return files[0].uri.rpartition("/")[0] or "."


def _source(directory: str) -> Source | None:
    for name in (AVRO_FILE, ARROW_FILE):
        body = _read(f"{directory}/{name}")
        if body is not None:
            return read_source(name, body)
    return None


def _check(written: Mapping[str, Any], files: Sequence[DataFile], *, whole: bool) -> None:
    """A shard of another size than the manifest says was cut off or replaced."""
    stated = {shard["name"]: shard["bytes"] for shard in written["shards"]}
    found = {file.uri.rpartition("/")[2]: file for file in files}
    for name in sorted(stated.keys() & found.keys()):
        if stated[name] != found[name].size:
            raise CorruptData(
                f"has {found[name].size} bytes, its manifest says {stated[name]}",
                where=found[name].uri,
                next_step="copy the shard again, or convert its source again",
            )
    missing = sorted(stated.keys() - found.keys())
    if whole and missing:
        raise CorruptData(
            f"{len(missing)} shard(s) of its manifest are missing, such as {missing[0]}",
            where=_directory(files),
            next_step="copy them too; to convert some shards only, name them by a glob",
        )


def read_json(uri: str, form: str) -> dict[str, Any] | None:
    """The JSON object at ``uri``, which must say it is of ``form``; None where there is no file."""
    body = _read(uri)
    if body is None:
        return None
    try:
        value = json.loads(body)
    except ValueError as error:
        raise SchemaError(f"is not JSON: {error}", where=uri) from error
    if not isinstance(value, dict) or value.get("format") != form:
        raise SchemaError(
            f"is not of the format {form}",
            where=uri,
            next_step="move it away; a schema can be given with --schema",
        )
    return value


def _read(uri: str) -> bytes | None:
    filesystem, path = resolve(uri)
    if filesystem.get_file_info(path).type != fs.FileType.File:
        return None
    with open_input(uri) as file:
        body: bytes = file.read()
    return body
