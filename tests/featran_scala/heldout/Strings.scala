// run spec=t23.Urls.spec rows=t23.Urls.rows
package t23
import com.spotify.featran._
import com.spotify.featran.transformers._
import scala.util.{Failure, Success, Try}
import scala.util.control.NonFatal

case class Hit(url: String, ua: String, ms: String, score: Double, n: Long)
object Urls {
  private val Url = """(https?)://([^/:]+)(?::(\d+))?(/[^?]*)?(?:\?(.*))?""".r
  private val Digits = "\\d+".r
  private def parts(u: String): (String, String, Int) = u match {
    case Url(scheme, host, port, _, _) => (scheme, host, if (port == null) -1 else port.toInt)
    case _ => ("", "", 0)
  }
  private def num(s: String): Double = try s.toDouble catch {
    case _: NumberFormatException => -1.0
    case _: NullPointerException  => -2.0
  }
  def retry(s: String): Double = try { s.toInt / (s.length - 2) } catch {
    case e: ArithmeticException => 100.0
    case NonFatal(_) => 200.0
  }
  private def bucket(s: String, n: Int): Int = math.abs(s.hashCode % n)
  val known = Set("chrome", "firefox")
  val spec = FeatureSpec.of[Hit]
    .required(h => parts(h.url)._1)(OneHotEncoder("scheme"))
    .required(h => parts(h.url)._2.split('.').takeRight(2).mkString("."))(OneHotEncoder("domain"))
    .required { h => val (_, _, p) = parts(h.url); p.toDouble }(Identity("port"))
    .required(h => num(h.ms))(Identity("ms"))
    .required(h => retry(h.ms))(Identity("retry"))
    .required(h => bucket(h.url, 17).toDouble)(Identity("bucket"))
    .required(h => Digits.findAllIn(h.url).toList)(NHotEncoder("digits"))
    .optional(h => Digits.findFirstIn(h.ua))(OneHotEncoder("version"))
    .required(h => h.ua.toLowerCase.split("[ /]").filter(known.contains).toSeq)(NHotEncoder("browser"))
    .required(h => Try(h.ms.toDouble) match { case Success(v) => v; case Failure(_) => 0.5 })(Identity("tried"))
    .required(h => Try(h.ms.toInt).map(_ * 2).filter(_ > 3).getOrElse(-9).toDouble)(Identity("tried2"))
    .required(h => Try(h.ms.toInt).orElse(Try(h.url.length)).get.toDouble)(Identity("tried3"))
    .required(h => Try(h.ms.toDouble).recover { case _: NumberFormatException => 7.0 }.toOption.sum)(Identity("recovered"))
    .required(h => Try(h.ms.trim.toDouble).fold(_ => -1.0, _ + 1))(Identity("folded"))
    .required(h => f"${h.score}%.2f/${h.n}%05d/${h.ua}%-8s|${h.score * 100}%8.1f%%")(OneHotEncoder("fmt"))
    .required(h => "%s-%d-%.3f-%,d-%x".format(h.ms, h.n, h.score, h.n * 1000, h.n))(OneHotEncoder("fmt2"))
    .required(h => h.url.sliding(3).filter(_.forall(_.isLetter)).toSeq)(HashNHotEncoder("tri", 7))
    .required(h => h.ua.zip(h.ua.drop(1)).count { case (a, b) => a == b }.toDouble)(Identity("doubles"))
    .required(h => h.url.split("/").lift(2).map(_.toUpperCase).getOrElse("-"))(OneHotEncoder("lift"))
    .required(h => h.url.groupBy(identity).size.toDouble)(Identity("chars"))
    .required(h => h.ua.padTo(6, '.').reverse)(OneHotEncoder("padded"))
    .required(h => h.url.indexWhere(_.isDigit).toDouble)(Identity("first_digit"))
    .required(h => h.ua.grouped(2).map(_.capitalize).mkString("_"))(OneHotEncoder("pieces"))
    .required(h => h.ms match { case s if s.matches("\\d+") => s.toInt.toDouble; case "" | "?" => 0.0; case _ => -1.0 })(Identity("matched"))
    .required(h => Option(h.ms).filter(_.nonEmpty).flatMap(s => Try(s.toLong).toOption).exists(_ > 10L).toString)(OneHotEncoder("big"))
  val rows = List(
    Hit("http://www.example.com:8080/a/b1?q=2", "Mozilla/5 Chrome/99", "12", 0.125, 42L),
    Hit("https://x.org", "curl", "abc", 2.675, -7L),
    Hit("ftp://zz", "Firefox/7 aab", "", 1e10, 123456789L),
    Hit("https://a.b.c/9", "", "1.5", -0.005, 0L),
    Hit("", "aa", "99", 0.045, 1L)
  )
}
