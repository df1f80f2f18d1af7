"""The structures that requires() and output() give, and the places in them."""

from bridges.luigi.step.text import is_text, text_of


def leaves(structure, path=()):
    """``(path, leaf)`` of a structure of dicts and lists; paths are tuples of text."""
    import luigi

    if structure is None:
        return
    if isinstance(structure, (luigi.Task, luigi.Target)) or is_text(structure):
        yield path, structure
    elif isinstance(structure, dict):
        for key, item in structure.items():
            for leaf in leaves(item, path + (text_of(key),)):
                yield leaf
    elif hasattr(structure, "__iter__"):
        for index, item in enumerate(in_order(structure)):
            for leaf in leaves(item, path + (text_of(index),)):
                yield leaf
    else:
        yield path, structure


def in_order(items):
    """A set has another order in each process, and at each call: by id or path, as captured."""
    return sorted(items, key=_name) if isinstance(items, (set, frozenset)) else items


def _name(item):
    """The id of a task, the legacy path of a target, wherever its file is now."""
    path = getattr(item, "__dict__", {}).get("path") or getattr(item, "path", item)
    return text_of(getattr(item, "task_id", path))


def path_of(listed):
    return tuple(text_of(step) for step in listed or ())


def required_at(task, requires_path, output_path):
    """The required task at the path and its target; a path may go on into a required wrapper."""
    import luigi

    for path, required in leaves(task.requires()):
        if requires_path[: len(path)] != path:
            continue
        rest = requires_path[len(path) :]
        targets = dict(leaves(required.output()))
        if not rest and output_path in targets:
            return required, targets[output_path]
        if isinstance(required, luigi.WrapperTask):
            found = required_at(required, rest, output_path)
            if found:
                return found
    return None


def upstreams(task):
    """All tasks whose completeness Luigi asks for before run(), also behind wrappers."""
    import luigi

    for required in task.deps():
        yield required
        if isinstance(required, luigi.WrapperTask):
            for behind in upstreams(required):
                yield behind
