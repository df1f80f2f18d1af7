"""Artifacts in the hands of a component, as ``kfp.dsl`` has them."""

from __future__ import annotations

import sys
import typing

MOUNTS = {"gs://": "/gcs/", "minio://": "/minio/", "s3://": "/s3/"}


class Artifact:
    """An artifact in the hands of a component."""

    schema_title = "system.Artifact"
    schema_version = "0.0.1"

    def __init__(
        self,
        name: str | None = None,
        uri: str | None = None,
        metadata: dict[str, typing.Any] | None = None,
    ) -> None:
        self.name = name or ""
        self.uri = uri or ""
        self.metadata = metadata or {}

    @property
    def path(self) -> str:
        for scheme, mount in MOUNTS.items():
            if self.uri.startswith(scheme):
                return mount + self.uri[len(scheme) :]
        return self.uri

    @path.setter
    def path(self, path: str) -> None:
        for scheme, mount in MOUNTS.items():
            if path.startswith(mount):
                path = scheme + path[len(mount) :]
        self.uri = path


class Dataset(Artifact):
    schema_title = "system.Dataset"


class HTML(Artifact):
    schema_title = "system.HTML"


class Markdown(Artifact):
    schema_title = "system.Markdown"


class Metrics(Artifact):
    """Scalars that the Kubeflow UI shows."""

    schema_title = "system.Metrics"

    def log_metric(self, metric: str, value: float) -> None:
        self.metadata[metric] = value


class Model(Artifact):
    schema_title = "system.Model"

    @property
    def framework(self) -> str:
        return str(self.metadata.get("framework", ""))

    @framework.setter
    def framework(self, framework: str) -> None:
        self.metadata["framework"] = framework


def artifact_of(entry: dict[str, typing.Any], fallback: typing.Any) -> Artifact:
    """The artifact in the class its type names, else in the class of the annotation."""
    title = (entry.get("type") or {}).get("schemaTitle", "")
    cls = getattr(sys.modules["kfp.dsl"], title[len("system.") :], fallback)
    made = cls(name=entry.get("name"), uri=entry.get("uri"), metadata=entry.get("metadata"))
    return typing.cast(Artifact, made)
