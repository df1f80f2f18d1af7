"""What is in an artifact: the targets that its record says it stands for."""

import os
import re

from bridges.luigi.step.contract import MANIFEST, RECORD, StepError, is_dry
from bridges.luigi.step.files import base_name, link_or_copy, read_json, write_json
from bridges.luigi.step.memory import is_mock
from bridges.luigi.step.parameters import same_id
from bridges.luigi.step.structures import leaves, path_of, required_at, upstreams
from bridges.luigi.step.text import native, text_of


def sources_of(spec, inputs, task):
    """``{(upstream task id, output path): file}`` of all input artifacts."""
    found = {}
    for name, requires_path, output_path in spec.get("inputs", ()):
        if name not in inputs:
            raise StepError("the step got no input artifact %s" % name)
        entries = _all_entries(inputs[name])
        if requires_path is None:
            if entries is None:
                raise StepError("input %s is not a bundle: %s" % (name, inputs[name]))
            entries = [_of_upstream(task, entry) for entry in entries]
        else:
            entries = [_matching(name, inputs[name], entries, task, requires_path, output_path)]
        found.update(
            ((entry["task_id"], path_of(entry["output"])), entry["file"])
            for entry in entries
            if entry["file"]
        )
    return found


def _matching(name, artifact, entries, task, requires_path, output_path):
    upstream = required_at(task, path_of(requires_path), path_of(output_path))
    if upstream is None:
        raise StepError(
            "%s requires nothing at %s with an output at %s (input %s)"
            % (task.task_id, requires_path, output_path, name)
        )
    required, target = upstream
    if entries is None:
        file = imported_file(name, artifact, getattr(target, "path", ""))
        return {"task_id": required.task_id, "output": output_path, "file": file}
    for entry in entries:
        is_output = path_of(entry["output"]) == path_of(output_path)
        if is_output and same_id(required.task_id, entry["task_id"]):
            return dict(entry, task_id=required.task_id)
    raise StepError(
        "input %s holds %s, not the output %s of %s"
        % (name, sorted({e["task_id"] for e in entries}), output_path, required.task_id)
    )


def _of_upstream(task, entry):
    """The entry with Luigi's own id of the task, where a secret is left out of the recorded one."""
    if "***" not in entry["task_id"]:
        return entry
    ids = (required.task_id for required in upstreams(task))
    own = next((i for i in ids if same_id(i, entry["task_id"])), entry["task_id"])
    return dict(entry, task_id=own)


def imported_file(name, artifact, legacy_path):
    """The file of an artifact that no step of ours wrote: an imported file or directory."""
    inside = os.path.join(artifact, base_name(legacy_path))
    if os.path.isdir(artifact) and os.path.exists(inside):
        return inside
    if not os.path.exists(artifact):
        raise StepError("input artifact %s does not exist: %s" % (name, artifact))
    return artifact


def _all_entries(given):
    """The targets of one artifact, or of all artifacts that a loop has made."""
    if not isinstance(given, list):
        return entries_of(given)
    found = [entries_of(artifact) for artifact in given]
    return None if None in found else [entry for entries in found for entry in entries]


def entries_of(artifact):
    """The targets an artifact stands for, with absolute ``file``; None when it says nothing."""
    record = read_json(os.path.join(artifact, RECORD))
    if record is None:
        record = read_json(os.path.join(artifact, MANIFEST))
        if not isinstance(record, dict) or record.get("kind") != "bundle":
            return None
    entries = [dict(entry) for entry in record["targets"]]
    for entry in entries:
        entry["task_id"] = native(entry["task_id"])
        entry["file"] = entry["file"] and native(os.path.join(artifact, entry["file"]))
    return entries


def sinks_of(spec, outputs, task, shown):
    """What each output artifact stands for, before any path is re-bound."""
    sinks = []
    targets = dict(leaves(task.output())) if spec.get("outputs") else {}
    for name, output_path in spec.get("outputs", ()):
        if name not in outputs:
            raise StepError("the step got no output artifact %s" % name)
        wanted = sorted(targets) if output_path is None else [path_of(output_path)]
        for path in wanted:
            if path not in targets:
                raise StepError("%s has no output at %s" % (task.task_id, output_path))
            sinks.append(dict(_sink(spec, outputs[name], path, targets[path]), task_id=shown))
        if not wanted:
            sinks.append({"artifact": outputs[name], "task_id": shown})
    return sinks


def _sink(spec, artifact, path, target):
    import luigi

    legacy_path = getattr(target, "path", None)
    moved = spec["mode"] == "artifact" and isinstance(target, luigi.LocalTarget)
    return {
        "artifact": artifact,
        "output": path,
        "target": target,
        "path": legacy_path,
        "file": base_name(legacy_path) if moved or is_mock(target) else None,
    }


def write_records(task, sinks):
    """Each output artifact says which target of which task it stands for."""
    records = {}
    for sink in sinks:
        record = {"kind": "task", "version": 1, "task_id": sink["task_id"], "targets": []}
        record = records.setdefault(sink["artifact"], record)
        if "target" in sink:
            record["targets"].append(_entry(task, sink))
    for artifact, record in records.items():
        write_json(os.path.join(artifact, RECORD), record)


def _entry(task, sink):
    target = dict(leaves(task.output())).get(sink["output"], sink["target"])
    return {
        "task_id": sink["task_id"],
        "output": list(sink["output"]),
        "class": "%s.%s" % (type(target).__module__, type(target).__name__),
        # A URI may carry a password, a record may be shown to anybody.
        "path": sink["path"] and re.sub(r"://[^/@]+@", "://", text_of(sink["path"])),
        "file": sink["file"],
        "exists": not is_dry() and bool(target.exists()),
    }


def emit_external(task, sinks):
    for sink in sinks:
        if sink.get("file") and not is_mock(sink["target"]) and sink["target"].exists():
            link_or_copy(sink["path"], os.path.join(sink["artifact"], sink["file"]))
    write_records(task, sinks)
