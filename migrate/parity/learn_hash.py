"""Which forms of a hash a column's values are, told from a sample of sources and values.

The number of buckets is what divides the differences of the hashes and the values. A form is
believed when it fits most of the sample, and so many of it that chance does not.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import gcd, log2
from operator import sub
from typing import Final

from migrate.parity.hash_functions import DIGESTS, FUNCTIONS, NUMBERS, TEXTS
from migrate.parity.hashes import Form, View, hashed, viewed

#: How unlikely it must be that a form fits by chance: one in two to this.
_BITS: Final = 40
#: Hex digits that a prefix of a digest has at least.
_LEAST_DIGITS: Final = 8
#: So many differences are looked at for a common divisor; hashes of like texts may be alike.
_WINDOWS: Final = (4, 16, 64)


def forms_of(pairs: Sequence[tuple[str, str]], *, numbers: bool) -> tuple[Form, ...]:
    """The forms that texts and values fit. ``numbers``: the texts are whole numbers.

    Values are texts: decimal numbers or hex digits.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for source, value in pairs:
        counts[source][value] += 1
    known = {source: counts[source].most_common(1)[0][0] for source in sorted(counts, key=_mixed)}
    if 2 * sum(known[source] == value for source, value in pairs) <= len(pairs):
        return ()  # no function of the source
    return _best([*_hex(known), *_numeric(known, numbers=numbers)], known)


def _mixed(source: str) -> int:
    """An order in which neighbours are not alike."""
    return zlib.crc32(source.encode())


def _hex(known: Mapping[str, str]) -> Iterator[Form]:
    size, _ = Counter(map(len, known.values())).most_common(1)[0]
    texts = [value for value in known.values() if len(value) == size]
    upper = any(c in "ABCDEF" for text in texts for c in text)
    wrong = set("".join(texts)) - set("0123456789" + ("ABCDEF" if upper else "abcdef"))
    if size < _LEAST_DIGITS or wrong:
        return
    for name in _hex_functions(size):
        yield Form(name, digits=size, upper=upper)


def _hex_functions(size: int) -> list[str]:
    """Digests that have so many digits, whole or cut, and numbers that have exactly so many."""
    digests = [n for n, f in DIGESTS.items() if f.bits >= 4 * size]
    return digests + [
        name
        for name, function in TEXTS.items()
        if function.bits == 4 * size and name.partition("-")[0] not in DIGESTS
    ]


def _numeric(known: Mapping[str, str], *, numbers: bool) -> Iterator[Form]:
    values = {s: int(v) for s, v in known.items() if _is_number(v)}
    for name in {**TEXTS, **NUMBERS} if numbers else TEXTS:
        pairs = [(h, v) for s, v in values.items() if (h := hashed(name, s)) is not None]
        if pairs:
            yield from _counted(name, [h for h, _ in pairs], [v for _, v in pairs])


def _counted(name: str, hashes: Sequence[int], values: Sequence[int]) -> Iterator[Form]:
    """The views of a function, whole or by a number of buckets that most values are below."""
    sizes = sorted(map(abs, values))
    least = sizes[len(sizes) // 2]
    for view in View:
        seen = viewed(hashes, FUNCTIONS[name].bits, view)
        rests = list(map(sub, seen, values))
        if 2 * rests.count(0) > len(rests):
            yield from () if name == "number" else (Form(name, view),)
            continue
        for buckets in dict.fromkeys(_divisors(rests)):
            if buckets > least:
                yield Form(name, view, buckets)
            if buckets > least and view is View.SIGNED and min(values) < 0:
                yield Form(name, view, buckets, remainder=True)


def _divisors(rests: Sequence[int]) -> Iterator[int]:
    """What divides most of the numbers: some may have come about in another way."""
    for size in _WINDOWS:
        windows = [rests[i : i + size] for i in range(0, len(rests), size)]
        divisors = Counter(d for window in windows if (d := gcd(*window)) > 1)
        if divisors:
            yield divisors.most_common(1)[0][0]


def _is_number(value: str) -> bool:
    digits = value.removeprefix("-")
    return digits.isascii() and digits.isdigit() and (digits[0] != "0" or value == "0")


def _best(forms: Iterable[Form], known: Mapping[str, str]) -> tuple[Form, ...]:
    """Those that fit the most: half of the hashes have no sign, whatever the view."""
    fitting = {form: _fitting(form, known) for form in dict.fromkeys(forms)}
    most = max(fitting.values(), default=0)
    return tuple(f for f, n in fitting.items() if n == most and _is_proof(f, n, len(known)))


def _fitting(form: Form, known: Mapping[str, str]) -> int:
    return sum(form.apply(source) == value for source, value in known.items())


def _is_proof(form: Form, fitting: int, of: int) -> bool:
    chosen = bool(form.buckets)  # their number fits the first value, whatever it is
    return 2 * fitting > of and (fitting - chosen) * log2(form.values) >= _BITS
