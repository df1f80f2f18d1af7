"""migration.toml: every choice of the conversion, editable, read again on the next run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from migrate.errors import BadInput
from migrate.kfp.environment import Environment, add_environment, read_environment
from migrate.kfp.plan import Mode

FILE = "migration.toml"
STEP_KINDS = ("auto", "python", "container")


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices; empty means the converter decides and writes down what it decided."""

    name: str = ""
    image: str = ""
    base_image: str = ""
    step_kind: str = "auto"
    workspace_mount: str = "/workspace"
    workspace_claim: str = ""
    secret_name: str = ""
    flow: Mapping[str, Mode] = field(default_factory=dict)
    check_outputs: bool = True
    most_tasks: int = 400
    environment: Environment = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)


PLACES: dict[str, tuple[str, str]] = {
    "name": ("pipeline", "name"),
    "image": ("image", "name"),
    "base_image": ("image", "base"),
    "step_kind": ("image", "steps"),
    "workspace_mount": ("workspace", "mount"),
    "workspace_claim": ("workspace", "claim"),
    "secret_name": ("secrets", "name"),
    "check_outputs": ("checks", "outputs"),
    "most_tasks": ("pipeline", "most_tasks"),
}
TYPES: dict[str, type] = {
    **dict.fromkeys(PLACES, str),
    "check_outputs": bool,
    "most_tasks": int,
}


def read_settings(directory: Path) -> Settings:
    """The settings of an earlier run in ``directory``, or the defaults.

    Raises BadInput for a file that does not parse or holds a value of the wrong kind.
    """
    path = directory / FILE
    if not path.is_file():
        return Settings()
    try:
        document = tomlkit.parse(path.read_text("utf-8")).unwrap()
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise BadInput(
            f"not valid TOML: {error}", where=str(path), next_step="mend the file or delete it"
        ) from error
    return settings_from(document, path)


def settings_from(document: Mapping[str, Any], path: Path) -> Settings:
    """Settings from a parsed document; unknown tables and keys are errors, typos must not pass."""
    _refuse_unknown(document, path)
    values: dict[str, Any] = {}
    for name, (table, key) in PLACES.items():
        if key in document.get(table, {}):
            values[name] = _typed(document[table][key], TYPES[name], f"{table}.{key}", path)
    if values.get("step_kind", "auto") not in STEP_KINDS:
        raise _wrong(path, "image.steps", f"one of {', '.join(STEP_KINDS)}")
    mount = PurePosixPath(values.get("workspace_mount", Settings().workspace_mount))
    if not mount.is_absolute() or len(mount.parts) == 1:
        raise _wrong(path, "workspace.mount", "an absolute directory below /")
    return Settings(
        **values,
        flow=_flow(document, path),
        environment=read_environment(document.get("environment", {}), path),
        local=document.get("local", {}),
    )


def render_settings(
    settings: Settings, families: Mapping[str, Mode], unsaid: Iterable[str] = ()
) -> str:
    """The file for the next run: comments say what each choice does.

    ``unsaid`` are the environment variables that the repository reads and no step sets.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment("The choices of this migration. Edit them and convert again."))
    for name, (table, key) in PLACES.items():
        section = document.setdefault(table, tomlkit.table())
        section.add(tomlkit.comment(COMMENTS[name]))
        section.add(key, getattr(settings, name))
    flow = tomlkit.table()
    flow.add(tomlkit.comment("Data flow by task family: artifact, workspace or in_place."))
    flow.add(
        tomlkit.comment(
            "Decided by evidence (see report.html); an entry here overrides it, for example"
        )
    )
    for family, mode in sorted(families.items()):
        flow.add(tomlkit.comment(f'"{family}" = "{mode.value}"'))
    for family, mode in sorted(settings.flow.items()):
        flow.add(family, mode.value)
    document.add("flow", flow)
    environment = tomlkit.table()
    for line in ENVIRONMENT_COMMENTS:
        environment.add(tomlkit.comment(line))
    add_environment(environment, settings.environment, unsaid)
    document.add("environment", environment)
    document.add("local", tomlkit.item(dict(settings.local)))
    return tomlkit.dumps(document)


COMMENTS = {
    "name": "Name of the pipeline in Kubeflow.",
    "image": "Image that holds the legacy repository; see Dockerfile.",
    "base_image": "FROM of that image.",
    "step_kind": "python (lightweight components, needs kfp in the image), container, or auto.",
    "workspace_mount": "Where the shared volume is mounted.",
    "workspace_claim": "PersistentVolumeClaim of the shared volume (ReadWriteMany).",
    "secret_name": "Kubernetes secret with the secret options of luigi.cfg.",
    "most_tasks": "More steps than this become several pipelines on one volume; 0: never cut.",
    "check_outputs": "A step fails when an output that its task declares is not there afterwards.",
}
ENVIRONMENT_COMMENTS = (
    "Environment variables of every step that runs legacy code: a text, false (stays unset), or",
    'a secret\'s key: NAME = { secret = "…", key = "…" }. Secrets are never written as a text.',
)
assert set(COMMENTS) == set(PLACES) <= {f.name for f in fields(Settings)}


def _refuse_unknown(document: Mapping[str, Any], path: Path) -> None:
    known: dict[str, set[str]] = {}
    for table, key in PLACES.values():
        known.setdefault(table, set()).add(key)
    for table, content in document.items():
        if table not in {*known, "flow", "environment", "local"}:
            raise BadInput(f"unknown table [{table}]", where=str(path), next_step="remove it")
        if not isinstance(content, Mapping):
            raise _wrong(path, table, "a table")
        if table not in known:
            continue
        for key in content:
            if key not in known[table]:
                raise BadInput(f"unknown key {table}.{key}", where=str(path), next_step="remove it")


def _flow(document: Mapping[str, Any], path: Path) -> dict[str, Mode]:
    modes = {mode.value: mode for mode in Mode}
    chosen: dict[str, Mode] = {}
    for family, text in document.get("flow", {}).items():
        if not isinstance(text, str) or text not in modes:
            raise _wrong(path, f'flow."{family}"', f"one of {', '.join(modes)}")
        chosen[family] = modes[text]
    return chosen


def _typed(value: Any, kind: type, place: str, path: Path) -> Any:
    if type(value) is not kind:  # a bool is an int to isinstance()
        expected = {str: "a text", bool: "true or false", int: "a whole number"}
        raise _wrong(path, place, expected[kind])
    return value


def _wrong(path: Path, place: str, expected: str) -> BadInput:
    return BadInput(f"{place} must be {expected}", where=str(path), next_step="mend the value")
