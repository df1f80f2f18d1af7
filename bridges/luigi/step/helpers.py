"""Steps without a task: the workspace is prepared, or a bundle is made."""

import os
import shutil
import stat
import tempfile

from bridges.luigi.step.artifacts import entries_of, imported_file
from bridges.luigi.step.contract import MANIFEST, RECORD, StepError, is_dry
from bridges.luigi.step.files import link_or_copy, make_directory, write_json

NOT_COPIED = (".git", "__pycache__")


def prepare_workspace(repository, workspace, kept_out):
    """The workspace has the files of the repository; what was there before is untouched.

    The files in ``kept_out`` hold secrets; Luigi reads its configuration in the repository.
    """
    if not workspace:
        raise StepError("prepare: neither the task nor PAVED_ROAD_WORKSPACE names a workspace")
    workspace = os.path.realpath(workspace)
    for directory, names, files in os.walk(repository):
        kept = [n for n in names if _belongs(os.path.join(directory, n), workspace)]
        links = [n for n in kept if os.path.islink(os.path.join(directory, n))]
        names[:] = [n for n in kept if n not in links]
        into = os.path.join(workspace, os.path.relpath(directory, repository))
        make_directory(into)
        for name in files + links:
            if os.path.relpath(os.path.join(directory, name), repository) not in kept_out:
                _copy_new(os.path.join(directory, name), os.path.join(into, name))


def _belongs(directory, workspace):
    return (
        os.path.basename(directory) not in NOT_COPIED
        and os.path.realpath(directory) != workspace
        and not os.path.exists(os.path.join(directory, "pyvenv.cfg"))
        # A converted project inside the repository; its runs hold workspaces like this one.
        and not os.path.exists(os.path.join(directory, RECORD))
    )


def _copy_new(source, destination):
    """The destination exists whole; of two at the same time one wins."""
    mode = os.lstat(source).st_mode
    if os.path.lexists(destination) or not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        return
    scratch = tempfile.mkdtemp(prefix=".paved-road-", dir=os.path.dirname(destination))
    part = os.path.join(scratch, "part")
    try:
        if stat.S_ISLNK(mode):
            os.symlink(os.readlink(source), part)
        else:
            shutil.copy2(source, part)
        if not os.path.lexists(destination):
            os.rename(part, destination)
    finally:
        shutil.rmtree(scratch)


def finish_helper(kind, outputs):
    for artifact in outputs.values():
        write_json(os.path.join(artifact, RECORD), {"kind": kind, "version": 1, "targets": []})
    return kind, "done"


def make_bundle(inputs, artifact, members):
    """The artifact holds all inputs and a manifest of them; bundles among them are taken apart."""
    make_directory(artifact)
    said = {member[0]: member[1:] for member in members}
    targets = []
    for name in sorted(inputs):
        for entry in _members(name, inputs[name], said.get(name)):
            if entry["file"] and not is_dry():
                number = "%05d" % len(targets)
                inside = os.path.join(number, os.path.basename(entry["file"].rstrip("/")))
                link_or_copy(entry["file"], os.path.join(artifact, inside))
                entry["file"] = inside
            targets.append(entry)
    write_json(
        os.path.join(artifact, MANIFEST), {"kind": "bundle", "version": 1, "targets": targets}
    )


def _members(name, artifact, said):
    entries = entries_of(artifact)
    if entries is not None:
        return entries
    if not said:
        raise StepError("input %s does not say what it holds and is not in __members__" % name)
    task_id, output_path, legacy_path = said
    file = imported_file(name, artifact, legacy_path)
    return [
        {"task_id": task_id, "output": list(output_path or ()), "path": legacy_path, "file": file}
    ]
