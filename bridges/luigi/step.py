# -*- coding: utf-8 -*-
"""One Luigi task has run as one pipeline step, or the step has failed and says why.

This file needs nothing but Luigi (2.0 to 3.8) and runs under Python 2.7 and 3.6 to 3.13. The
converter copies it next to the pipeline as ``paved_road_step.py``::

    paved_road_step.run(task, params, inputs, outputs)
    python paved_road_step.py --task JSON [--param NAME TEXT] [--input NAME DIR] [--output NAME DIR]

The keys of ``task``, the files in an artifact and the rules are in ``docs/step-runtime.md``.
"""

from __future__ import absolute_import, print_function

import contextlib
import errno
import hashlib
import importlib
import inspect
import io
import json
import logging
import os
import re
import shutil
import stat
import sys
import tempfile
import time
import traceback
import types

try:
    from queue import Queue
except ImportError:  # Python 2
    from Queue import Queue

PY2 = sys.version_info[0] == 2
TEXT = type(b"".decode("ascii"))  # unicode in Python 2

RECORD = ".paved-road.json"  # in every output artifact: what the artifact stands for
PLAN = "plan.json"  # in the plan's artifact: digests of the ids of the tasks that have to run
MANIFEST = "manifest.json"  # in a bundle: the records of all its members
MEMORY = ".paved-road-memory"  # on the shared volume: what in-memory targets held
NOT_COPIED = (".git", "__pycache__")
DRY_RUN = "PAVED_ROAD_DRY_RUN"  # a variable: make the task and bind its data, run nothing
BIND_ROUNDS = 20  # an output path derived from an input path needs one more round per link

logger = logging.getLogger("paved-road")


class StepError(Exception):
    """The step cannot go on; the message says what, where and what to look at."""


# --- Ways in ---------------------------------------------------------------------------------


def run(task, params=None, inputs=None, outputs=None):
    # type: (dict, dict, dict, dict) -> str
    """The step is ``done``, ``skipped`` or ``checked`` (returned), or an exception is raised.

    In a dry run it is ``made``: the task is there with its id, and its data is bound.
    """
    params = dict(params or {})
    name = params.get("__task_id__") or task.get("family") or task["kind"]
    before = os.getcwd(), _main_file()
    try:
        name, how = _perform(task, params, _absolute(inputs), _absolute(outputs))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if not isinstance(error, StepError):
            traceback.print_exc()
        _say("%s failed: %s: %s" % (name, type(error).__name__, _one_line(error)))
        if isinstance(error, Exception):
            raise
        # Luigi's worker counts sys.exit(0) in run() as a failure; the step must not end well.
        raise StepError("%s: %s" % (type(error).__name__, error))
    finally:
        os.chdir(before[0])
        _become_main(before[1])
    _say("%s %s" % (name, how))
    return how


