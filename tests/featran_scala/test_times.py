# ruff: noqa: E501 (Scala is quoted as people write it)
"""``java.time`` in getters: against Python's calendar, and what is refused or throws.

The JVM's own answers are in ``heldout/both`` (Sessions, Churn, Rides).
"""

import random
from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

from bridges.featran.getters.feature import GetterFailed
from tests.featran_scala.reading import HEAD, read, refusals

SPEC = """import java.time._
import java.time.temporal.ChronoUnit
{head}
case class R(day: Long, ms: Long, n: Int, text: String, stamp: String)
object S {{ val s = FeatureSpec.of[R]
  .required({getter})({transformer}("f")) }}
"""


def spec(tmp_path, getter, transformer="Identity"):
    return read(tmp_path, SPEC.format(head=HEAD, getter=getter, transformer=transformer))


def values(tmp_path, getter, rows, transformer="Identity"):
    reading = spec(tmp_path, getter, transformer)
    assert refusals(reading) == []
    batch = pa.RecordBatch.from_pylist(rows)
    return reading.choose().spec.features[0].column(batch).to_list()


EPOCH = date(1970, 1, 1)


def rows(count=400):
    rng = random.Random(3)
    found = []
    for _ in range(count):
        day = rng.randrange((date.min - EPOCH).days, (date.max - EPOCH).days)
        ms = rng.randrange(-(6 * 10**13), 10**14)
        stamp = datetime(1970, 1, 1) + timedelta(milliseconds=ms)
        text = (EPOCH + timedelta(days=day)).isoformat()
        found.append(
            {
                "day": day,
                "ms": ms,
                "n": rng.randrange(-40, 40),
                "text": text,
                "stamp": stamp.isoformat(),
            }
        )
    return found


ROWS = rows()
DATES = {
    "getYear": lambda d: d.year,
    "getMonthValue": lambda d: d.month,
    "getMonth.getValue": lambda d: d.month,
    "getDayOfMonth": lambda d: d.day,
    "getDayOfYear": lambda d: d.timetuple().tm_yday,
    "getDayOfWeek.getValue": lambda d: d.isoweekday(),
    "getDayOfWeek.ordinal": lambda d: d.weekday(),
    "toEpochDay": lambda d: (d - EPOCH).days,
    "lengthOfYear": lambda d: date(d.year, 12, 31).timetuple().tm_yday,
    "withDayOfMonth(1).toEpochDay": lambda d: (d.replace(day=1) - EPOCH).days,
}


@pytest.mark.parametrize("member", DATES)
@pytest.mark.parametrize("made", ["LocalDate.ofEpochDay(r.day)", "LocalDate.parse(r.text)"])
def test_dates_are_those_of_the_calendar(tmp_path, made, member):
    got = values(tmp_path, f"r => {made}.{member}.toDouble", ROWS)
    assert got == [DATES[member](EPOCH + timedelta(days=r["day"])) for r in ROWS]


CLOCKS = {
    "getHour": lambda t: t.hour,
    "getMinute": lambda t: t.minute,
    "getSecond": lambda t: t.second,
    "getNano": lambda t: t.microsecond * 1000,
    "getDayOfMonth": lambda t: t.day,
    "getDayOfWeek.getValue": lambda t: t.isoweekday(),
}


@pytest.mark.parametrize("member", CLOCKS)
@pytest.mark.parametrize(
    "made", ["Instant.ofEpochMilli(r.ms).atZone(ZoneOffset.UTC)", "LocalDateTime.parse(r.stamp)"]
)
def test_times_are_those_of_the_clock(tmp_path, made, member):
    got = values(tmp_path, f"r => {made}.{member}.toDouble", ROWS)
    epoch = datetime(1970, 1, 1)
    assert got == [CLOCKS[member](epoch + timedelta(milliseconds=r["ms"])) for r in ROWS]


def test_months_later_is_cut_to_the_month(tmp_path):
    def later(day, n):
        count = day.year * 12 + day.month - 1 + n
        year, month = count // 12, count % 12 + 1
        length = ((date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)).day
        return date(year, month, min(day.day, length))

    inside = [r for r in ROWS if 10 < (EPOCH + timedelta(days=r["day"])).year < 9990]
    got = values(
        tmp_path,
        "r => LocalDate.ofEpochDay(r.day).plusMonths(r.n).toString",
        inside,
        "OneHotEncoder",
    )
    assert got == [later(EPOCH + timedelta(days=r["day"]), r["n"]).isoformat() for r in inside]


def test_whole_units_count_towards_zero(tmp_path):
    pairs = [
        {"ms": a, "day": b}
        for a in (-1500, -1, 0, 1, 3_600_001)
        for b in (-1, 0, 1, 999, 7_200_000)
    ]
    rows = [{**pair, "n": 0, "text": "", "stamp": ""} for pair in pairs]
    apart = (
        "ChronoUnit.{}.between(Instant.ofEpochMilli(r.ms), Instant.ofEpochMilli(r.day)).toDouble"
    )
    for unit, size in (("MILLIS", 1), ("SECONDS", 1000), ("HOURS", 3_600_000)):
        got = values(tmp_path, f"r => {apart.format(unit)}", rows)
        assert got == [int((r["day"] - r["ms"]) / size) for r in rows], unit


THROWS = {
    "2021-02-29": "DateTimeParseException",
    "2021-13-01": "DateTimeParseException",
    "2021-1-1": "DateTimeParseException",
    "": "DateTimeParseException",
}


@pytest.mark.parametrize("text", THROWS)
def test_a_text_that_is_no_date_throws(tmp_path, text):
    row = {"day": 0, "ms": 0, "n": 0, "text": text, "stamp": ""}
    with pytest.raises(GetterFailed, match=THROWS[text]):
        values(tmp_path, "r => LocalDate.parse(r.text).getYear.toDouble", [row])


REFUSED = [
    "r => LocalDate.now.getYear.toDouble",
    'r => Instant.ofEpochMilli(r.ms).atZone(ZoneId.of("Europe/Berlin")).getHour.toDouble',
    'r => LocalDate.parse(r.text, format.DateTimeFormatter.ofPattern("dd/MM/yyyy")).getYear.toDouble',
    "r => Period.between(LocalDate.parse(r.text), LocalDate.parse(r.text)).getYears.toDouble",
]


@pytest.mark.parametrize("getter", REFUSED)
def test_other_zones_clocks_and_formats_are_refused(tmp_path, getter):
    (said,) = refusals(spec(tmp_path, getter))
    assert said in ("FT012 9", "FT004 9")


def test_another_librarys_dates_are_not_taken_for_these(tmp_path):
    source = f"""import org.joda.time.LocalDate
{HEAD}case class R(text: String)
object S {{ val s = FeatureSpec.of[R].required(r => LocalDate.parse(r.text).getYear.toDouble)(Identity("f")) }}"""
    assert refusals(read(tmp_path, source)) == ["FT012 6"]
