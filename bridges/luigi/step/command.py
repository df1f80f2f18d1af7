"""The ways in: run() for a step in Python, main() for a process."""

from __future__ import absolute_import, print_function

import json
import logging
import os
import sys
import traceback

from bridges.luigi.step.artifacts import emit_external, sinks_of, sources_of, write_records
from bridges.luigi.step.contract import StepError, is_dry
from bridges.luigi.step.files import absolute_paths, only_output
from bridges.luigi.step.helpers import finish_helper, make_bundle, prepare_workspace
from bridges.luigi.step.items import list_items
from bridges.luigi.step.knowledge import KNOWLEDGE, Knowledge
from bridges.luigi.step.memory import MEMORY, Memory, load_mocks, spill_mocks
from bridges.luigi.step.outcome import check_external, check_outputs, is_complete
from bridges.luigi.step.plan import is_in_plan, write_plan
from bridges.luigi.step.rebinding import Rebinding
from bridges.luigi.step.repository import become_main, enter, main_file, root_module, script_of
from bridges.luigi.step.tasks import is_external, make_task
from bridges.luigi.step.text import from_json, native, one_line, say
from bridges.luigi.step.worker import execute


def run(task, params=None, inputs=None, outputs=None):
    # type: (dict, dict, dict, dict) -> str
    """The step is ``done``, ``skipped`` or ``checked`` (returned), or an exception is raised.

    In a dry run it is ``made``: the task is there with its id, and its data is bound.
    """
    params = dict(params or {})
    name = params.get("__task_id__") or task.get("family") or task["kind"]
    before = os.getcwd(), main_file()
    try:
        name, how = _perform(task, params, absolute_paths(inputs), absolute_paths(outputs))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if not isinstance(error, StepError):
            traceback.print_exc()
        say("%s failed: %s: %s" % (name, type(error).__name__, one_line(error)))
        if isinstance(error, Exception):
            raise
        # Luigi's worker counts sys.exit(0) in run() as a failure; the step must not end well.
        raise StepError("%s: %s" % (type(error).__name__, error))
    finally:
        os.chdir(before[0])
        become_main(before[1])
    say("%s %s" % (name, how))
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
    given = {"--task": None, "--param": {}, "--input": {}, "--output": {}}  # type: dict
    rest = list(argv)
    while rest:
        flag = rest.pop(0)
        wanted = 1 if flag == "--task" else 2
        if flag not in given or len(rest) < wanted:
            say("usage: --task JSON [--param NAME TEXT] [--input NAME PATH] [--output NAME PATH]")
            raise StepError("cannot read the command line at %r" % flag)
        if flag == "--task":
            given[flag] = native(json.loads(rest.pop(0)))
        else:
            key = rest.pop(0)
            given[flag][key] = rest.pop(0)
    if given["--task"] is None:
        say("usage: --task JSON is missing")
        raise StepError("--task is missing")
    return given


def _perform(spec, params, inputs, outputs):
    repository = os.path.abspath(os.environ.get("PAVED_ROAD_REPO") or os.getcwd())
    workspace = os.environ.get("PAVED_ROAD_WORKSPACE") or spec.get("workspace")
    if spec["kind"] == "prepare":
        prepare_workspace(repository, workspace, spec.get("kept_out", ()))
        return finish_helper("prepare", outputs)
    if spec["kind"] == "bundle":
        members = params.get("__members__") or spec.get("members") or []
        make_bundle(inputs, only_output(outputs), from_json(members))
        return "bundle", "done"
    uses_workspace = spec.get("mode") == "workspace" or spec.get("workspace")
    enter(repository, workspace if uses_workspace else None)
    become_main(script_of(root_module(spec), repository))
    if spec["kind"] == "items":
        return list_items(spec, params, only_output(outputs)), "done"
    if spec["kind"] == "plan":
        return write_plan(spec, params, only_output(outputs)), "done"
    task = make_task(spec, params)
    shown = params.get("__task_id__") or task.task_id  # without the secrets Luigi's id may hold
    volume = os.getcwd() if workspace and uses_workspace else None
    memory = Memory(volume and os.path.join(volume, MEMORY))
    knowledge = Knowledge(volume and os.path.join(volume, KNOWLEDGE))
    return shown, _perform_task(spec, task, shown, inputs, outputs, memory, knowledge)


def _perform_task(spec, task, shown, inputs, outputs, memory, knowledge):
    sinks = sinks_of(spec, outputs, task, shown)
    if is_dry():
        return _only_bind(spec, task, sinks, inputs)
    planned = is_in_plan(spec, task, inputs)
    if planned is False:
        write_records(task, sinks)
        return "skipped"
    if spec["kind"] == "external" or is_external(task):
        check_external(task)
        emit_external(task, sinks)
        return "checked"
    with Rebinding() as rebinding:
        mocks = rebinding.bind(task, sources_of(spec, inputs, task), sinks)
        memory.load(task)
        if planned is None and spec["mode"] != "artifact" and is_complete(task):
            write_records(task, sinks)
            return "skipped"
        load_mocks(mocks)
        execute(task, spec.get("dynamic"), knowledge)
        if spec.get("check_outputs", True):
            check_outputs(task)
        spill_mocks(sinks)
        memory.save()
        knowledge.save(task)
        write_records(task, sinks)
    return "done"


def _only_bind(spec, task, sinks, inputs):
    """Inputs and outputs are bound as for a run; the records let the steps below do the same."""
    with Rebinding() as rebinding:
        rebinding.bind(task, sources_of(spec, inputs, task), sinks)
        write_records(task, sinks)
    return "made"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