def main(argv):
    # type: (list) -> int
    """The exit code of the step as a process."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        given = _arguments(argv)
        run(given["--task"], given["--param"], given["--input"], given["--output"])
    except Exception:  # run() has said what it is
        return 1
    return 0


def _arguments(argv):
    """Read by hand: argparse takes a parameter text like ``-1d`` for an option."""
    given = {"--task": None, "--param": {}, "--input": {}, "--output": {}}
    rest = list(argv)
    while rest:
        flag = rest.pop(0)
        wanted = 1 if flag == "--task" else 2
        if flag not in given or len(rest) < wanted:
            _say("usage: --task JSON [--param NAME TEXT] [--input NAME PATH] [--output NAME PATH]")
            raise StepError("cannot read the command line at %r" % flag)
        if flag == "--task":
            given[flag] = _native(json.loads(rest.pop(0)))
        else:
            key = rest.pop(0)
            given[flag][key] = rest.pop(0)
    if given["--task"] is None:
        _say("usage: --task JSON is missing")
        raise StepError("--task is missing")
    return given


def _perform(spec, params, inputs, outputs):
    repository = os.path.abspath(os.environ.get("PAVED_ROAD_REPO") or os.getcwd())
    workspace = os.environ.get("PAVED_ROAD_WORKSPACE") or spec.get("workspace")
    if spec["kind"] == "prepare":
        _prepare(repository, workspace, spec.get("kept_out", ()))
        return _finish_helper("prepare", outputs)
    if spec["kind"] == "bundle":
        members = params.get("__members__") or spec.get("members") or []
        _bundle(inputs, _only(outputs), _from_json(members))
        return "bundle", "done"
    uses_workspace = spec.get("mode") == "workspace" or spec.get("workspace")
    _enter(repository, workspace if uses_workspace else None)
    _become_main(_script(_root_module(spec), repository))
    if spec["kind"] == "items":
        return _list_items(spec, params, _only(outputs)), "done"
    if spec["kind"] == "plan":
        return _write_plan(spec, params, _only(outputs)), "done"
    task = _make_task(spec, params)
    shown = params.get("__task_id__") or task.task_id  # without the secrets Luigi's id may hold
    memory = _Memory(os.path.join(os.getcwd(), MEMORY) if workspace and uses_workspace else None)
    return shown, _perform_task(spec, task, shown, inputs, outputs, memory)


def _perform_task(spec, task, shown, inputs, outputs, memory):
    sinks = _sinks(spec, outputs, task, shown)
    if _is_dry():
        return _only_bind(spec, task, sinks, inputs)
    planned = _planned(spec, task, inputs)
    if planned is False:
        _write_records(task, sinks)
        return "skipped"
    if spec["kind"] == "external" or _is_external(task):
        _check_external(task)
        _emit_external(task, sinks)
        return "checked"
    with _Rebinding() as rebinding:
        mocks = rebinding.bind(task, _sources(spec, inputs, task), sinks)
        memory.load(task)
        if planned is None and spec["mode"] != "artifact" and _is_complete(task):
            _write_records(task, sinks)
            return "skipped"
        _load_mocks(mocks)
        _execute(task, spec.get("dynamic"))
        if spec.get("check_outputs", True):
            _check_outputs(task)
        _spill_mocks(sinks)
        memory.save()
        _write_records(task, sinks)
    return "done"


def _is_dry():
    return bool(os.environ.get(DRY_RUN))


def _only_bind(spec, task, sinks, inputs):
    """Inputs and outputs are bound as for a run; the records let the steps below do the same."""
    with _Rebinding() as rebinding:
        rebinding.bind(task, _sources(spec, inputs, task), sinks)
        _write_records(task, sinks)
    return "made"


def _is_complete(task):
    """A WrapperTask calls itself complete once its requirements are, and here they always are.

    Luigi asked before they ran, and so ran the wrapper's own work; here its outputs decide.
    """
    import luigi
    from luigi.task import flatten

    inherited = _function(type(task).complete) is _function(luigi.WrapperTask.complete)
    if not (isinstance(task, luigi.WrapperTask) and inherited):
        return task.complete()
    targets = flatten(task.output())
    return bool(targets) and all(target.exists() for target in targets)


def _function(method):
    return getattr(method, "__func__", method)  # an unbound method in Python 2


# --- Where legacy code runs ------------------------------------------------------------------


def _enter(repository, workspace):
    """Imports, Luigi's configuration and relative paths are as in the repository's directory."""
    os.chdir(repository)
    if repository not in sys.path:
        sys.path.insert(0, repository)
    if os.environ.get("LUIGI_CONFIG_PATH"):
        os.environ["LUIGI_CONFIG_PATH"] = os.path.abspath(os.environ["LUIGI_CONFIG_PATH"])
    _read_configuration()
    if workspace:
        _make_directory(workspace)
        os.chdir(workspace)


def _read_configuration():
    """Luigi's configuration is read, and stays the same after a change of directory."""
    import luigi.configuration

    with _unheard("luigi-interface"):  # it tells what it has read, of TOML the secrets too
        parser = luigi.configuration.get_config().__class__  # old-style in Python 2
    named = os.environ.get("LUIGI_CONFIG_PATH")
    if named and named not in map(os.path.abspath, parser._config_paths):
        # Luigi looks at the variable once, when it is imported; a warm interpreter did that before.
        getattr(luigi.configuration, "add_config_path", parser.add_config_path)(named)
    paths = [os.path.abspath(path) for path in parser._config_paths]
    secrets = os.environ.get("PAVED_ROAD_SECRETS")
    if secrets:
        if not os.path.isfile(secrets):
            raise StepError("PAVED_ROAD_SECRETS: no such file: %s" % secrets)
        paths.append(os.path.abspath(secrets))
    parser._config_paths = list(paths)
    parser.reload()


@contextlib.contextmanager
def _unheard(name):
    talker = logging.getLogger(name)
    before, talker.disabled = talker.disabled, True
    try:
        yield
    finally:
        talker.disabled = before


def _root_module(spec):
    """The module of the root: every step names it, steps that walk or list inside their root."""
    holders = [spec] + [spec[name] for name in ("walk", "root") if isinstance(spec.get(name), dict)]
    return next((holder["module"] for holder in holders if holder.get("module")), "")


def _script(module, repository):
    """Where ``python tasks.py`` would be started: frameworks put their files beside that script.

    In the workspace the copy of it, so that what is put there is there for the next step.
    """
    parts = module.split(".")
    for base in [repository] + sys.path:
        for tail in (parts[:-1] + [parts[-1] + ".py"], parts + ["__init__.py"]):
            path = os.path.join(base, *tail)
            if os.path.isfile(path):
                inside = os.path.relpath(path, repository)
                return path if inside.startswith(os.pardir) else os.path.abspath(inside)
    return _main_file()


def _main_file():
    return getattr(sys.modules["__main__"], "__file__", None)


def _become_main(path):
    if path is not None:
        sys.modules["__main__"].__file__ = path


# --- The one task instance -------------------------------------------------------------------


def _make_task(spec, params):
    if spec.get("walk"):
        task, texts = _walk(spec["walk"], params), {}
    elif spec.get("root") and params.get("__route__"):
        texts = {}
        route = _from_json(params["__route__"])
        task = _follow(_root_task(spec["root"]), route, params.get("__task_id__"))
    else:
        task_class = _task_class(spec)
        values, texts = _values(task_class, spec, params)
        task = task_class(**values)
    expected = params.get("__task_id__") or _formula(task, texts)
    if not _same_id(task.task_id, expected):
        raise StepError(
            "the task is %s here but %s in Luigi's graph; compare the parameters, the "
            "configuration and the Luigi version of this image" % (task.task_id, expected)
        )
    return task


def _same_id(own, expected):
    """A secret that Luigi shows in an id is ``***section.option***`` in the pipeline."""
    parts = re.split(r"[*]{3}.*?[*]{3}", expected)
    return re.match(".*".join(map(re.escape, parts)) + r"\Z", own) is not None


