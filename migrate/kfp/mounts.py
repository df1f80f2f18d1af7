"""Where the shared volume is mounted: the workspace, and the absolute directories of targets.

Relative paths live below the workspace directory. Absolute ones keep their path: the same claim
is mounted there too, so two targets of one name in two such directories would be one file; then
the directory above both is mounted. A path inside the repository is inside the image's copy of it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import commonpath, normpath

from migrate.image.dockerfile import APP, RUNTIME

# Directories that a mount would hide with all that is below, or from above.
TREES = ("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sbin", "/sys", "/usr")
# The code of the image, and what Kubernetes and KFP mount themselves; below them there is room.
USED = (APP, RUNTIME, "/root", "/run", "/var/run", "/var/lib", "/gcs", "/minio", "/s3")


@dataclass(frozen=True, slots=True)
class Mounts:
    """Extra mount paths, and the target paths that no mount can serve, with the reason."""

    extra: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def plan_mounts(
    paths: Iterable[str], workspace: str, repo: Path | None = None, given: Container[str] = ()
) -> Mounts:
    """Mounts for the absolute ones of ``paths``; shortest directories first.

    ``repo`` is where the repository was at capture: the image has it at ``/app``. Paths that are
    ``given`` to tasks by their parameters stay as they are there, wherever the repository is.
    """
    paths = [_clean(p) if p in given else _in_image(_clean(p), repo) for p in paths]
    absolute = sorted({p for p in paths if p.startswith("/") and not _under(p, workspace)})
    extra: list[str] = []
    refused = [
        (p, "it lies outside the workspace") for p in sorted(set(paths)) if p.startswith("..")
    ]
    for path in sorted(absolute, key=lambda p: (p.count("/"), p)):
        parent = str(PurePosixPath(path).parent)
        if _is_system(parent):
            refused.append((path, f"no volume can be mounted over {parent}"))
        elif repo is not None and _holds_files(parent, repo):
            refused.append((path, f"a volume at {parent} would hide the repository's files there"))
        elif not any(_under(path, mount) for mount in extra):
            extra.append(parent)
    on_volume = [p if p.startswith("/") else f"{workspace}/{p}" for p in sorted(set(paths))]
    extra = _merged(on_volume, workspace, extra)
    clashes = _clashes(on_volume, [workspace, *extra])
    refused += [(p, f"on one volume it is the same file as {other}") for p, other in clashes]
    return Mounts(tuple(extra), tuple(refused))


def _merged(paths: list[str], workspace: str, extra: list[str]) -> list[str]:
    """Where two mounts have a file of one name, one mount above both, unless it would hide more."""
    mounts = [workspace, *extra]
    for path, other in _clashes(paths, mounts):
        above = commonpath([_mount_of(path, mounts), _mount_of(other, mounts)])
        if not _is_system(above):
            kept = [mount for mount in extra if not _under(mount, above)]
            return _merged(paths, workspace, sorted([*kept, above], key=lambda m: m.count("/")))
    return extra


def _clashes(paths: Iterable[str], mounts: list[str]) -> list[tuple[str, str]]:
    """The same claim is mounted everywhere, so the path below the mount is the file."""
    owner: dict[str, str] = {}
    found = []
    for path in paths:
        mount = _mount_of(path, mounts)
        if not mount:
            continue
        inside = str(PurePosixPath(path).relative_to(mount))
        if owner.setdefault(inside, path) != path:
            found.append((path, owner[inside]))
    return found


def _mount_of(path: str, mounts: Iterable[str]) -> str:
    return next((mount for mount in mounts if _under(path, mount)), "")


def _in_image(path: str, repo: Path | None) -> str:
    """The path as a step sees it: code finds itself, and what lies beside it, in the image."""
    if repo is None or not _under(path, str(repo.resolve())):
        return path
    return str(PurePosixPath(APP) / PurePosixPath(path).relative_to(str(repo.resolve())))


def _holds_files(directory: str, repo: Path) -> bool:
    """The image has files of the repository there, which a mount would hide."""
    if not _under(directory, APP):
        return False
    return any((repo / PurePosixPath(directory).relative_to(APP)).glob("*"))


def _clean(path: str) -> str:
    return str(PurePosixPath(normpath(path))) if path else ""


def _under(path: str, directory: str) -> bool:
    return PurePosixPath(path).is_relative_to(directory)


def _is_system(directory: str) -> bool:
    return any(_under(directory, tree) for tree in TREES) or any(
        _under(used, directory) for used in (*TREES, *USED)
    )
