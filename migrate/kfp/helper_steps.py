"""The steps that stand for no Luigi task: prepare the workspace, bundle artifacts, import URIs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migrate.kfp.names import PREPARE_COMPONENT
from migrate.kfp.plan import Component, Kind, Policy, Step
from migrate.kfp.wiring import bundle_component
from migrate.luigi.graph import Node

PREPARE = "paved-road/prepare"
FETCHED = ("gs://", "s3://", "minio://")


def prepare_component(workspace: str, kept_out: Sequence[str], *, container: bool) -> Component:
    """Copies the repository to where tasks expect its files; secrets stay where they are."""
    doc = "Copies the repository's files into the workspace; what is there already stays."
    task: dict[str, Any] = {"kind": "prepare", "workspace": workspace}
    if kept_out:
        task["kept_out"] = sorted(kept_out)
    return Component(PREPARE_COMPONENT, doc, Kind.PREPARE, task, container=container)


def prepare_step(component: Component) -> Step:
    """The first step wherever the workspace is used."""
    return Step(
        PREPARE, "prepare", "Prepare the workspace", Kind.PREPARE, component.name,
        policy=Policy(caching=False, workspace=True),
    )  # fmt: skip


def component_of_bundle(step: Step) -> Component:
    """One component serves all bundles of the same number of artifacts."""
    inputs = tuple(item.name for item in step.inputs)
    doc = f"Bundles {len(inputs)} artifacts into one with a manifest."
    name = bundle_component(len(inputs))
    return Component(name, doc, Kind.BUNDLE, {"kind": "bundle"}, (), inputs, ("bundle",))


def importers(node: Node) -> list[Step]:
    """An importer for each URI that KFP can fetch: lineage starts at the legacy object."""
    uris = [leaf.value.uri for leaf in node.targets() if leaf.value.uri.startswith(FETCHED)]
    return [
        Step(
            key=f"{node.task_id}/importer-{n}",
            variable=f"import_{node.family}",
            display_name=uri[:120],
            kind=Kind.IMPORTER,
            component="importer",
            after=(node.task_id,),
            uri=uri,
        )
        for n, uri in enumerate(uris)
    ]
