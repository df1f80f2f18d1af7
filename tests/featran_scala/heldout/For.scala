// run spec=t25.Comprehend.spec rows=t25.Comprehend.rows
// run spec=t25.Comprehend.loop rows=t25.Comprehend.rows
package t25
import com.spotify.featran._
import com.spotify.featran.transformers._
case class G(a: Option[Int], b: Option[Int], xs: List[Int], ys: List[Int], nested: List[List[Double]])
object Comprehend {
  private val Lags = 1 to 3
  private def lag(g: G, n: Int): Double = g.xs.lift(g.xs.size - n).map(_.toDouble).getOrElse(0.0)
  val loop = Lags.foldLeft(FeatureSpec.of[G])((s, n) => s.required(lag(_, n))(Identity(f"lag_$n%02d")))
  val pairs = for { i <- 0 until 2; j <- i to 2 if i != j } yield (i, j)
  val crossed = pairs.foldLeft(loop) { case (s, (i, j)) => s.required(g => lag(g, i + 1) * lag(g, j + 1))(Identity(s"p_${i}_$j")) }
  val spec = crossed
    .optional(g => for { a <- g.a; b <- g.b; if b != 0 } yield a.toDouble / b)(Identity("ratio"))
    .optional(g => for { a <- g.a; c = a * 2; b <- g.b.orElse(Some(1)) } yield (a + b + c).toDouble, Some(-1.0))(MinMaxScaler("sum"))
    .required(g => (for { x <- g.xs; y <- g.ys if x < y } yield x * y).sum.toDouble)(Identity("prods"))
    .required(g => (for ((x, i) <- g.xs.zipWithIndex) yield x * i).sum.toDouble)(Identity("weighted"))
    .required(g => g.nested.map(_.sum).foldLeft(0.0)(_ + _))(Identity("total"))
    .required(g => g.nested.flatten.reduceOption(_ min _).getOrElse(Double.MaxValue))(Identity("min"))
    .required(g => g.nested.map(xs => if (xs.isEmpty) 0.0 else xs.max).toArray)(VectorIdentity[Array]("maxes", 2))
    .required(g => g.a.fold(0)(_ + 1) + g.b.map(_ - 1).getOrElse(0) + 0.5)(Identity("opts"))
    .required(g => g.a.filterNot(_ < 0).toList.size.toDouble)(Identity("pos"))
    .required(g => (g.a, g.b) match { case (Some(x), Some(y)) => math.hypot(x, y); case (Some(x), None) => x; case (None, Some(y)) => y; case _ => 0.0 })(Identity("norm"))
    .required(g => if (g.a.contains(3)) 1.0 else if (g.a.exists(_ > 3)) 2.0 else 3.0)(Identity("three"))
    .required(g => Seq(g.a, g.b).flatten.headOption.map(_.toString).orNull)(OneHotEncoder("first"))
  val rows = List(
    G(Some(3), Some(4), List(1, 2, 3), List(2, 3), List(List(1.0, 2.0), List(0.5))),
    G(Some(-1), None, Nil, List(1), List(Nil, List(-1.0))),
    G(Some(9), Some(0), List(7), Nil, List(List(2.0), List(3.0)))
  )
}
