"""Volumes and secrets of a step: the workspace folder, secret files and variables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bridges.kfp.errors import StepError
from bridges.kfp.spec import Kubernetes, SecretVolume

WORKSPACE_VARIABLE: Final = "PAVED_ROAD_WORKSPACE"
SECRETS_VARIABLE: Final = "PAVED_ROAD_SECRETS"
_SECRETS_FILE: Final = "secrets.cfg"
Secrets = Mapping[str, Mapping[str, Path | str]]


@contextmanager
def mounted(kubernetes: Kubernetes, secrets: Secrets, workspace: Path) -> Iterator[dict[str, str]]:
    """The environment variables that stand for the step's mounts; secret files go afterwards."""
    variables = dict(_secret_variables(kubernetes, secrets))
    if kubernetes.mounts:
        workspace.mkdir(parents=True, exist_ok=True)
        variables[WORKSPACE_VARIABLE] = str(workspace)
    with tempfile.TemporaryDirectory(prefix="paved-road-secrets-") as private:
        for index, volume in enumerate(kubernetes.secret_volumes):
            folder = Path(private, str(index))
            if _write_volume(volume, secrets, folder) and (folder / _SECRETS_FILE).exists():
                variables[SECRETS_VARIABLE] = str(folder / _SECRETS_FILE)
        yield variables


def _secret_variables(kubernetes: Kubernetes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    for wanted in kubernetes.secret_env:
        secret = _secret(secrets, wanted.secret, wanted.optional)
        if secret is None:
            continue
        if wanted.key in secret:
            yield wanted.variable, _text(secret[wanted.key])
        elif not wanted.optional:
            raise StepError(f"secret {wanted.secret!r} has no key {wanted.key!r} in the options")


def _write_volume(volume: SecretVolume, secrets: Secrets, folder: Path) -> bool:
    secret = _secret(secrets, volume.secret, volume.optional)
    if secret is None:
        return False
    folder.mkdir(mode=0o700)
    for key, value in secret.items():
        path = folder / key
        path.touch(mode=0o600)
        path.write_text(_text(value), encoding="utf-8")
    return True


def _secret(secrets: Secrets, name: str, optional: bool) -> Mapping[str, Path | str] | None:
    if name not in secrets and not optional:
        raise StepError(f"secret {name!r} is not in the options of this run")
    return secrets.get(name)


def _text(value: Path | str) -> str:
    if isinstance(value, str):
        return value
    try:
        return value.read_text(encoding="utf-8")
    except OSError as error:
        raise StepError(f"cannot read the secret file {value}: {error.strerror}") from None