def _task_class(spec):
    """The class of the family; where two classes share the family, the one that is named."""
    from luigi.task_register import (
        Register,
        TaskClassAmbigiousException,
        TaskClassNotFoundException,
    )

    module = importlib.import_module(spec["module"])
    try:
        return Register.get_task_cls(spec["family"])
    except TaskClassNotFoundException:
        raise StepError("module %s has no task %s" % (spec["module"], spec["family"]))
    except TaskClassAmbigiousException:
        name, _, qualified = spec.get("class", "").rpartition(":")
        found = importlib.import_module(name) if name else module
        for part in (qualified or spec["family"].rpartition(".")[2]).split("."):
            found = getattr(found, part)
        return found


def _values(task_class, spec, params):
    """Parameter values by name, and Luigi's own texts of those that came as text."""
    declared = dict(task_class.get_params())
    values, texts = {}, {}
    for name, given in params.items():
        if name.startswith("__") or given is None:
            continue
        if name not in declared:
            raise StepError("task %s has no parameter %s" % (spec["family"], name))
        if name in spec.get("json", ()):
            values[name] = _from_json(given)
        else:
            values[name] = _parse(declared[name], given)
            texts[name] = declared[name].serialize(_normalized(declared[name], values[name]))
    return values, texts


def _parse(parameter, given):
    return parameter.parse(_native(given if _is_text(given) else _luigi_text(parameter, given)))


def _luigi_text(parameter, number):
    """A number as Luigi writes it: KFP turns 5 into 5.0 and 1.0 into 1."""
    import luigi

    if isinstance(number, bool):
        return parameter.serialize(number)
    if isinstance(parameter, luigi.FloatParameter):
        return parameter.serialize(float(number))
    whole = int(number) == number and not isinstance(parameter, luigi.FloatParameter)
    return parameter.serialize(int(number) if whole else number)


def _normalized(parameter, value):
    return parameter.normalize(value) if hasattr(parameter, "normalize") else value


def _root_task(root):
    root_class = _task_class(root)
    declared = dict(root_class.get_params())
    given = {n: _from_json(value) for n, value in root.get("json", {}).items()}
    given.update((n, _parse(declared[n], text)) for n, text in root.get("params", {}).items())
    return root_class(**given)


def _follow(root, route, task_id):
    """The task at the end of the route of indexes into ``flatten(requires())``.

    A requires() that goes through a set has another order in each process: then the one task below
    the root with that id.
    """
    task = root
    for index in route:
        required = _required(task)
        if index >= len(required):
            problem = "%s has no requirement %d" % (task, index)
            break
        task = required[index]
    else:
        if not task_id or _same_id(task.task_id, task_id):
            return task
        problem = "%s is not %s" % (task, task_id)
    found = _below(root, task_id) if task_id else None
    if found is None:
        raise StepError("%s; the route is out of date" % problem)
    return found


def _walk(walk, params):
    """The task that its parents make: down from the root, or from an item of a loop.

    Each hop is a place in requires(). The root takes the parameters ``__root__NAME`` of this run.
    """
    if params.get("__item__"):
        task = _item_task(_from_json(params["__item__"]))
    else:
        given = {n[len("__root__") :]: v for n, v in params.items() if n.startswith("__root__")}
        root = walk["root"]
        task = _root_task(dict(root, params=dict(root.get("params", {}), **given)))
    return _hop(task, walk.get("hops", ()))


def _hop(task, hops):
    for hop in hops:
        below = dict(_leaves(task.requires()))
        if _path(hop) not in below:
            raise StepError("%s requires nothing at %s" % (task.task_id, list(hop)))
        task = below[_path(hop)]
    return task


def _below(root, task_id):
    """The first task with the id, from the root upstream, or None."""
    return next(
        (task for task in _walked(root, _required) if _same_id(task.task_id, task_id)), None
    )


def _walked(root, upstream, ends=None):
    """The root and all tasks upstream, level by level, each once; none that ``ends`` the walk."""
    seen, queue = {root.task_id}, [root]
    while queue:
        task = queue.pop(0)
        if ends and ends(task):
            continue
        yield task
        for up in upstream(task):
            if up.task_id not in seen:
                seen.add(up.task_id)
                queue.append(up)


def _required(task):
    """In the order that routes count: by key where requires() gives a dictionary."""
    from luigi.task import flatten

    return flatten(_by_key(task.requires()))


def _by_key(structure):
    if isinstance(structure, dict):
        items = [(k if isinstance(k, int) else _text(k), v) for k, v in structure.items()]
        items.sort(key=lambda item: (type(item[0]).__name__, item[0]))
        return [_by_key(value) for _, value in items]
    if isinstance(structure, (list, tuple)):
        return [_by_key(item) for item in structure]
    return structure


# --- The plan: what Luigi would run ----------------------------------------------------------


