"""The end of a conversion: sidecars, manifest, and every shard in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bridges.convert.plan import ConversionPlan
from bridges.convert.result import ShardResult
from bridges.convert.sidecars import manifest, mapping_files
from bridges.convert.workshop import publish
from bridges.files import Format


def finish(results: Sequence[ShardResult], plan: ConversionPlan) -> dict[str, Any]:
    """Publish the data set and return its manifest."""
    dataset, options = plan.dataset, plan.options
    source = {
        "format": dataset.format.value,
        "files": len(dataset.files),
        "bytes": dataset.size,
        "columns": None if options.columns is None else list(options.columns),
    }
    about = {"to": options.to.value, "compression": options.codec, "source": source}
    made = manifest(results, options.float64, dataset.losses, about)
    sidecars = mapping_files(plan.features) if options.to is Format.TFRECORD else {}
    publish(plan, sidecars, made)
    return made
