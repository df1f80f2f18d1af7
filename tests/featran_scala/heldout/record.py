# ruff: noqa: E501 (Scala is quoted as people write it)
"""Records what Featran gives for the specs of this folder: ``expected.jsonl``.

Run by hand: ``python record.py 2.13 SCALA_COMPILER_CLASSPATH`` in the environment of the tests, with
Maven and a JDK 17; with 2.12 it records the folders ``both``, ``generated`` and ``teams``, whose
files every version compiles. A file names its specs in comments: ``// run spec=PATH rows=PATH``. A line holds
the name, the rows as JSON (doubles as hexadecimal texts under ``@d``, characters under ``@c``, maps
as pairs under ``@map``), the column names, the values and the settings.
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.oracle.maven import classpath

HERE = Path(__file__).parent
SHARED = defaultdict(list, teams=[HERE / "generated" / "Gen.scala"])
"""Files of other folders that the ones of a folder need."""
RUN = re.compile(r"^// run spec=(\S+) rows=(\S+)$", re.MULTILINE)

DUMP = """
import com.spotify.featran._
import io.circe.{Json, Printer}
import scala.collection.JavaConverters._

object Dump {
  def j(x: Any): Json = x match {
    case null | None => Json.Null
    case Some(v) => j(v)
    case d: Double => num(d)
    case f: Float => num(f.toDouble)
    case b: Boolean => Json.fromBoolean(b)
    case c: Char => Json.obj("@c" -> Json.fromInt(c.toInt))
    case i: Int => Json.fromInt(i)
    case l: Long => Json.fromLong(l)
    case s: Short => Json.fromInt(s.toInt)
    case b: Byte => Json.fromInt(b.toInt)
    case s: String => Json.fromString(s)
    case m: scala.collection.Map[_, _] =>
      Json.obj("@map" -> Json.fromValues(m.toList.map { case (k, v) => Json.arr(j(k), j(v)) }))
    case s: scala.collection.Iterable[_] => Json.fromValues(s.toList.map(j))
    case a: Array[_] => Json.fromValues(a.toList.map(j))
    case l: java.util.List[_] => Json.fromValues(l.asScala.toList.map(j))
    case d: java.time.LocalDate => Json.obj("@date" -> Json.fromLong(d.toEpochDay))
    case t: java.time.LocalDateTime => Json.obj("@datetime" -> Json.fromLong(t.toInstant(java.time.ZoneOffset.UTC).toEpochMilli))
    case t: java.time.Instant => Json.obj("@instant" -> Json.fromLong(t.toEpochMilli))
    case b: BigDecimal => Json.fromString(b.toString)
    case p: Product => Json.fromFields(names(p).zip(p.productIterator.map(j).toList))
  }
  // Scala 2.12 has no productElementNames, and tuples of numbers have fields of other names.
  def names(p: Product): List[String] =
    if (p.productPrefix.startsWith("Tuple")) (1 to p.productArity).map("_" + _).toList
    else p.getClass.getDeclaredFields.toList.map(_.getName).filterNot(_.contains("$")).take(p.productArity)
  def hex(d: Double): Json = Json.fromString(java.lang.Double.toHexString(d))
  def num(d: Double): Json = Json.obj("@d" -> hex(d))
  def texts(xs: Seq[String]): Json = Json.fromValues(xs.map(Json.fromString))
  def out(id: String, rows: Seq[Any], names: Seq[String], dense: Seq[Seq[Double]], settings: => String): Unit = {
    val said = try Json.fromString(settings) catch { case _: Exception => Json.Null }
    println(Json.obj(
      "id" -> Json.fromString(id), "rows" -> Json.fromValues(rows.map(j)), "names" -> texts(names),
      "dense" -> Json.fromValues(dense.map(r => Json.fromValues(r.map(hex)))), "settings" -> said
    ).printWith(Printer.noSpaces.copy(escapeNonAscii = true)))
  }
  def apply(id: String, spec: Any, rows: Seq[Any]): Unit = spec match {
    case s: FeatureSpec[_] =>
      val e = s.asInstanceOf[FeatureSpec[Any]].extract(rows.toList)
      out(id, rows, e.featureNames.head, e.featureValues[Array[Double]].map(_.toSeq), e.featureSettings.head)
    case m: MultiFeatureSpec[_] =>
      val e = m.asInstanceOf[MultiFeatureSpec[Any]].extract(rows.toList)
      val values = e.featureValues[Array[Double]].map(_.flatMap(_.toSeq))
      out(id, rows, e.featureNames.head.flatten, values, e.featureSettings.head)
  }
}
"""


def main(scala: str, compiler: str) -> None:
    if scala == "2.13":
        record(HERE, scala, compiler, HERE / "expected.jsonl")
    for folder in (HERE / "both", HERE / "generated", HERE / "teams"):
        record(folder, scala, compiler, folder / f"expected-{scala}.jsonl")


def record(folder: Path, scala: str, compiler: str, target: Path) -> None:
    files = sorted({*folder.glob("*.scala"), *SHARED[folder.name]})
    runs = [found for f in files for found in RUN.findall(f.read_text(encoding="utf-8"))]
    calls = "".join(f'    Dump("{s}", {s}, {r})\n' for s, r in runs)
    program = f"{DUMP}\nobject Main {{ def main(args: Array[String]): Unit = {{\n{calls}  }} }}\n"
    with tempfile.TemporaryDirectory() as made:
        source = Path(made) / "Main.scala"
        source.write_text(program, encoding="utf-8")
        options = ["-nowarn", "-encoding", "UTF-8", "-classpath", classpath(scala), "-d", made]
        scalac = ["java", "-Xss8m", "-cp", compiler, "scala.tools.nsc.Main", *options]
        subprocess.run([*scalac, *map(str, files), str(source)], check=True)
        command = ["java", "-Dfile.encoding=UTF-8", "-cp", f"{made}:{classpath(scala)}", "Main"]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    target.write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
