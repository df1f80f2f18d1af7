"""The options of the repository's configuration, in cfg and TOML files."""

import json
import os

from migrate.luigi.capture.places import is_within
from migrate.luigi.capture.secret import USER_INFO, has_secret_name, is_secret_option
from migrate.luigi.capture.text import TEXT_TYPES, text_of


class Configuration(object):
    """The options of the repository's configuration files, their secrets taken out."""

    def __init__(self, places, given, secrets):
        self.places = places
        self.given = os.path.realpath(given) if given else None
        self.secrets = secrets
        self.removed = set()
        self.options = {}
        self.is_toml = False

    def read(self):
        import luigi.configuration as configuration

        parser = configuration.get_config()
        self.is_toml = is_toml(parser)
        own = self._own_options(parser)
        for section, option, raw, value in options_of(parser):
            is_secret = is_secret_option(section, option) or USER_INFO.search(raw + " " + value)
            is_secret = is_secret or has_secret_name(toml_value(parser, section, option))
            if is_secret and raw:
                self._remove(section, option, raw, value)
            if (section, option) in own:
                shown = None if is_secret else literal(parser, section, option, raw)
                self.options.setdefault(section, {})[option] = shown
        return self

    def _remove(self, section, option, raw, value):
        label = "***%s.%s***" % (section, option)
        self.removed.add("%s.%s" % (section, option))
        for text in (raw, value):
            if "%(" not in text and "${" not in text:
                self.secrets.add(text, label)
            for match in USER_INFO.finditer(text):
                self.secrets.add(match.group(2), label)

    def _own_options(self, parser):
        """``(section, option)`` of the files that are the repository's, not the machine's."""
        paths = [p for p in getattr(type(parser), "_config_paths", ()) if os.path.isfile(p)]
        files = [
            p for p in paths if os.path.realpath(p) == self.given or is_within(p, self.places.own)
        ]
        found = set()
        for path in files:
            fresh = fresh_parser(parser)
            fresh.read([path])
            found.update((section, option) for section, option, _, _ in options_of(fresh))
        return found


def fresh_parser(parser):
    return type(parser)()


def is_toml(parser):
    return isinstance(getattr(parser, "data", None), dict)


def toml_value(parser, section, option):
    return parser.data[section][option] if is_toml(parser) else None


def literal(parser, section, option, raw):
    """The text of a cfg file, or JSON for a TOML value, which has a type."""
    if not is_toml(parser):
        return raw
    return text_of(json.dumps(toml_value(parser, section, option), default=plain, sort_keys=True))


def plain(value):
    return dict(value) if hasattr(value, "keys") else str(value)


def options_of(parser):
    """``(section, option, raw text, interpolated text)`` of a cfg or toml parser of Luigi's."""
    if is_toml(parser):
        for section, table in sorted(parser.data.items()):
            for option, value in sorted(table.items() if isinstance(table, dict) else ()):
                text = value if isinstance(value, TEXT_TYPES) else json.dumps(value, default=plain)
                yield section, option, text_of(text), text_of(text)
        return
    for section in parser.sections():
        for option in parser.options(section):
            raw = text_of(parser.get(section, option, raw=True))
            try:
                value = text_of(parser.get(section, option))
            except Exception:  # a variable that is not set here
                value = raw
            yield section, option, raw, value
