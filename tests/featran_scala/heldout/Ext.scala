// run spec=t28.S.spec rows=t28.S.rows
package t28
import com.spotify.featran._
import com.spotify.featran.converters._
import com.spotify.featran.transformers._
case class P(xs: Seq[Double], o: Option[String], ts: Long, b: Boolean, d: Double)
object P {
  implicit class POps(val p: P) extends AnyVal { def last: Double = p.xs.lastOption.getOrElse(p.d) }
}
trait StatsSyntax {
  implicit class SeqStats(xs: Seq[Double]) {
    def mean: Double = if (xs.isEmpty) Double.NaN else xs.sum / xs.length
    def variance: Double = { val m = mean; xs.map(x => (x - m) * (x - m)).mean }
    def pct(p: Double): Double = { val s = xs.sorted; if (s.isEmpty) 0.0 else s(math.min(s.size - 1, (p * s.size).toInt)) }
  }
  implicit class OptOps[A](o: Option[A]) { def orDefault(a: => A): A = o.getOrElse(a); def has(a: A): Boolean = o.exists(_ == a) }
}
object stats extends StatsSyntax
object time { implicit class Ts(private val ms: Long) extends AnyVal { def hours: Double = ms / 3600000.0; def hourOfDay: Int = (ms / 3600000L % 24).toInt } }
object S {
  import stats._
  import time.Ts
  val spec = FeatureSpec.of[P]
    .required(_.xs.mean)(Identity("mean"))
    .required(p => p.xs.variance)(Identity("var"))
    .required(p => p.xs.map(_ * 2).pct(0.5))(Identity("median"))
    .required(_.o.orDefault("none").toLowerCase)(OneHotEncoder("o"))
    .required(_.o.has("B").asDouble)(Identity("has"))
    .required(_.last)(Identity("last"))
    .required(_.ts.hours)(Identity("hours"))
    .required(_.ts.hourOfDay.toDouble)(Identity("hod"))
    .required(p => (p.b && p.d > 1).asDouble)(Identity("flag"))
    .required(p => (p.d, p.xs.mean) match { case (a, b) if a > b => a - b; case _ => 0.0 })(Identity("excess"))
  val rows = List(P(Seq(1.0, 2.5, -1.0), Some("B"), 7200000L, true, 1.5), P(Nil, None, 90000000L, false, -3.0), P(Seq(4.0), Some("x"), -1L, true, 0.0))
}
