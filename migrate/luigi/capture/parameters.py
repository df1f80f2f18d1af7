"""Parameters of a task: where each value is from and how it can travel."""

from migrate.luigi.capture.clock import ClockDefaults
from migrate.luigi.capture.errors import quietly
from migrate.luigi.capture.luigi_types import family_of
from migrate.luigi.capture.secret import is_secret_name
from migrate.luigi.capture.text import dotted, text_of
from migrate.luigi.capture.values import (
    as_luigi_keeps_it,
    json_value,
    parses_back,
    passes_as_json,
    same,
    serialized,
    without_addresses_or_none,
)


class ParameterReader(object):
    """Reads the parameters of tasks: values, texts, and how they can travel."""

    def __init__(self, secrets, given):
        self.secrets = secrets
        self.given = given
        self.clock = ClockDefaults()

    def read(self, task, is_root):
        values = getattr(task, "param_kwargs", {})
        found = []
        for name, parameter in type(task).get_params():
            value = values[name] if name in values else getattr(task, name)
            found.append(self._one(task, name, parameter, value, is_root))
        return found

    def _one(self, task, name, parameter, value, is_root):
        text = serialized(parameter, value)
        default = getattr(parameter, "_default", None)
        has_default = not is_no_value(default)
        source = self._source(task, name, parameter, value, is_root)
        transport = self._transport(name, parameter, value, text)
        if transport == "secret":
            label = "***%s.%s***" % (family_of(type(task)), name)
            for kept in (value, default if has_default else None):
                self.secrets.add(serialized(parameter, kept) or "", label)
        is_natural, natural = json_value(value)
        return {
            "name": name,
            "type": dotted(type(parameter)),
            "text": None if transport == "secret" else without_addresses_or_none(text),
            "value": natural if is_natural and transport != "secret" else None,
            "value_type": dotted(type(value)),
            "transport": transport,
            "significant": bool(parameter.significant),
            "visibility": visibility(parameter),
            "has_default": has_default,
            "default_text": self._default_text(name, parameter, default, has_default, transport),
            "default_reads_clock": has_default and self.clock.reads(type(task), name, parameter),
            "source": source,
            "description": text_of(parameter.description or ""),
        }

    def _default_text(self, name, parameter, default, has_default, transport):
        if not has_default or transport == "secret" or is_secret_name(name):
            return None
        return without_addresses_or_none(serialized(parameter, default))

    def _source(self, task, name, parameter, value, is_root):
        if is_root and name in self.given:
            return "given"
        configured = from_config(task, name, parameter)
        if configured is not NOTHING and quietly(same, configured, value):
            return "config"
        default = getattr(parameter, "_default", None)
        if not is_no_value(default):
            kept = quietly(as_luigi_keeps_it, parameter, default)
            if quietly(same, kept, value):
                return "default"
        return "computed"

    def _transport(self, name, parameter, value, text):
        if visibility(parameter) == "private" or is_secret_name(name) or self.secrets.touches(text):
            return "secret"
        if text is not None and quietly(parses_back, parameter, value, text):
            return "text"
        is_natural, natural = json_value(value)
        if is_natural and quietly(passes_as_json, parameter, value, natural):
            return "json"
        return "object"


NOTHING = object()


def is_no_value(default):
    from luigi import parameter

    return default is parameter._no_value


def visibility(parameter):
    chosen = getattr(parameter, "visibility", None)
    return getattr(chosen, "name", "public").lower()


def from_config(task, name, parameter):
    """The value Luigi would take from its configuration, or NOTHING."""
    read = getattr(parameter, "_get_value_from_config", None)
    path = getattr(parameter, "_config_path", getattr(parameter, "_Parameter__config", None))
    places = [(family_of(type(task)), name), (family_of(type(task)), name.replace("_", "-"))]
    if path:
        places.append((path["section"], path["name"]))
    for section, option in places:
        value = quietly(read, section, option)
        if value is not None and not is_no_value(value):
            return quietly(as_luigi_keeps_it, parameter, value)
    return NOTHING
