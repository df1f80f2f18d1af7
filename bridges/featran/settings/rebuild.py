"""Transformers from settings alone, by class name and parameters."""

from __future__ import annotations

from dataclasses import MISSING
from typing import Any

from bridges.featran.errors import FeatranError, NoSuchElement
from bridges.featran.jvm import doubles
from bridges.featran.settings.document import Setting
from bridges.featran.settings.numbers import parse_int
from bridges.featran.transformers.base import PACKAGE, Parameter, Transformer, parameters
from bridges.featran.transformers.registry import TRANSFORMERS

#: Constructor arguments that Featran does not write, and what its FlatExtractor takes for them.
_LOST = {
    "NGrams": ("low", "high", "sep"),
    "PositionEncoder": (),
}
#: Classes whose arguments FlatExtractor forgets although they are written.
_FORGOTTEN = ("QuantileOutlierRejector", "IQROutlierRejector")


def rebuild(setting: Setting, where: str = "settings", lost: dict[str, Any] | None = None) -> Any:
    """Return the transformer that wrote an entry.

    ``lost`` gives the arguments of NGrams that settings do not hold. Arguments that old versions
    did not write yet have their defaults.

    Raises
    ------
    FeatranError
        If the class is unknown, an argument is unreadable, or it is an NGrams without ``lost``.
    """
    cls = _class(setting, where)
    if cls.__name__ in _LOST:
        return _with_lost(setting, cls, where, lost or {})
    return cls(setting.name, **_arguments(setting, cls, where))


def rebuild_flat(setting: Setting) -> Transformer[Any]:
    """Return what Featran's FlatExtractor rebuilds, defects included.

    NGrams and both rejectors of outliers have their defaults whatever was written, splits are
    sorted, and an argument that an old version did not write fails.
    """
    cls = _class(setting, "settings")
    if cls.__name__ in (*_LOST, *_FORGOTTEN):
        return cls(setting.name)
    arguments = {p.field: _value(_written(setting, p), p, "settings") for p in parameters(cls)[1:]}
    if "splits" in arguments:
        arguments["splits"] = tuple(sorted(arguments["splits"]))
    return cls(setting.name, **arguments)


def _written(setting: Setting, parameter: Parameter) -> str:
    if parameter.name not in setting.params:
        raise NoSuchElement(f"key not found: {parameter.name}", where=setting.name)
    return setting.params[parameter.name]


def _class(setting: Setting, where: str) -> type[Transformer[Any]]:
    package, _, name = setting.cls.rpartition(".")
    if package != PACKAGE or name not in TRANSFORMERS:
        raise FeatranError(
            f"{setting.cls!r} is no transformer of Featran",
            where=f"{where}: {setting.name!r}",
            next_step="give the spec, which says what the feature does",
        )
    return TRANSFORMERS[name]


def _with_lost(
    setting: Setting, cls: type[Transformer[Any]], where: str, lost: dict[str, Any]
) -> Transformer[Any]:
    missing = [name for name in _LOST[cls.__name__] if name not in lost]
    if missing:
        raise FeatranError(
            f"settings of {cls.__name__} do not hold {', '.join(missing)}",
            where=f"{where}: {setting.name!r}",
            next_step="give the spec, which holds them",
        )
    return cls(setting.name, **lost)


def _arguments(setting: Setting, cls: type[Transformer[Any]], where: str) -> dict[str, Any]:
    return {
        p.field: _value(setting.params[p.name], p, f"{where}: {setting.name!r}: {p.name}")
        for p in parameters(cls)[1:]
        if p.name in setting.params or (p.default is MISSING and _fail(setting, p, where))
    }


def _fail(setting: Setting, parameter: Parameter, where: str) -> bool:
    raise NoSuchElement(
        f"parameter {parameter.name!r} is missing",
        where=f"{where}: {setting.name!r}",
        next_step="give the spec, which holds it",
    )


def _value(text: str, parameter: Parameter, where: str) -> Any:
    match parameter.type:
        case "Double":
            return doubles.parse(text)
        case "Int":
            return parse_int(text)
        case "Boolean" if text in ("true", "false"):
            return text == "true"
        case "Array[Double]" if text.startswith("[") and text.endswith("]"):
            return tuple(doubles.parse(part) for part in text[1:-1].split(",") if part)
        case _:
            raise FeatranError(f"{text!r} is no {parameter.type}", where=where)
