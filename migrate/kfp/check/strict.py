"""The YAML parses as a PipelineSpec with no unknown field or enum value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def strict_parse(spec: Mapping[str, Any]) -> list[str]:
    """kfp's own loader ignores unknown fields; a server does not."""
    from google.protobuf import json_format
    from kfp.pipeline_spec import pipeline_spec_pb2

    problems = [
        f"{field} is missing"
        for field, present in (
            ("pipelineInfo.name", spec.get("pipelineInfo", {}).get("name")),
            ("schemaVersion", spec.get("schemaVersion")),
            ("root", spec.get("root")),
        )
        if not present
    ]
    try:
        json_format.ParseDict(dict(spec), pipeline_spec_pb2.PipelineSpec())
    except json_format.ParseError as error:
        problems.append(str(error))
    return problems
