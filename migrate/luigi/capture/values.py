"""Parameter values: compared, as text and as JSON."""

import json
import re

from migrate.luigi.capture.errors import quietly
from migrate.luigi.capture.text import PY2, TEXT_TYPES, text_of

INTEGERS = (int, type(2**80))


def same(left, right):
    """Equal in value and type, containers item by item."""
    if isinstance(left, TEXT_TYPES) and isinstance(right, TEXT_TYPES):
        return text_of(left) == text_of(right)
    if type(left) is not type(right):
        return (
            isinstance(left, INTEGERS)
            and isinstance(right, INTEGERS)
            and not (isinstance(left, bool) or isinstance(right, bool))
            and left == right
        )
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right))
    if isinstance(left, float) and left != left:
        return right != right
    if hasattr(left, "items") and hasattr(left, "keys"):
        return same(list(left.items()), list(right.items()))
    return bool(left == right)


def as_luigi_keeps_it(parameter, value):
    """What a task instance holds when its constructor is given ``value``."""
    normalize = getattr(parameter, "normalize", None)
    value = normalize(value) if normalize else value
    return tuple(value) if isinstance(value, (list, set)) else value


def json_value(value):
    """``(True, JSON form)``, or (False, None) for what JSON has no form for."""
    if value is None or isinstance(value, (bool,) + INTEGERS):
        return True, value
    if isinstance(value, TEXT_TYPES):
        return True, text_of(value)
    if isinstance(value, float):
        return (True, value) if value - value == 0 else (False, None)
    if isinstance(value, (list, tuple)):
        items = [json_value(v) for v in value]
        return (True, [v for _, v in items]) if all(ok for ok, _ in items) else (False, None)
    if hasattr(value, "items") and hasattr(value, "keys"):
        items = [(k, json_value(v)) for k, v in value.items()]
        if all(isinstance(k, TEXT_TYPES) and v[0] for k, v in items):
            return True, {text_of(k): v[1] for k, v in items}
    return False, None


def serialized(parameter, value):
    text = quietly(parameter.serialize, value)
    if isinstance(text, TEXT_TYPES):
        return text_of(text)
    return text_of(value) if isinstance(value, TEXT_TYPES) else None


def without_addresses_or_none(text):
    return None if text is None or re.search(r" at 0x[0-9a-fA-F]+", text) else text


def parses_back(parameter, value, text):
    native = text.encode("utf-8") if PY2 else text
    return same(as_luigi_keeps_it(parameter, parameter.parse(native)), value)


def passes_as_json(parameter, value, natural):
    return same(as_luigi_keeps_it(parameter, json.loads(json.dumps(natural))), value)
