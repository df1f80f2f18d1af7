"""What every HTML page of ours shares: autoescape, safe links, and a policy that lets nothing in.

A Content-Security-Policy allows exactly the page's own style and script, by their hashes; so
templates use no ``style`` attribute and no handler attribute.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_SCHEME = re.compile(r"^[^/?#]*:")
_ALLOWED = ("http:", "https:")


def safe_href(href: str) -> str:
    """``href`` if it is relative, a fragment or http(s); empty for javascript: and its kin."""
    plain = "".join(c for c in href if c.isprintable()).strip()
    scheme = _SCHEME.match(plain)
    return plain if not scheme or scheme[0].lower() in _ALLOWED else ""


@cache
def environment(*packages: str) -> Environment:
    """Templates of these packages, in this order, and then of :mod:`migrate.report`."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loaders = [PackageLoader(package) for package in (*packages, "migrate.report")]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["href"] = safe_href
    made.filters["prose"] = _prose
    made.filters["breakable"] = _breakable
    return made


def asset(name: str, package: str = "migrate.report") -> Any:
    """A file of our own that goes into the page as it is."""
    from importlib import resources

    from markupsafe import Markup

    return Markup(resources.files(package).joinpath("templates", name).read_text("utf-8"))  # noqa: S704  ours


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page with this style and this script."""
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"


def _visible(value: Any) -> Any:
    """Foreign text without characters that would turn or hide what stands around it."""
    from markupsafe import Markup

    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return "".join(c if c.isprintable() or c == "\n" else _picture(ord(c)) for c in value)


def _picture(code: int) -> str:
    """``␛`` for a control character, ``\\u202e`` for what has no picture."""
    return chr(0x2400 + code) if code < 0x20 else f"\\u{code:04x}"


def _breakable(name: str) -> Any:
    """A dotted name that breaks between its words, where it has to."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"([._/]+)", r"\1<wbr>", str(escape(_visible(name)))))  # noqa: S704  escaped


def _prose(text: str) -> Any:
    """The catalogue's Markdown, which uses nothing but paragraphs and `code`."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
