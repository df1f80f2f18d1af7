"""Records what the JVM gives for every method of Getters.scala: ``getters_<scala>.tsv``.

Run by hand: ``python record.py 2.13 CLASSPATH`` with a classpath of scala-compiler, its
dependencies and featran-core of that Scala version, and a JDK 17 on PATH. A line holds the name of
a method and one value per record, as ``Main.show`` writes it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

MAIN = """
import com.spotify.featran.transformers.{MDLRecord, WeightedLabel}

object Main {
  def text(s: String): String = s.flatMap { c =>
    if (c >= ' ' && c <= '~' && c != '%') c.toString else "%%%04x".format(c.toInt)
  }
  def show(x: Any): String = x match {
    case null => "null"
    case d: Double if d.isNaN => "Dnan"
    case f: Float if f.isNaN => "Fnan"
    case d: Double => "D" + java.lang.Double.doubleToRawLongBits(d).toHexString
    case f: Float => "F" + java.lang.Float.floatToRawIntBits(f).toHexString
    case i: Int => "I" + i
    case l: Long => "L" + l
    case s: Short => "H" + s
    case b: Byte => "Y" + b
    case c: Char => "C" + c.toInt
    case b: Boolean => "B" + b
    case s: String => "S" + text(s)
    case Some(v) => "+" + show(v)
    case None => "-"
    case m: scala.collection.Map[_, _] =>
      m.map { case (k, v) => show(k) + ">" + show(v) }.mkString("{", "|", "}")
    case s: scala.collection.Set[_] => s.toList.map(show).mkString("<", "|", ">")
    case a: Array[_] => a.toList.map(show).mkString("[", "|", "]")
    case t: scala.collection.Iterable[_] => t.toList.map(show).mkString("[", "|", "]")
    case p: Product => p.productIterator.map(show).mkString("(", "|", ")")
    case other => "?" + other.getClass.getName
  }
  def run(f: => Any): String =
    try show(f) catch { case e: Throwable => "!" + e.getClass.getName }
  def all(name: String, f: R => Any): Unit =
    println(name + Getters.records.map(r => "\\t" + run(f(r))).mkString)
  def main(args: Array[String]): Unit = {
    CALLS
  }
}
"""


def main(scala: str, classpath: str) -> None:
    source = (HERE / "Getters.scala").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        while wrong := compile_errors(source, classpath, Path(folder)):
            lines = source.split("\n")
            source = "\n".join(x for n, x in enumerate(lines, 1) if n not in wrong)
        done = subprocess.run(
            ["java", "-Dfile.encoding=UTF-8", "-cp", f"{classpath}:{folder}", "Main"],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    (HERE / f"getters_{scala}.tsv").write_text(done.stdout, encoding="utf-8")


def compile_errors(source: str, classpath: str, folder: Path) -> set[int]:
    """Compile; the lines of methods that this Scala version does not take."""
    names = re.findall(r"^  def (e\d+)\(", source, re.MULTILINE)
    chunks = [names[i : i + 100] for i in range(0, len(names), 100)]
    parts = "".join(
        f"  def part{i}(): Unit = {{\n"
        + "".join(f'    all("{n}", Getters.{n})\n' for n in chunk)
        + "  }\n"
        for i, chunk in enumerate(chunks)
    )
    calls = "\n".join(f"part{i}()" for i in range(len(chunks)))
    program = MAIN.replace("CALLS", calls).replace("  def main(", parts + "  def main(")
    files = [folder / "Getters.scala", folder / "Main.scala"]
    for path, text in zip(files, (source, program), strict=True):
        path.write_text(text, encoding="utf-8")
    options = ["-encoding", "UTF-8", "-nowarn", "-classpath", classpath, "-d", str(folder)]
    command = ["java", "-Xss8m", "-cp", classpath, "scala.tools.nsc.Main", *options, *files]
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)
    output = done.stdout + done.stderr
    wrong = {int(n) for n in re.findall(r"Getters\.scala:(\d+): error", output)}
    if done.returncode and not wrong:
        raise SystemExit(output)
    return wrong


if __name__ == "__main__":
    main(*sys.argv[1:])
