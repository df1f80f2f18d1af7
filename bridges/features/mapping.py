"""``mapping.json``: the plan beside the shards, enough to read them back without their source."""

from __future__ import annotations

from typing import Any

from bridges.errors import SchemaError
from bridges.features.plan import Float64, Plan
from bridges.features.planner import make_plan
from bridges.schema import Schema, Source

FORMAT = "paved-road/feature-mapping"
VERSION = 1


def mapping_to_json(plan: Plan) -> dict[str, Any]:
    """Return the mapping: the schema decides, the list of features is for readers."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "float64": plan.float64.value,
        "verbatim": plan.verbatim,
        "schema": plan.schema.to_json(),
        "features": [
            {"name": f.name, "kind": f.kind.name.lower(), "role": f.role.value}
            for f in plan.features
        ],
    }


def plan_from_mapping(value: Any, source: Source | None = None) -> Plan:
    """Return the plan that :func:`mapping_to_json` wrote; refuse one that would differ."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise SchemaError("not a mapping.json of this project")
    if value.get("version") != VERSION:
        raise SchemaError(
            f"mapping.json has version {value.get('version')}, this release reads {VERSION}",
            next_step="install the release that wrote it",
        )
    schema = Schema.from_json(value.get("schema"), source)
    plan = make_plan(schema, Float64(value["float64"]), verbatim=bool(value["verbatim"]))
    if mapping_to_json(plan)["features"] != value.get("features"):
        raise SchemaError("the features of mapping.json are not those of its schema")
    return plan
