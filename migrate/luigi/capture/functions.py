"""The Python functions behind what a class has under a name."""

import ast
import inspect
import types

from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.syntax import called


def defining_class(cls, name):
    for klass in inspect.getmro(cls):  # an old-style class of Python 2 has no __mro__
        if name in vars(klass):
            return klass
    return None


def raw_attribute(cls, name):
    definer = defining_class(cls, name)
    return vars(definer)[name] if definer else None


def plain_function(cls, name):
    """The Python function behind ``cls.name``: out of descriptors and honest decorators."""
    klass = defining_class(cls, name)
    return unwrapped(vars(klass)[name]) if klass else None


def unwrapped(value):
    for _ in range(10):
        if isinstance(value, property):
            value = value.fget
        elif isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        elif hasattr(value, "__wrapped__") and not inspect.isclass(value):
            value = value.__wrapped__
        elif inspect.ismethod(value):
            value = value.__func__
        elif type(value).__name__ == "cached_property" and hasattr(value, "func"):
            value = value.func
        else:
            break
    return value if isinstance(value, types.FunctionType) else None


def calls_next(function, name):
    """The function calls ``super().name()``, or ``Base.name(self)`` as in Python 2."""
    node = Sources.function(function)[1] if function else None
    for call in ast.walk(node) if node else ():
        func = getattr(call, "func", None)
        if not (isinstance(func, ast.Attribute) and func.attr == name):
            continue
        first = call.args[0] if call.args else None
        is_base = isinstance(first, ast.Name) and first.id == "self"
        if is_base or (isinstance(func.value, ast.Call) and called(func.value) == "super"):
            return True
    return False
