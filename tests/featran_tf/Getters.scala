import com.spotify.featran._
import com.spotify.featran.transformers._

case class Inner(n: Int, label: Option[String])

case class R(
  i: Int,
  j: Int,
  l: Long,
  d: Double,
  e: Double,
  b: Boolean,
  s: String,
  os: Option[String],
  od: Option[Double],
  xs: Seq[Double],
  is: Seq[Int],
  ss: Seq[String],
  in: Inner,
  rs: Seq[Inner])

object Getters {
  def scaled(x: Double): Double = if (x > 100) 100.0 else x * 1.1

  val spec = FeatureSpec.of[R]
    .required(r => (r.i * r.j).toDouble)(Identity("wraps"))
    .required(r => (r.l * 31 + r.i).toDouble)(Identity("long arithmetic"))
    .required(r => if (r.j == 0) 0.0 else (r.i / r.j).toDouble)(Identity("division"))
    .required(r => if (r.j == 0) 0.0 else (r.i % r.j).toDouble)(Identity("remainder"))
    .required(r => r.d.toInt.toDouble)(Identity("to int"))
    .required(r => r.d.toLong.toDouble)(Identity("to long"))
    .required(r => r.d / r.e)(Identity("quotient"))
    .required(r => r.d % 3.7)(Identity("modulo"))
    .required(r => (r.i >> 3) + (r.i >>> 28) + (r.j << 2))(Identity("shifts"))
    .required(r => (r.i & 255) | (r.j ^ 7))(Identity("bits"))
    .required(r => math.abs(r.d) + math.floor(r.e) + math.sqrt(math.abs(r.e)))(Identity("maths"))
    .required(r => math.max(r.d, r.e) - math.min(r.d, r.e))(Identity("extremes"))
    .required(r => math.round(r.d).toDouble)(Identity("rounded"))
    .required(r => math.signum(r.d) * math.rint(r.e))(Identity("signs"))
    .required(r => scaled(r.d))(Identity("helper"))
    .required(r => if (r.b && r.i > 0 || r.d < r.e) 1.0 else -1.0)(Identity("logic"))
    .required(_.s.length.toDouble)(Identity("length"))
    .required(_.s.trim.toLowerCase)(OneHotEncoder("trimmed"))
    .required(r => r.s + "/" + r.i)(OneHotEncoder("joined"))
    .required(r => if (r.s.startsWith("a") || r.s.contains("b.c")) "yes" else r.i.toString)(
      OneHotEncoder("tested"))
    .required(r => r.s.replace(".", "_"))(OneHotEncoder("replaced"))
    .required(_.s.split(",").toSeq)(NHotEncoder("split"))
    .optional(_.os)(OneHotEncoder("optional"))
    .optional(_.os.filter(_.nonEmpty).map(_.toUpperCase))(OneHotEncoder("filtered"))
    .required(_.od.getOrElse(-1.0))(Identity("defaulted"))
    .optional(r => r.od.map(_ * 2).orElse(Some(r.d)))(Identity("or else"))
    .required(r => if (r.od.exists(_ > 1.0)) 1.0 else 0.0)(Identity("exists"))
    .required(_.xs.map(_ * 2.0 + 1.0))(VectorIdentity("mapped"))
    .required(r => r.xs.filter(_ > r.d).take(2))(VectorIdentity("taken"))
    .required(r => r.xs.sum)(Identity("sum"))
    .required(r => r.is.sum.toDouble)(Identity("int sum"))
    .required(r => r.is.map(_.toDouble))(VectorIdentity("ints"))
    .required(r => r.ss.filter(_ != "a").distinct)(NHotEncoder("distinct"))
    .required(r => r.ss.flatMap(_.split(",")))(NHotEncoder("flat"))
    .required(r => r.ss.zipWithIndex.map { case (s, k) => WeightedLabel(s, k.toDouble) })(
      NHotWeightedEncoder("weighted"))
    .required(r => r.ss.mkString("[", "|", "]"))(OneHotEncoder("text"))
    .required(r => r.ss.headOption.getOrElse("none"))(OneHotEncoder("head"))
    .required(r => if (Set("a", "b").contains(r.s)) 1.0 else 0.0)(Identity("in a set"))
    .required(r => Seq(r.d, r.e, r.i.toDouble))(VectorIdentity("sequence"))
    .optional(_.in.label)(OneHotEncoder("nested"))
    .required(_.in.n.toDouble)(Identity("nested number"))
    .required(r => r.rs.map(_.n.toDouble))(VectorIdentity("records"))
    .required(r => r.rs.count(_.n > 3).toDouble)(Identity("counted"))
    .required(r => r.s.take(2) + r.s.drop(2).toUpperCase)(OneHotEncoder("cut"))
    .required(_.s.split("[,;.]\\s*").toSeq)(NHotEncoder("split by a pattern"))
    .required(_.s.replaceAll("[^a-z]+", "_"))(OneHotEncoder("replaced by pattern"))
    .required(r => if (r.s.nonEmpty && r.s.charAt(0).isLetter) r.s.indexOf(",").toDouble else -2.0)(
      Identity("place"))
    .required(_.d.toString)(OneHotEncoder("digits"))
    .required(r => s"${r.e.toFloat}/${r.od}")(OneHotEncoder("interpolated"))
    .required(_.ss.sorted)(NHotEncoder("sorted"))
    .required(r => r.ss.sortBy(s => (-s.length, s)).take(2))(NHotEncoder("sorted by"))
    .required(_.ss.toSet.toSeq)(NHotEncoder("set"))
    .required(r => (r.ss.toSet & Set("a", ",")).size.toDouble)(Identity("in common"))
    .required(r => if (r.s < "b") 1.0 else 0.0)(Identity("before"))
    .required(_.xs.foldLeft(1.0)((a, x) => a * x + 1))(Identity("folded"))
    .required(r => if (r.xs.isEmpty) -1.0 else r.xs.max - r.xs.min)(Identity("range"))
    .required(r => r.ss.zipWithIndex.toMap.getOrElse("a", -1).toDouble)(Identity("looked up"))
    .required(r => r.ss.map(s => s -> s.length).toMap.toSeq.map { case (s, n) => s + n })(
      NHotEncoder("pairs of a map"))
    .required(r => if (r.rs.isEmpty) -1.0 else r.rs.maxBy(_.n).n.toDouble)(Identity("greatest"))
    .required(_.xs.sliding(2).map(_.sum).toSeq)(VectorIdentity("windows"))
    .required(r => scala.util.Try(r.s.toDouble).getOrElse(0.5))(Identity("tried"))
    .required(r => (0 until r.is.size).map(k => r.is(k) * k.toDouble))(VectorIdentity("by place"))
    .required(r => r.i match { case 1 => 10.0; case k if k < 0 => -1.0; case _ => 0.5 })(
      Identity("matched"))
}