def _write_plan(spec, params, artifact):
    """The artifact says which tasks Luigi's scheduler would take up, asked from the root down.

    What is below a complete task is not looked at. Whether a task is complete whose data is in
    artifacts is not known here: KFP's cache decides, and the walk goes on. External tasks that are
    looked at are checked by their steps. Ids may hold secrets, so the plan has their digests.
    """
    root = _walk(spec["walk"], params)
    unknown = frozenset(spec.get("artifacts", ()))
    complete = []

    def ends(task):
        unasked = task.task_family in unknown or _is_external(task) or _is_dry()
        if unasked or not _says_complete(task):
            return False
        complete.append(task.task_id)
        return True

    run = [_digest(task.task_id) for task in _walked(root, _deps_or_none, ends)]
    _write_json(os.path.join(artifact, PLAN), {"version": 1, "run": sorted(run)})
    looked_at = len(run) + len(complete)
    _say("%d of the %d tasks that were looked at have to run" % (len(run), looked_at))
    return root.task_id


def _says_complete(task):
    """A complete() that raises leaves the task to its own step, which raises it again."""
    try:
        return bool(task.complete())
    except Exception as error:
        logger.warning("%s: complete() raised %s", task.task_id, _one_line(error))
        return False


def _deps_or_none(task):
    """A deps() that raises leaves the task to its own step too, as Luigi's scheduler goes on."""
    try:
        return list(task.deps())
    except Exception as error:
        logger.warning("%s: deps() raised %s", task.task_id, _one_line(error))
        return []


def _planned(spec, task, inputs):
    """Whether the plan has the task; None for a step that has no plan."""
    if not spec.get("plan"):
        return None
    plan = _read_json(os.path.join(inputs[spec["plan"]], PLAN))
    if plan is None:
        raise StepError("input %s is no plan: %s" % (spec["plan"], inputs[spec["plan"]]))
    return _digest(task.task_id) in plan["run"]


def _digest(task_id):
    return hashlib.sha256(_text(task_id).encode("utf-8")).hexdigest()[:32]


# --- The items of a loop ---------------------------------------------------------------------


def _list_items(spec, params, file):
    """The tasks that one requires() lists at one place are in the file, each once, as texts."""
    consumer = _walk(spec["walk"], params)
    at, found, listed = _path(spec.get("at")), set(), []
    for path, required in _leaves(consumer.requires()):
        if path[: len(at)] == at and required.task_id not in found:
            found.add(required.task_id)
            listed.append((path, required))
    items = [_item(t, spec, params, path) for path, t in _share(listed, params.get("__share__"))]
    _write_json(file, [_text(json.dumps(item, sort_keys=True)) for item in items])
    _say("%d %s tasks" % (len(items), spec["family"]))
    return consumer.task_id


def _share(listed, share):
    """``2/3`` is the second third of the tasks, by id: the loop runs in three pipelines."""
    if not share:
        return listed
    number, count = [int(word) for word in share.split("/")]
    ordered = sorted(listed, key=lambda pair: pair[1].task_id)
    return ordered[len(listed) * (number - 1) // count : len(listed) * number // count]


def _item(task, spec, params, path):
    """Luigi's own texts where they make the same task again, else the way from the root."""
    name = type(task).__module__
    item = {
        "module": name,
        "class": "%s:%s" % (name, getattr(type(task), "__qualname__", type(task).__name__)),
        "family": task.task_family,
        "params": dict(_own_texts(task, spec.get("secret", ()))),
        "task_id": task.task_id,
    }
    if _is_same(item, task):
        return item
    given = {n: v for n, v in params.items() if n.startswith("__root__")}
    walk = dict(spec["walk"], hops=list(spec["walk"]["hops"]) + [list(path)])
    return {"walk": walk, "given": given}


def _own_texts(task, secret):
    """Values as Luigi's text; one that has none may be the default of the class."""
    for name, parameter in task.get_params():
        hidden = getattr(getattr(parameter, "visibility", None), "name", "PUBLIC") == "PRIVATE"
        if hidden or name in secret:
            continue
        value = task.param_kwargs[name]
        try:
            text = parameter.serialize(value)
            if _normalized(parameter, parameter.parse(text)) == value:
                yield name, text
        except Exception as error:  # whatever a parameter of the repository raises
            logger.debug("%s of %s has no text: %s", name, task.task_id, _one_line(error))


def _is_same(item, task):
    try:
        again = _item_task(item)
    except Exception:
        return False
    return type(again) is type(task) and again.param_kwargs == task.param_kwargs


def _item_task(item):
    if "walk" in item:
        return _walk(item["walk"], item["given"])
    return _root_task(item)


def _formula(task, texts):
    """Luigi's id for these texts, whatever the task's own __init__ makes of itself."""
    import luigi.task

    parts = []
    for name, parameter in task.get_params():
        visibility = getattr(parameter, "visibility", None)
        if parameter.significant and getattr(visibility, "name", "PUBLIC") == "PUBLIC":
            text = texts.get(name)
            own = task.param_kwargs[name] if text is None else None
            parts.append((name, parameter.serialize(own) if text is None else text))
    if hasattr(luigi.task, "task_id_str"):
        return luigi.task.task_id_str(task.task_family, dict(parts))
    return "%s(%s)" % (task.task_family, ", ".join("%s=%s" % part for part in parts))


def _is_external(task):
    return task.run is None or task.run == NotImplemented


# --- Structures: requires() and output() -----------------------------------------------------


def _leaves(structure, path=()):
    """``(path, leaf)`` of a structure of dicts and lists; paths are tuples of text."""
    import luigi

    if structure is None:
        return
    if isinstance(structure, (luigi.Task, luigi.Target)) or _is_text(structure):
        yield path, structure
    elif isinstance(structure, dict):
        for key, item in structure.items():
            for leaf in _leaves(item, path + (_text(key),)):
                yield leaf
    elif hasattr(structure, "__iter__"):
        for index, item in enumerate(structure):
            for leaf in _leaves(item, path + (_text(index),)):
                yield leaf
    else:
        yield path, structure


def _path(listed):
    return tuple(_text(step) for step in listed or ())


def _upstream(task, requires_path, output_path):
    """The required task at the path and its target; a path may go on into a required wrapper."""
    import luigi

    for path, required in _leaves(task.requires()):
        if requires_path[: len(path)] != path:
            continue
        rest = requires_path[len(path) :]
        targets = dict(_leaves(required.output()))
        if not rest and output_path in targets:
            return required, targets[output_path]
        if isinstance(required, luigi.WrapperTask):
            found = _upstream(required, rest, output_path)
            if found:
                return found
    return None


def _upstreams(task):
    """All tasks whose completeness Luigi asks for before run(), also behind wrappers."""
    import luigi

    for required in task.deps():
        yield required
        if isinstance(required, luigi.WrapperTask):
            for behind in _upstreams(required):
                yield behind


# --- What is in an artifact ------------------------------------------------------------------


def _sources(spec, inputs, task):
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
            ((entry["task_id"], _path(entry["output"])), entry["file"])
            for entry in entries
            if entry["file"]
        )
    return found


