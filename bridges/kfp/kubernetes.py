"""Reads the platform document: timeouts, volume claims and secrets of each executor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bridges.kfp.spec import Kubernetes, SecretEnv, SecretVolume


def read_kubernetes(document: Any) -> dict[str, Kubernetes]:
    """``{executor label: what Kubernetes is told}``; empty without a platform document."""
    platform = (document or {}).get("platforms", {}).get("kubernetes", {})
    executors: Mapping[str, Any] = platform.get("deploymentSpec", {}).get("executors", {})
    return {label: _executor(body) for label, body in executors.items()}


def _executor(body: Mapping[str, Any]) -> Kubernetes:
    deadline = body.get("activeDeadlineSeconds")
    return Kubernetes(
        timeout=float(deadline) if deadline else None,
        mounts=tuple(mount["mountPath"] for mount in body.get("pvcMount", ())),
        secret_env=tuple(_secret_env(body)),
        secret_volumes=tuple(
            SecretVolume(_secret_name(volume), volume["mountPath"], volume.get("optional", False))
            for volume in body.get("secretAsVolume", ())
        ),
    )


def _secret_env(body: Mapping[str, Any]) -> Iterator[SecretEnv]:
    for secret in body.get("secretAsEnv", ()):
        for pair in secret["keyToEnv"]:
            yield SecretEnv(
                _secret_name(secret),
                pair["secretKey"],
                pair["envVar"],
                secret.get("optional", False),
            )


def _secret_name(body: Mapping[str, Any]) -> str:
    """Old compilers wrote only ``secretName``, new ones write a parameter beside it."""
    if "secretName" in body:
        return str(body["secretName"])
    return str(body["secretNameParameter"]["runtimeValue"]["constant"])
