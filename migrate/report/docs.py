"""The documentation pages of the finding codes: ``python -m migrate.report.docs [DIRECTORY]``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from migrate.codes import ORIGINS, Code, catalogue
from migrate.report.write import write_text

FOLDER = Path("docs/findings")

_MEANING = {
    "error": "the construct cannot be converted as it is",
    "warning": "a person has to look at it",
    "note": "for information; nothing has to be done",
}


def pages() -> Mapping[str, str]:
    """``{file name: Markdown}`` of every code and of the index."""
    codes = catalogue().values()
    return {"README.md": _index(list(codes))} | {f"{code.code}.md": _page(code) for code in codes}


def write_pages(folder: Path) -> None:
    """``folder`` holds exactly the pages of the catalogue; pages of gone codes are removed."""
    wanted = pages()
    for name, text in wanted.items():
        write_text(folder / name, text)
    for stale in set(folder.glob("*.md")) - {folder / name for name in wanted}:
        stale.unlink()


def _page(code: Code) -> str:
    severity = code.severity.value
    return f"""# {code.code}: {code.title}

Severity: **{severity}** ({_MEANING[severity]}).

## Why it matters

{code.why}

## Example

```{code.language}
{code.example}
```

## What to do

{code.next_step}

## Suppress it

Put a comment with a reason at the end of the line, or on a line of its own above it. The finding
stays in the report, counted as suppressed.

```python
# migrate: ignore[{code.code}] the reason
```

[All findings](README.md)
"""


def _index(codes: list[Code]) -> str:
    sections = "\n\n".join(_section(prefix, codes) for prefix in ORIGINS)
    return f"""# Findings

A finding has a stable code, a severity, a place and a next step. An error says that a construct
cannot be converted as it is; a warning, that a person has to look; a note is information. Errors
and warnings that are not suppressed make a command end with exit code 1.

`# migrate: ignore[LK012] reason` at the line, or above it, suppresses a finding; several codes
are separated by commas. The reason is required: without one the comment has no effect.

{sections}
"""


def _section(prefix: str, codes: list[Code]) -> str:
    rows = "\n".join(
        f"| [{code.code}]({code.code}.md) | {code.severity.value} | {code.title} |"
        for code in codes
        if code.code.startswith(prefix)
    )
    return f"## {prefix}: {ORIGINS[prefix]}\n\n| code | severity | what |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
