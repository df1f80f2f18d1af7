"""The settings document: what Featran writes after a run, and reads before the next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from bridges.featran.errors import FeatranError, NullValue, SettingsError
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.model import Feature
from bridges.featran.transformers.base import Transformer
from bridges.featran.transformers.registry import class_name

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r"}
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f-\x9f]')


@dataclass(frozen=True)
class Setting:
    """One feature's entry; ``aggregators`` is None where no row had a value."""

    cls: str
    name: str
    params: Mapping[str, str]
    feature_names: tuple[str, ...]
    aggregators: str | None

    @classmethod
    def of(cls, feature: Feature, summary: Any, flavour: Flavour = DEFAULT) -> Setting:
        """Return the entry of a feature.

        Raises
        ------
        NullValue
            If its transformer was changed by ``contramap``.
        """
        transformer = feature.transformer
        if feature.contramapped:
            raise NullValue(
                'Cannot invoke "String.length()" because "$this" is null',
                where=str(feature.source or feature.name),
                next_step="put the function of contramap into the getter",
            )
        return cls.of_transformer(transformer, summary, flavour)

    @classmethod
    def of_transformer(
        cls, transformer: Transformer[Any], summary: Any, flavour: Flavour = DEFAULT
    ) -> Setting:
        """Return the entry of a transformer with what it learnt, None if nothing."""
        name, params = transformer.name, transformer.params(flavour)
        if summary is None:
            return cls(class_name(transformer), name, params, (name,), None)
        names, text = transformer.names(summary), transformer.encode(summary, flavour)
        return cls(class_name(transformer), name, params, tuple(names), text)

    def decode(self, transformer: Transformer[Any], where: str = "settings") -> Any:
        """Return what was learnt, None if nothing.

        Raises
        ------
        FeatranError
            Naming the feature, if the text is not what its transformer writes.
        """
        if self.aggregators is None:
            return None
        try:
            return transformer.decode(self.aggregators)
        except FeatranError as error:
            error.where = f"{where}: aggregators of {self.name!r}"
            raise type(error)(error.what, where=error.where, next_step=error.next_step) from error


def write(settings: Iterable[Setting]) -> str:
    """Return the document as circe's ``noSpaces`` prints it."""
    return "[" + ",".join(map(_object, settings)) + "]"


def _object(setting: Setting) -> str:
    params = ",".join(f"{text_of(k)}:{text_of(v)}" for k, v in setting.params.items())
    names = ",".join(map(text_of, setting.feature_names))
    aggregators = "null" if setting.aggregators is None else text_of(setting.aggregators)
    return (
        f'{{"cls":{text_of(setting.cls)},"name":{text_of(setting.name)},"params":{{{params}}},'
        f'"featureNames":[{names}],"aggregators":{aggregators}}}'
    )


def text_of(value: str) -> str:
    """Return a JSON string."""
    return f'"{_SPECIAL.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if char == "\t":
        return "\\t"
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"


def read(text: str, where: str = "settings") -> tuple[Setting, ...]:
    """Return the entries of a document.

    Order of keys, further keys and white space do not matter; ``aggregators`` may be absent.

    Raises
    ------
    SettingsError
        Saying where the text breaks off or what is of the wrong type.
    """
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _broken(text, error, where) from error
    if not isinstance(document, list):
        _wrong(where, "the document", "an array", document)
    return tuple(_setting(entry, f"{where}: entry {i}") for i, entry in enumerate(document))


def to_utf8(document: str) -> bytes:
    """JSON as bytes: half of a surrogate pair, which UTF-8 cannot say, as the escape that JSON has.

    The settings of a label that a getter cut in two are thus read back as they were learnt.
    """
    return document.encode("utf-8", "backslashreplace")


def _refuse_constant(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no JSON", name, 0)


def _broken(text: str, error: json.JSONDecodeError, where: str) -> SettingsError:
    ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    what = "the settings break off" if ended else f"the settings are no JSON ({error.msg})"
    return SettingsError(
        what,
        where=f"{where}:{error.lineno}:{error.colno}",
        next_step="take the whole text that featureSettings wrote",
    )


def _setting(entry: Any, where: str) -> Setting:
    if not isinstance(entry, dict):
        _wrong(where, "it", "an object", entry)
    cls, name = (_string(entry, key, where) for key in ("cls", "name"))
    where = f"{where} ({name!r})"
    params = _member(entry, "params", where)
    if not isinstance(params, dict):
        _wrong(where, "'params'", "an object", params)
    names = _member(entry, "featureNames", where)
    if not isinstance(names, list):
        _wrong(where, "'featureNames'", "an array", names)
    texts = {key: _string(params, key, f"{where}: params") for key in params}
    for value in names:
        if not isinstance(value, str):
            _wrong(where, "a feature name", "a string", value)
    aggregators = entry.get("aggregators")
    if aggregators is not None and not isinstance(aggregators, str):
        _wrong(where, "'aggregators'", "a string or null", aggregators)
    return Setting(cls, name, texts, tuple(names), aggregators)


def _member(entry: dict[str, Any], key: str, where: str) -> Any:
    if key not in entry:
        raise SettingsError(f"{key!r} is missing", where=where, next_step=_WHOLE)
    return entry[key]


def _string(entry: dict[str, Any], key: str, where: str) -> str:
    value = _member(entry, key, where)
    if not isinstance(value, str):
        _wrong(where, f"{key!r}", "a string", value)
    return str(value)


def _wrong(where: str, what: str, wanted: str, value: Any) -> NoReturn:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    found = "null" if value is None else names.get(type(value), "a number")
    raise SettingsError(f"{what} must be {wanted}, and is {found}", where=where, next_step=_WHOLE)


_WHOLE = "each entry needs cls, name, params, featureNames and aggregators"
