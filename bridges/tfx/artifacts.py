"""TFX artifacts across KFP: type and properties travel as one JSON text in KFP's metadata.

KFP knows no artifact types but its own, and turns every number in metadata into a double; a text
arrives as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tfx.types import Artifact, artifact_utils, standard_component_specs
from tfx.types.value_artifact import ValueArtifact
from tfx.utils import import_utils

from bridges.errors import DataError
from bridges.kfp.lightweight.artifacts import Artifact as KfpArtifact

KEY: Final = "tfx_artifact"
_SPLIT: Final = "Split-"


def tfx_input(given: Mapping[str, Any], kind: str) -> Artifact:
    """The TFX artifact behind a KFP one.

    ``given`` is the artifact of KFP's ExecutorInput. One that no TFX step has made gets the type
    ``kind``, and the splits that its ``Split-…`` folders name. Values are read already.
    """
    described = given.get("metadata", {}).get(KEY)
    if described is None:
        artifact = _of_other_steps(kind, local_path(given["uri"]))
    else:
        artifact = Artifact.from_json_dict(json.loads(described))
    artifact.uri = local_path(given["uri"])
    if isinstance(artifact, ValueArtifact):
        artifact.read()
    return artifact


def tfx_output(given: Mapping[str, Any], kind: str) -> Artifact:
    """A new TFX artifact at a KFP output's path; folders are made, as TFX's launcher does."""
    artifact = import_utils.import_class_by_path(kind)()
    path = Path(local_path(given["uri"]))
    artifact.uri = str(path)
    made = path.parent if isinstance(artifact, ValueArtifact) else path
    made.mkdir(parents=True, exist_ok=True)
    return artifact


def kfp_output(given: Mapping[str, Any], artifact: Artifact) -> dict[str, Any]:
    """What executor_output.json says of an output: KFP's own entry with TFX's description."""
    described = artifact.to_json_dict()
    described["artifact"].pop("uri", None)  # where it lies is KFP's to say
    metadata = {**given.get("metadata", {}), KEY: json.dumps(described, sort_keys=True)}
    return {**given, "metadata": metadata}


def local_path(uri: str) -> str:
    """Where KFP has put an artifact of ``uri`` in a container; a path stays as it is."""
    return KfpArtifact(uri=uri).path.removeprefix("file://")


def _of_other_steps(kind: str, path: str) -> Artifact:
    artifact = import_utils.import_class_by_path(kind)()
    if "split_names" not in (artifact.PROPERTIES or {}):
        return artifact
    names = sorted(p.name.removeprefix(_SPLIT) for p in Path(path).glob(f"{_SPLIT}*"))
    if not names:
        raise DataError(
            f"holds no {_SPLIT}… folder, as {artifact.type_name} has them",
            where=path,
            next_step=f"write the data below {_SPLIT}train, or let an ExampleGen read it "
            f"({standard_component_specs.INPUT_BASE_KEY}=…)",
        )
    artifact.split_names = artifact_utils.encode_split_names(names)
    return artifact
