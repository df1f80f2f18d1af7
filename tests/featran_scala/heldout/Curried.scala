// run spec=h10.C.spec rows=h10.C.rows
package h10

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Q(a: Double, b: Double, xs: Array[Double], s: String, n: Int)

object F {
  def clip(lo: Double, hi: Double)(x: Double): Double = math.max(lo, math.min(hi, x))
  def compose2[A, B, C](f: A => B, g: B => C): A => C = a => g(f(a))
  val square: Double => Double = x => x * x
  val logit: PartialFunction[Double, Double] = { case p if p > 0 && p < 1 => math.log(p / (1 - p)) }
  def safely[A](a: => A, default: A): A = try a catch { case _: Throwable => default }
  def power(n: Int): Double => Double = x => (1 to n).map(_ => x).product
  val parse: String => Option[Int] = s => scala.util.Try(s.toInt).toOption
}

object C {
  import F._
  private val between = clip(0.0, 1.0) _
  private def poly(cs: Double*)(x: Double): Double = cs.foldRight(0.0)((c, acc) => c + x * acc)

  val spec: FeatureSpec[Q] = FeatureSpec.of[Q]
    .required(q => clip(-1, 1)(q.a))(Identity("clip"))
    .required(q => between(q.b))(Identity("between"))
    .required(compose2[Q, Double, Double](_.a, square))(Identity("square"))
    .optional(q => logit.lift(q.b))(Identity("logit"))
    .required(q => if (logit.isDefinedAt(q.b)) 1.0 else 0.0)(Identity("defined"))
    .required(q => power(3)(q.a))(Identity("cube"))
    .required(q => safely(q.s.toInt, -1).toDouble)(Identity("safe"))
    .required(q => poly(1, -2, 0.5)(q.a))(Identity("poly"))
    .required(square.compose((q: Q) => q.b).andThen(_ + 1))(Identity("andThen"))
    .optional((q: Q) => parse(q.s).map(_.toDouble), Some(0d))(Identity("parsed"))
    .required(q => q.xs.zip(q.xs.tail).map { case (x, y) => y - x })(VectorIdentity("diffs", expectedLength = 2))
    .required(q => (q.a, q.b).productIterator.size.toDouble)(Identity("arity"))
    .required(q => q.xs.sum / q.xs.length)(Identity("mean"))
    .required(q => { val m = q.xs.sum / q.xs.length; math.sqrt(q.xs.map(x => math.pow(x - m, 2)).sum / q.xs.length) })(Identity("sd"))
    .required(q => q.n match { case 0 => "zero"; case k if k % 2 == 0 => "even"; case _ => "odd" })(OneHotEncoder("parity"))
    .required(_.xs)(PolynomialExpansion("px", 2))
    .required(_.xs)(Normalizer("nx", 1.0))

  val rows = List(
    Q(0.5, 0.25, Array(1.0, 2.0, 4.0), "12", 0),
    Q(-3.0, 1.5, Array(0.5, 0.5, 0.25), "x", 7),
    Q(2.0, 0.0, Array(-1.0, 0.0, 1.0), "", -4)
  )
}
