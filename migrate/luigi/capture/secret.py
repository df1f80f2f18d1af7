"""Secrets: names that look like one, and texts that must not be in the graph."""

import json
import re

from migrate.luigi.capture.text import TEXT_TYPES, text_of, words

SECRET_WORDS = words(
    "password passwd passphrase pwd pass secret secrets token tokens credential credentials auth "
    "apikey pw"
)
SECRET_PARTS = re.compile(
    r"passw(or)?d|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|account[_-]?key"
    r"|auth[_-]?(token|key)|credential",
    re.I,
)
USER_INFO = re.compile(r"(://[^/\s:@]*:)([^@\s/]+)(@)")
# Values that say nothing, and would be found in half the strings of a graph.
NO_SECRET = words("true false none null prompt yes no default")


def is_secret_name(name):
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
    return bool(SECRET_PARTS.search(name)) or any(
        word in SECRET_WORDS for word in re.split(r"[^a-z0-9]+", words)
    )


def is_secret_option(section, option):
    """``[OmieAPI] key``, ``[secret] key``: what neither name says, both say together."""
    joined = SECRET_PARTS.search(section + "_" + option)
    spans = joined and joined.start() < len(section) and joined.end() > len(section) + 1
    return is_secret_name(option) or bool(spans)


def has_secret_name(value):
    """A table inside a TOML section holds a secret."""
    if hasattr(value, "items"):
        return any(is_secret_name(k) or has_secret_name(v) for k, v in value.items())
    return isinstance(value, (list, tuple)) and any(map(has_secret_name, value))


class Secrets(object):
    """Texts that must not be in the file, and what stands there instead."""

    def __init__(self):
        self.labels = {}
        self._pattern = None

    def add(self, text, label):
        text = text_of(text)
        if len(text) < 4 or text.lower() in NO_SECRET:
            return
        # Luigi puts the first 16 characters of a value into a task id, others as underscores.
        in_id = re.sub(r"[^A-Za-z0-9_]", "_", text[:16])
        for form in (text, json.dumps(text)[1:-1], quoted(text), in_id):
            if len(form.strip("_")) >= 4:
                self.labels.setdefault(form, label)
        self._pattern = None

    def scrub_text(self, text):
        """The text without any secret, and without passwords in URLs."""
        text = text_of(text)
        if self.labels:
            if self._pattern is None:
                longest_first = sorted(self.labels, key=lambda t: (-len(t), t))
                self._pattern = re.compile("|".join(re.escape(t) for t in longest_first))
            text = self._pattern.sub(lambda m: self.labels[m.group(0)], text)
        return USER_INFO.sub(r"\1***\3", text)

    def scrub(self, value):
        if isinstance(value, dict):
            return {self.scrub_text(k): self.scrub(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.scrub(v) for v in value]
        return self.scrub_text(value) if isinstance(value, TEXT_TYPES + (bytes,)) else value

    def touches(self, text):
        return text is not None and self.scrub_text(text) != text_of(text)


def quoted(text):
    try:
        from urllib.parse import quote
    except ImportError:
        from urllib import quote
    return quote(text.encode("utf-8"), "")
