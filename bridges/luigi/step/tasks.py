"""The one task instance: made from its class, or found on a walk from the root."""

import importlib

from bridges.luigi.step.contract import StepError
from bridges.luigi.step.parameters import id_by_luigi, parsed, parsed_values, same_id
from bridges.luigi.step.structures import leaves, path_of
from bridges.luigi.step.text import from_json, text_of


def make_task(spec, params):
    """The task, and in this process the handlers of its events."""
    task = _made(spec, params)
    for module in spec.get("handlers", ()):
        importlib.import_module(module)
    return task


def _made(spec, params):
    if spec.get("walk"):
        task, texts = task_at(spec["walk"], params), {}
    elif spec.get("root") and params.get("__route__"):
        texts = {}
        route = from_json(params["__route__"])
        task = _follow(root_task(spec["root"]), route, params.get("__task_id__"))
    else:
        task_class = class_of(spec)
        values, texts = parsed_values(task_class, spec, params)
        task = task_class(**values)
    expected = params.get("__task_id__") or id_by_luigi(task, texts)
    if not same_id(task.task_id, expected):
        raise StepError(
            "the task is %s here but %s in Luigi's graph; compare the parameters, the "
            "configuration and the Luigi version of this image" % (task.task_id, expected)
        )
    return task


def class_of(spec):
    """The class of the family; where two classes share the family, the one that is named.

    The module of the root need not import that of the class: a requires() may do it when it runs.
    """
    from luigi.task_register import (
        Register,
        TaskClassAmbigiousException,
        TaskClassNotFoundException,
    )

    module = importlib.import_module(spec["module"])
    name, _, qualified = spec.get("class", "").rpartition(":")
    try:
        try:
            return Register.get_task_cls(spec["family"])
        except TaskClassNotFoundException:
            importlib.import_module(name or spec["module"])
            return Register.get_task_cls(spec["family"])
    except TaskClassNotFoundException:
        raise StepError("module %s has no task %s" % (name or spec["module"], spec["family"]))
    except TaskClassAmbigiousException:
        found = importlib.import_module(name) if name else module
        for part in (qualified or spec["family"].rpartition(".")[2]).split("."):
            found = getattr(found, part)
        return found


def root_task(root):
    root_class = class_of(root)
    declared = dict(root_class.get_params())
    given = {n: from_json(value) for n, value in root.get("json", {}).items()}
    given.update((n, parsed(declared[n], text)) for n, text in root.get("params", {}).items())
    return root_class(**given)


def _follow(root, route, task_id):
    """The task at the end of the route of indexes into ``flatten(requires())``.

    A requires() that goes through a set has another order in each process: then the one task below
    the root with that id.
    """
    task = root
    for index in route:
        required = requirements(task)
        if index >= len(required):
            problem = "%s has no requirement %d" % (task, index)
            break
        task = required[index]
    else:
        if not task_id or same_id(task.task_id, task_id):
            return task
        problem = "%s is not %s" % (task, task_id)
    found = _below(root, task_id) if task_id else None
    if found is None:
        raise StepError("%s; the route is out of date" % problem)
    return found


def task_at(walk, params):
    """The task that its parents make: down from the root, or from an item of a loop.

    Each hop is a place in requires(). The root takes the parameters ``__root__NAME`` of this run.
    """
    if params.get("__item__"):
        task = item_task(from_json(params["__item__"]))
    else:
        given = {n[len("__root__") :]: v for n, v in params.items() if n.startswith("__root__")}
        root = walk["root"]
        task = root_task(dict(root, params=dict(root.get("params", {}), **given)))
    return _hop(task, walk.get("hops", ()))


def item_task(item):
    if "walk" in item:
        return task_at(item["walk"], item["given"])
    return root_task(item)


def _hop(task, hops):
    for hop in hops:
        below = dict(leaves(task.requires()))
        if path_of(hop) not in below:
            raise StepError("%s requires nothing at %s" % (task.task_id, list(hop)))
        task = below[path_of(hop)]
    return task


def _below(root, task_id):
    """The first task with the id, from the root upstream, or None."""
    return next(
        (task for task in walked(root, requirements) if same_id(task.task_id, task_id)), None
    )


def walked(root, upstream, ends=None):
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


def requirements(task):
    """In the order that routes count: by key where requires() gives a dictionary."""
    from luigi.task import flatten

    return flatten(_by_key(task.requires()))


def _by_key(structure):
    if isinstance(structure, dict):
        items = [(k if isinstance(k, int) else text_of(k), v) for k, v in structure.items()]
        items.sort(key=lambda item: (type(item[0]).__name__, item[0]))
        return [_by_key(value) for _, value in items]
    if isinstance(structure, (list, tuple)):
        return [_by_key(item) for item in structure]
    return structure


def is_external(task):
    return task.run is None or task.run == NotImplemented