def _matching(name, artifact, entries, task, requires_path, output_path):
    upstream = _upstream(task, _path(requires_path), _path(output_path))
    if upstream is None:
        raise StepError(
            "%s requires nothing at %s with an output at %s (input %s)"
            % (task.task_id, requires_path, output_path, name)
        )
    required, target = upstream
    if entries is None:
        file = _imported(name, artifact, getattr(target, "path", ""))
        return {"task_id": required.task_id, "output": output_path, "file": file}
    for entry in entries:
        is_output = _path(entry["output"]) == _path(output_path)
        if is_output and _same_id(required.task_id, entry["task_id"]):
            return dict(entry, task_id=required.task_id)
    raise StepError(
        "input %s holds %s, not the output %s of %s"
        % (name, sorted({e["task_id"] for e in entries}), output_path, required.task_id)
    )


def _of_upstream(task, entry):
    """The entry with Luigi's own id of the task, where a secret is left out of the recorded one."""
    if "***" not in entry["task_id"]:
        return entry
    ids = (required.task_id for required in _upstreams(task))
    own = next((i for i in ids if _same_id(i, entry["task_id"])), entry["task_id"])
    return dict(entry, task_id=own)


def _imported(name, artifact, legacy_path):
    """The file of an artifact that no step of ours wrote: an imported file or directory."""
    inside = os.path.join(artifact, _basename(legacy_path))
    if os.path.isdir(artifact) and os.path.exists(inside):
        return inside
    if not os.path.exists(artifact):
        raise StepError("input artifact %s does not exist: %s" % (name, artifact))
    return artifact


def _all_entries(given):
    """The targets of one artifact, or of all artifacts that a loop has made."""
    if not isinstance(given, list):
        return _entries(given)
    found = [_entries(artifact) for artifact in given]
    return None if None in found else [entry for entries in found for entry in entries]


def _entries(artifact):
    """The targets an artifact stands for, with absolute ``file``; None when it says nothing."""
    record = _read_json(os.path.join(artifact, RECORD))
    if record is None:
        record = _read_json(os.path.join(artifact, MANIFEST))
        if not isinstance(record, dict) or record.get("kind") != "bundle":
            return None
    entries = [dict(entry) for entry in record["targets"]]
    for entry in entries:
        entry["task_id"] = _native(entry["task_id"])
        entry["file"] = entry["file"] and _native(os.path.join(artifact, entry["file"]))
    return entries


def _sinks(spec, outputs, task, shown):
    """What each output artifact stands for, before any path is re-bound."""
    sinks = []
    targets = dict(_leaves(task.output())) if spec.get("outputs") else {}
    for name, output_path in spec.get("outputs", ()):
        if name not in outputs:
            raise StepError("the step got no output artifact %s" % name)
        wanted = sorted(targets) if output_path is None else [_path(output_path)]
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
        "file": _basename(legacy_path) if moved or _is_mock(target) else None,
    }


def _write_records(task, sinks):
    """Each output artifact says which target of which task it stands for."""
    records = {}
    for sink in sinks:
        record = {"kind": "task", "version": 1, "task_id": sink["task_id"], "targets": []}
        record = records.setdefault(sink["artifact"], record)
        if "target" in sink:
            record["targets"].append(_entry(task, sink))
    for artifact, record in records.items():
        _write_json(os.path.join(artifact, RECORD), record)


def _entry(task, sink):
    target = dict(_leaves(task.output())).get(sink["output"], sink["target"])
    return {
        "task_id": sink["task_id"],
        "output": list(sink["output"]),
        "class": "%s.%s" % (type(target).__module__, type(target).__name__),
        # A URI may carry a password, a record may be shown to anybody.
        "path": sink["path"] and re.sub(r"://[^/@]+@", "://", _text(sink["path"])),
        "file": sink["file"],
        "exists": not _is_dry() and bool(target.exists()),
    }


# --- Re-binding paths ------------------------------------------------------------------------


