"""Paths made of what a module or a class computed at import."""

import ast
import inspect

from migrate.luigi.capture.clock import assigned_value, reads_clock
from migrate.luigi.capture.luigi_types import is_parameter
from migrate.luigi.capture.sources import Sources


def uses_import_clock(cls, node, path):
    """A method uses a constant of its module or class that read the clock at import."""
    if reads_clock(node, None, path, 0):
        return True
    return any(of_the_class(cls, name) for name in own_attributes(node))


def own_attributes(node):
    attributes = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return {part.attr for part in attributes if getattr(part.value, "id", "") in ("self", "cls")}


def of_the_class(cls, name):
    """Not a parameter: its value is given to the step."""
    owner = next((k for k in inspect.getmro(cls) if name in vars(k)), None)
    if owner is None or is_parameter(vars(owner)[name]):
        return False
    path, node = Sources.class_node(owner)
    value = assigned_value(node.body, name) if node is not None else None
    return value is not None and reads_clock(value, node, path, 0)
