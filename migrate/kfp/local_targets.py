"""Which targets are files of the local file system."""

from __future__ import annotations

from migrate.luigi.graph import Target

IN_MEMORY = frozenset({"luigi.mock.MockTarget", "luigi.mock.MockFile"})
REBINDABLE = frozenset(
    {
        "luigi.local_target.LocalTarget",
        "luigi.file.LocalTarget",
        "luigi.file.File",
        "luigi.LocalTarget",
    }
    | IN_MEMORY
)
ELSEWHERE = "luigi.contrib."


def is_local(target: Target) -> bool:
    """The target is a file or directory of the local file system.

    A target class of the repository with a plain path counts: its files need the shared volume.
    Luigi's contrib targets live elsewhere, even where their path looks local (HDFS, SSH, FTP).
    What is in memory becomes a file, whatever its path looks like.
    """
    if target.path and target.class_name in IN_MEMORY:
        return True
    if not target.path or target.uri or "://" in target.path:
        return False
    return not any(name.startswith(ELSEWHERE) for name in (target.class_name, *target.bases))