class _Rebinding(object):
    """While active, a LocalTarget whose legacy path is in ``files`` has the artifact's path.

    ``path`` becomes a property of LocalTarget, so instances made before, in between and later,
    cached ones and subclasses alike look into the map.
    """

    def __init__(self):
        self.files = {}
        self._outputs = set()
        self._replaced = {}
        self._directory = os.getcwd()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for owner, before in self._replaced.items():
            if before is None:
                del owner.path
            else:
                owner.path = before

    def bind(self, task, sources, sinks):
        """All targets with a file are re-bound; returns the mock targets to fill with files.

        Repeated until nothing changes: a path may be derived from another path that moved.
        """
        mocks = []
        files = {s["output"]: s for s in sinks if s.get("file") and not _is_mock(s["target"])}
        for _ in range(BIND_ROUNDS):
            changed = False
            for path, target in _leaves(task.output()) if files else ():
                if path in files:
                    sink = files[path]
                    _make_directory(sink["artifact"])
                    changed |= self._bind(
                        target, os.path.join(sink["artifact"], sink["file"]), True
                    )
            for required in _upstreams(task) if sources else ():
                for path, target in _leaves(required.output()):
                    source = sources.get((required.task_id, path))
                    if source and _is_mock(target):
                        mocks.append((target, source))
                    elif source:
                        changed |= self._bind(target, source, False)
            if not changed:
                return mocks
        raise StepError("the output paths of %s change at each call" % task.task_id)

    def _bind(self, target, file, is_output):
        import luigi

        if not isinstance(target, luigi.LocalTarget):
            return False
        self._redirect(type(target))
        now = self._key(target.path)
        if now == file:
            return False
        if now in self.files.values():
            if is_output or now in self._outputs:
                raise StepError(
                    "two targets are the same file %s, and one is an output; use the workspace mode"
                    % os.path.basename(now)
                )
            return False  # two upstream tasks with one path: either artifact will do
        if is_output:
            self._outputs.add(file)
        self.files[now] = file
        return True

    def _redirect(self, target_class):
        import luigi

        owner = next((c for c in target_class.__mro__ if "path" in vars(c)), luigi.LocalTarget)
        if owner in self._replaced or not issubclass(owner, luigi.LocalTarget):
            return
        before = vars(owner).get("path")
        self._replaced[owner] = before
        owner.path = _redirected(before, self)

    def find(self, path):
        if not path:
            return path
        file = self.files.get(self._key(path))
        if file is None:
            return path
        return file + "/" if _text(path).endswith("/") else file

    def _key(self, path):
        return _native(os.path.normpath(os.path.join(self._directory, _text(path))))


def _redirected(before, rebinding):
    """A property in place of the instance attribute, property or class attribute ``before``."""

    def get(target):
        if isinstance(before, property):
            return rebinding.find(before.__get__(target, type(target)))
        return rebinding.find(vars(target).get("path", before))

    def put(target, path):
        if isinstance(before, property):
            before.__set__(target, path)
        else:
            vars(target)["path"] = path

    return property(get, put)


# --- In-memory targets -----------------------------------------------------------------------


def _is_mock(target):
    mock = sys.modules.get("luigi.mock")
    return mock is not None and isinstance(target, mock.MockTarget)


def _load_mocks(mocks):
    for target, file in mocks:
        with io.open(file, "rb") as stream:
            target.fs.get_all_data()[target.path] = stream.read()


def _spill_mocks(sinks):
    """The contents of in-memory outputs are files, for the next step is another process."""
    for sink in sinks:
        if _is_mock(sink.get("target")) and sink["target"].exists():
            content = sink["target"].fs.get_all_data()[sink["target"].path]
            _make_directory(sink["artifact"])
            with io.open(os.path.join(sink["artifact"], sink["file"]), "wb") as stream:
                stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))


class _Memory(object):
    """In-memory targets as files on the shared volume, for whichever step looks at them next.

    One file per target: its path as a line of JSON, then the contents. Without a directory, that
    is without a volume, nothing is kept: then artifacts alone carry what is in memory. In
    Python 2 u"\\xe9" and its bytes are two keys of the dictionary, so the line says which it was.
    """

    def __init__(self, directory):
        self.directory = directory
        self._loaded = {}

    def load(self, task):
        """All that earlier steps left; not the task's own outputs, which every run makes afresh."""
        from luigi.task import flatten

        kept = self._names()
        if not kept:
            return
        import luigi.mock

        data = luigi.mock.MockFileSystem().get_all_data()
        own = {target.path for target in flatten(task.output()) if _is_mock(target)}
        for name in kept:
            with io.open(os.path.join(self.directory, name), "rb") as stream:
                path = _memory_path(json.loads(stream.readline().decode("ascii")))
                if path not in own:
                    data[path] = self._loaded[path] = stream.read()

    def save(self):
        """What is new or changed since load() is on the volume."""
        mock = sys.modules.get("luigi.mock")
        data = mock and mock.MockFileSystem._data  # get_all_data() would start a server process
        if not data or self.directory is None:
            return
        for path, content in data.items():
            if self._loaded.get(path) != content:
                self._save(path, content)

    def _save(self, path, content):
        _make_directory(self.directory)
        unicode_path = PY2 and isinstance(path, TEXT)
        line = json.dumps({"unicode": path} if unicode_path else _text(path)).encode("ascii")
        file = os.path.join(self.directory, hashlib.sha256(line).hexdigest())
        part = "%s.%d.part" % (file, os.getpid())
        with io.open(part, "wb") as stream:
            stream.write(line + b"\n")
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.rename(part, file)

    def _names(self):
        if self.directory is None or not os.path.isdir(self.directory):
            return []
        return sorted(n for n in os.listdir(self.directory) if not n.endswith(".part"))


