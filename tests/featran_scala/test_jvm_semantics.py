"""Every expression of Getters.scala gives what the JVM gave, bit for bit.

The results were recorded on JDK 17 by ``golden/record.py``. Functions of the C library may differ
in the last place; they are listed in ``mathematics.INEXACT`` and compared to 1e-14.
"""

import math
import re
import struct

import pytest

from bridges.featran.getters.ast import Op, walk
from bridges.featran.getters.mathematics import INEXACT
from migrate.featran.scala.refusal import Refused
from tests.featran_scala.jvm_values import GOLDEN, evaluate, method, records

_SOURCE = (GOLDEN / "Getters.scala").read_text(encoding="utf-8")
EXPRESSIONS = dict(re.findall(r"^  def (e\d+)\(r: R\) = (.*)$", _SOURCE, re.MULTILINE))
REFUSED = (GOLDEN / "refused.txt").read_text(encoding="utf-8").splitlines()


def recorded(scala: str) -> dict[str, list[str]]:
    lines = (GOLDEN / f"getters_{scala}.tsv").read_text(encoding="utf-8").splitlines()
    return {name: values for name, *values in (line.split("\t") for line in lines)}


def plain(value: str) -> str:
    """Without the package of an exception, which the source may leave out."""
    return f"!{value.rpartition('.')[2]}" if value.startswith("!") else value


def close(got: str, want: str) -> bool:
    if got == want:
        return True
    if not (got.startswith("D") and want.startswith("D")) or "nan" in got + want:
        return False
    a, b = (struct.unpack(">d", bytes.fromhex(v[1:].rjust(16, "0")))[0] for v in (got, want))
    return math.isclose(a, b, rel_tol=1e-14)


OTHER_TYPE = {("2.12", "r.o.zip(r.p)")}
"""An Option here, as from 2.13 on; in 2.12 it is an Iterable."""


@pytest.mark.parametrize("scala", ["2.12", "2.13"])
def test_getters_equal_the_jvm(scala):
    wrong = []
    for name, wanted in recorded(scala).items():
        if EXPRESSIONS[name] in REFUSED or (scala, EXPRESSIONS[name]) in OTHER_TYPE:
            continue
        fn = method(name)
        inexact = any(isinstance(n, Op) and n.name in INEXACT for n in walk(fn.body))
        for row, (record, want) in enumerate(zip(records(scala), wanted, strict=True)):
            got = plain(evaluate(fn, record, scala))
            if not (close(got, plain(want)) if inexact else got == plain(want)):
                wrong.append(f"{EXPRESSIONS[name]} of record {row}: {got}, the JVM gave {want}")
    assert wrong == []


def test_what_is_refused_is_refused_by_name():
    """The expressions outside the subset, and only those, are refused."""
    refused = []
    for name, text in EXPRESSIONS.items():
        try:
            method(name)
        except Refused as error:
            assert error.code in ("FT004", "FT012")
            assert error.location.line
            refused.append(text)
    assert refused == REFUSED
