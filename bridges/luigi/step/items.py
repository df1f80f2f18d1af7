"""The items of a loop: the tasks that one requires() lists."""

import json

from bridges.luigi.step.files import write_json
from bridges.luigi.step.parameters import normalized
from bridges.luigi.step.structures import leaves, path_of
from bridges.luigi.step.tasks import item_task, task_at
from bridges.luigi.step.text import logger, one_line, say, text_of


def list_items(spec, params, file):
    """The tasks that one requires() lists at one place are in the file, each once, as texts."""
    consumer = task_at(spec["walk"], params)
    at, found, listed = path_of(spec.get("at")), set(), []
    for path, required in leaves(consumer.requires()):
        if path[: len(at)] == at and required.task_id not in found:
            found.add(required.task_id)
            listed.append((path, required))
    items = [_item(t, spec, params, path) for path, t in _share(listed, params.get("__share__"))]
    write_json(file, [text_of(json.dumps(item, sort_keys=True)) for item in items])
    say("%d %s tasks" % (len(items), spec["family"]))
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
            if normalized(parameter, parameter.parse(text)) == value:
                yield name, text
        except Exception as error:  # whatever a parameter of the repository raises
            logger.debug("%s of %s has no text: %s", name, task.task_id, one_line(error))


def _is_same(item, task):
    try:
        again = item_task(item)
    except Exception:
        return False
    return type(again) is type(task) and again.param_kwargs == task.param_kwargs