def _memory_path(said):
    return said["unicode"] if isinstance(said, dict) else _native(said)


# --- Kinds of steps --------------------------------------------------------------------------


def _prepare(repository, workspace, kept_out):
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
        _make_directory(into)
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


def _finish_helper(kind, outputs):
    for artifact in outputs.values():
        _write_json(os.path.join(artifact, RECORD), {"kind": kind, "version": 1, "targets": []})
    return kind, "done"


def _bundle(inputs, artifact, members):
    """The artifact holds all inputs and a manifest of them; bundles among them are taken apart."""
    _make_directory(artifact)
    said = {member[0]: member[1:] for member in members}
    targets = []
    for name in sorted(inputs):
        for entry in _members(name, inputs[name], said.get(name)):
            if entry["file"] and not _is_dry():
                number = "%05d" % len(targets)
                inside = os.path.join(number, os.path.basename(entry["file"].rstrip("/")))
                _link_or_copy(entry["file"], os.path.join(artifact, inside))
                entry["file"] = inside
            targets.append(entry)
    _write_json(
        os.path.join(artifact, MANIFEST), {"kind": "bundle", "version": 1, "targets": targets}
    )


def _members(name, artifact, said):
    entries = _entries(artifact)
    if entries is not None:
        return entries
    if not said:
        raise StepError("input %s does not say what it holds and is not in __members__" % name)
    task_id, output_path, legacy_path = said
    file = _imported(name, artifact, legacy_path)
    return [
        {"task_id": task_id, "output": list(output_path or ()), "path": legacy_path, "file": file}
    ]


def _check_external(task):
    from luigi import Event
    from luigi.task import flatten

    if task.complete():
        task.trigger_event(Event.DEPENDENCY_PRESENT, task)
        return
    task.trigger_event(Event.DEPENDENCY_MISSING, task)
    where = ", ".join(_where(target) for target in flatten(task.output()) if not target.exists())
    raise StepError("missing external %s: %s" % (task.task_id, where or "complete() is false"))


def _emit_external(task, sinks):
    for sink in sinks:
        if sink.get("file") and not _is_mock(sink["target"]) and sink["target"].exists():
            _link_or_copy(sink["path"], os.path.join(sink["artifact"], sink["file"]))
    _write_records(task, sinks)


# --- Running the task, as luigi.worker.TaskProcess does ----------------------------------------


def _execute(task, dynamic):
    dynamic = dynamic or inspect.isgeneratorfunction(task.run)
    with _failure_hooks(task):
        _check_dependencies(task)
        _do_as_b2luigi(task)
        dynamic = dynamic or _run_once(task)
    if dynamic:
        _run_scheduled(task)


def _do_as_b2luigi(task):
    """b2luigi's own runner makes the directories of the outputs before it calls run()."""
    framework = sys.modules.get("b2luigi")
    if framework is not None and isinstance(task, framework.Task):
        framework.core.utils.create_output_dirs(task)


@contextlib.contextmanager
def _failure_hooks(task):
    from luigi import Event

    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        task.trigger_event(Event.FAILURE, task, error)
        task.on_failure(error)
        raise


def _run_once(task):
    """True when run() turned out to yield dependencies, and has done nothing yet."""
    from luigi import Event

    task.trigger_event(Event.START, task)
    began = time.time()
    with _worker_attributes(task):
        result = task.run(**_old_callbacks(task))
    if isinstance(result, types.GeneratorType):
        result.close()
        return True
    task.trigger_event(Event.PROCESSING_TIME, task, time.time() - began)
    task.on_success()
    task.trigger_event(Event.SUCCESS, task)
    return False


def _check_dependencies(task):
    if not _worker_option("check_unfulfilled_deps", True):
        return
    missing = [_unfulfilled(required) for required in task.deps() if not required.complete()]
    if missing:
        noun = "dependency" if len(missing) == 1 else "dependencies"
        raise RuntimeError("Unfulfilled %s at run time: %s" % (noun, ", ".join(missing)))


def _unfulfilled(task):
    from luigi.task import flatten

    absent = [_where(target) for target in flatten(task.output()) if not target.exists()]
    return "%s (%s)" % (task.task_id, ", ".join(absent)) if absent else task.task_id


def _worker_option(name, default):
    import luigi.worker

    options = getattr(luigi.worker, "worker", None)
    return getattr(options(), name, default) if options else default


@contextlib.contextmanager
def _worker_attributes(task):
    """What Luigi's worker hangs on a task while it runs; messages become lines of the log."""
    said = {
        name: _logs(name)
        for name in (
            "set_tracking_url",
            "set_status_message",
            "set_progress_percentage",
            "decrease_running_resources",
        )
    }
    said["scheduler_messages"] = Queue() if getattr(task, "accepts_messages", 0) else None
    for name, value in said.items():
        setattr(task, name, value)
    try:
        yield
    finally:
        for name in said:
            setattr(task, name, None)


def _logs(name):
    return lambda message: logger.info("%s: %s", name.replace("_", " "), message)


