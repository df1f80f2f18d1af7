"""What a task has that its parameters do not say, and ways to reach such a task."""

import contextlib

from migrate.luigi.capture.errors import quietly_any
from migrate.luigi.capture.luigi_types import is_task_class
from migrate.luigi.capture.structures import task_structure
from migrate.luigi.capture.text import TEXT_TYPES, dotted, text_of
from migrate.luigi.capture.values import INTEGERS


def handed_to(task):
    """Attributes that a task like this one, made from the same parameters, does not have.

    A parent that sets them in its requires() (ports, connections) is the only one that can. What
    the task remembers of its own requires() and output() is not handed to it, and neither is what
    every new task has another value of.
    """
    import luigi.task

    fresh = [made_anew(task), made_anew(task)]
    if None in fresh:
        return []
    first, second = [shapes(vars(t)) for t in fresh]
    own = shapes(vars(task))
    names = [n for n in own if own[n] != first.get(n) and first.get(n) == second.get(n)]
    if names:
        quietly_any(lambda: task_structure(fresh[0].requires()))
        quietly_any(lambda: luigi.task.flatten(fresh[0].output()))
        first = shapes(vars(fresh[0]))
    return sorted(text_of(n) for n in names if own[n] != first.get(n))


def made_anew(task):
    """Another instance with the same parameters, past Luigi's instance cache; None if it fails."""
    with instance_cache(None):
        return quietly_any(type(task), **getattr(task, "param_kwargs", {}))


@contextlib.contextmanager
def instance_cache(cache):
    """Luigi's instance cache replaced for a while; None: none is used."""
    from luigi.task_register import Register

    name = "_Register__instance_cache"
    kept = getattr(Register, name, None)
    setattr(Register, name, cache)
    try:
        yield
    finally:
        setattr(Register, name, kept)


def shapes(values):
    return {name: shape_of(value) for name, value in values.items()}


def shape_of(value, depth=0):
    """What can be compared of a value: no addresses, tasks by their ids, targets by their paths."""
    if value is None or isinstance(value, (bool, float, bytes) + INTEGERS + TEXT_TYPES):
        return value
    if depth > 4 or isinstance(value, type):
        return dotted(value if isinstance(value, type) else type(value))
    if is_task_class(type(value)):
        return ["task", text_of(value.task_id)]
    if isinstance(value, dict):
        items = [[text_of(repr(k)), shape_of(v, depth + 1)] for k, v in value.items()]
        return ["dict"] + sorted(items, key=lambda item: item[0])
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=repr)
    if isinstance(value, (list, tuple)):
        return [dotted(type(value)), len(value)] + [shape_of(v, depth + 1) for v in value]
    owner = getattr(value, "__self__", None)
    said = getattr(value, "path", None) or getattr(value, "__name__", None)
    return [dotted(type(value)), said if isinstance(said, TEXT_TYPES) else None] + (
        [] if owner is None else [shape_of(owner, depth + 1)]
    )


def forget_lost_routes(root, nodes):
    """Steps follow a route where parameters do not make the task; it must lead there each time.

    A requires() that draws its parameters at random leads elsewhere: then there is no route.
    """
    needed = [n for n in nodes.values() if n["route"] and needs_route(n)]
    if not needed:
        return
    with instance_cache({}):
        tasks = {(): quietly_any(type(root), **getattr(root, "param_kwargs", {}))}
        below = {}
        for node in sorted(needed, key=lambda n: len(n["route"])):
            if reached(node["route"], tasks, below) != node["task_id"]:
                node["route"] = None


def needs_route(node):
    """As the converter decides it: it does not carry what is no text, or secret and no setting."""
    lost = [p for p in node["params"] if p["transport"] in ("object", "secret")]
    return node["handed"] or any(
        p["transport"] == "object" or p["source"] == "computed" for p in lost
    )


def reached(route, tasks, below):
    """The id of the task at the end of the route; None where it ends before."""
    for end in range(len(route)):
        here, there = tuple(route[:end]), tuple(route[: end + 1])
        if here not in below:
            task = tasks.get(here)
            below[here] = task_structure(quietly_any(task.requires))[1] if task else []
        if route[end] < len(below[here]):
            tasks.setdefault(there, below[here][route[end]])
    found = tasks.get(tuple(route))
    return None if found is None else text_of(found.task_id)
