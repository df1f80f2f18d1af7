"""Where a conversion starts: the legacy repository, and the choices nobody made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from migrate.errors import BadInput
from migrate.image.dockerfile import default_base
from migrate.kfp.environment import Environment, from_secrets, secret_keys
from migrate.kfp.names import identifier
from migrate.kfp.settings import FILE, Settings
from migrate.luigi.graph import TaskGraph
from migrate.luigi.process import CONFIG_PARSER

SECRET_KEY = "secrets.cfg"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Source:
    """The legacy repository: its root, further import directories, how to run its steps here.

    ``local`` and ``config`` (the file that holds the secrets) are for runs on this machine;
    ``kept_out`` are paths of the repository that must not get into its image.
    """

    repo: Path
    import_paths: tuple[str, ...] = ()
    local: Mapping[str, object] = field(default_factory=dict)
    config: str = ""
    kept_out: tuple[str, ...] = ()


def completed(settings: Settings, graph: TaskGraph, source: Source) -> Settings:
    """The settings with every empty choice filled in.

    Raises BadInput for a ``[flow]`` entry that names no task of the graph.
    """
    _check_families(settings, graph)
    name = settings.name or identifier(graph.nodes[graph.root].family).replace("_", "-").strip("-")
    image = settings.image or f"{name}-legacy:latest"
    secret = settings.secret_name or f"{name}-luigi"
    environment = from_secrets(settings.environment, graph, f"{name}-environment")
    return replace(
        settings,
        name=name,
        image=image,
        base_image=settings.base_image or default_base(graph.python),
        workspace_claim=settings.workspace_claim or f"{name}-workspace",
        secret_name=secret,
        environment=environment,
        local=settings.local
        or {**_local(image, graph, source), **_local_secrets(secret, environment, graph, source)},
    )


def _local(image: str, graph: TaskGraph, source: Source) -> dict[str, object]:
    here = dict(source.local)
    if graph.config_parser == "toml":
        here["env"] = {**here.get("env", {}), CONFIG_PARSER: "toml"}  # type: ignore[dict-item]
    local: dict[str, object] = {"images": {image: here}}
    if "python" not in source.local:
        local["preload"] = ["luigi"]
    return local


def _local_secrets(
    secret: str, environment: Environment, graph: TaskGraph, source: Source
) -> dict[str, object]:
    """Here the configuration itself stands for its secret, the environment's are this process's."""
    secrets: dict[str, object] = {
        name: {key: {"env": variable} for key, variable in keys.items()}
        for name, keys in secret_keys(environment).items()
    }
    if graph.secrets and source.config:
        secrets[secret] = {SECRET_KEY: source.config}
    return {"secrets": secrets} if secrets else {}


def _check_families(settings: Settings, graph: TaskGraph) -> None:
    families = {node.family for node in graph.nodes.values()}
    for family in settings.flow:
        if family not in families:
            near = get_close_matches(family, families, 1)
            raise BadInput(
                f'flow."{family}" names no task of this graph',
                where=FILE,
                next_step=f'write "{near[0]}"' if near else "remove it",
            )