def _old_callbacks(task):
    """Luigi before 2.3 gives the tracking URL callback to a run() that takes it."""
    code = getattr(getattr(task.run, "__func__", None), "__code__", None)
    taken = code.co_varnames[: code.co_argcount] if code else ()
    name = "tracking_url_callback"
    return {name: _logs("set_tracking_url")} if name in taken else {}


def _check_outputs(task):
    from luigi.task import flatten

    targets = flatten(task.output())
    missing = [_where(target) for target in targets if not target.exists()]
    if missing:
        raise StepError("run() ended without its output: %s" % ", ".join(missing))
    if targets:
        _check_complete(task)


def _check_complete(task):
    """Asked for the log only, unless Luigi's own configuration makes it a condition."""
    required = _worker_option("check_complete_on_run", False)
    try:
        said = "true" if task.complete() else "still false"
    except Exception as error:
        if required:
            raise
        said = "not to be had: %s" % _one_line(error)
    if said != "true" and required:
        raise StepError("run() ended, but complete() is still false")
    if said != "true":
        logger.warning("%s: all outputs exist, but complete() is %s", task.task_id, said)


def _where(target):
    name = type(target).__name__
    path = getattr(target, "path", None)
    return "%s %s" % (name, re.sub(r"://[^/@]+@", "://", _text(path))) if path else name


# --- Dynamic dependencies: Luigi's local scheduler inside the step ------------------------------


def _run_scheduled(task):
    """The task and what its run() yields are done; its static requirements are not run again."""
    import luigi

    for required in task.deps():
        required.complete = lambda: True
    task.deps = list  # they ran in their own steps, and were checked before
    factory = _worker_factory()
    luigi.build(
        [task], worker_scheduler_factory=factory, local_scheduler=True, no_lock=True, workers=1
    )
    states = {}
    for entry in factory.worker._add_task_history:
        states[entry[0].task_id] = (entry[0], entry[1])
    problems = [_problem(t, state) for t, state in states.values() if state != "DONE"]
    if task.task_id not in states:
        problems.append("%s could not be scheduled" % task.task_id)
    if problems:
        raise StepError("Luigi's scheduler did not finish: %s" % "; ".join(sorted(problems)))


def _worker_factory():
    from luigi.interface import _WorkerSchedulerFactory

    class Factory(_WorkerSchedulerFactory):
        worker = None

        def create_worker(self, *args, **kwargs):
            self.worker = _WorkerSchedulerFactory.create_worker(self, *args, **kwargs)
            # A worker that is kept alive waits for missing data for ever; the step fails instead.
            self.worker._config.keep_alive = False
            return self.worker

    return Factory()


def _problem(task, state):
    if state == "PENDING":
        return "%s %s" % (
            task.task_id,
            "is missing (external)" if _is_external(task) else "not run",
        )
    return "%s %s" % (task.task_id, state.lower())


# --- Files and text --------------------------------------------------------------------------


def _absolute(paths):
    """Paths by name; the artifacts of a loop are a list of them."""

    def absolute(path):
        return list(map(absolute, path)) if isinstance(path, list) else os.path.abspath(path)

    return {name: absolute(path) for name, path in (paths or {}).items()}


def _only(outputs):
    if len(outputs) != 1:
        raise StepError("a helper has one output, not %d" % len(outputs))
    return next(iter(outputs.values()))


def _basename(path):
    return os.path.basename(os.path.normpath(_native(_text(path or "")))) or "data"


def _make_directory(path):
    try:
        os.makedirs(path)
    except OSError as error:
        if error.errno != errno.EEXIST or not os.path.isdir(path):
            raise


def _link_or_copy(source, destination):
    """A file or tree is at the destination too, as hard links where the file systems allow."""
    if os.path.isdir(source):
        _make_directory(destination)
        for name in sorted(os.listdir(source)):
            _link_or_copy(os.path.join(source, name), os.path.join(destination, name))
        return
    _make_directory(os.path.dirname(destination))
    source = os.path.realpath(source)  # a link to a symbolic link would be one
    if os.path.lexists(destination):  # from an attempt before this one
        os.remove(destination)
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)


def _read_json(path):
    if not os.path.isfile(path):
        return None
    with io.open(path, encoding="utf-8") as stream:
        try:
            return json.load(stream)
        except ValueError:
            return None


def _write_json(path, value):
    _make_directory(os.path.dirname(path))
    text = json.dumps(value, indent=1, sort_keys=True)
    with io.open(path + ".part", "w", encoding="utf-8") as stream:
        stream.write(_text(text) + _text("\n"))
    os.rename(path + ".part", path)


def _from_json(value):
    return _native(json.loads(value)) if _is_text(value) else value


def _is_text(value):
    return isinstance(value, (str, bytes, TEXT))


def _text(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value if isinstance(value, TEXT) else TEXT(value)


def _native(value):
    """In Python 2 text is ``str`` where legacy code would have got ``str``."""
    if not PY2:
        return value
    if isinstance(value, TEXT):
        return value.encode("utf-8")
    if isinstance(value, list):
        return [_native(item) for item in value]
    if isinstance(value, dict):
        return {_native(k): _native(v) for k, v in value.items()}
    return value


def _one_line(error):
    try:
        return " ".join(_text(str(error)).split())
    except UnicodeError:
        return repr(error)


def _say(line):
    sys.stdout.flush()
    sys.stderr.flush()
    print("paved-road: %s" % line, file=sys.stderr)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
