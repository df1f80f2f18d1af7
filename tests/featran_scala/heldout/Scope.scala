// run spec=t24.a.b.Spec.spec rows=t24.a.b.Data.rows
package t24.a
package b
import com.spotify.featran.{FeatureSpec, transformers => tf}
import tf.{Identity, OneHotEncoder => Hot}
import Model.{Rec, Sub => S}
import Helpers.{clean => tidy, _}

object Model {
  final case class Sub(v: Double, w: Option[Float])
  final case class Rec(s: S1, subs: List[Sub], `class`: String, flags: Map[String, Boolean])
  type S1 = String
}
object Helpers {
  def clean(s: String, upper: Boolean = false, max: Int = 5): String = {
    val t = s.trim
    val u = if (upper) t.toUpperCase else t
    u.take(max)
  }
  val mean: Seq[Double] => Double = xs => if (xs.isEmpty) 0.0 else xs.sum / xs.size
  def std(xs: Seq[Double]): Double = {
    val m = mean(xs)
    math.sqrt(mean(xs.map { x => val d = x - m; d * d }))
  }
  def bool2d(b: Boolean): Double = if (b) 1 else 0
  object Weights { val Alpha = 0.1; def beta(n: Int) = Alpha * n }
}
object Data {
  val rows = Seq(
    Rec(" abcdefgh ", List(S(1.5, Some(0.5f)), S(2.5, None)), "x", Map("a" -> true)),
    Rec("", Nil, "y", Map()),
    Rec("é", List(S(-1.0, Some(1e-3f))), "x", Map("a" -> false, "b" -> true))
  )
}
object Spec {
  import Weights._
  def spec: FeatureSpec[Rec] = {
    val s0 = FeatureSpec.of[Rec].required(r => tidy(r.s, max = 3))(Hot("tidy"))
    val s1 = s0.required(r => tidy(upper = true, s = r.s))(Hot(name = "upper"))
    val s2 = s1
      .required(r => std(r.subs.map(_.v)))(Identity("std"))
      .required(_.subs.flatMap(_.w).map(_.toDouble).sum)(Identity("w"))
      .required(r => beta(r.subs.size))(Identity("beta"))
    s2.required(_.`class`)(Hot("class"))
      .required(r => bool2d(r.flags.getOrElse("a", false)))(Identity("a"))
      .required(r => r.flags.count(_._2) * Alpha)(Identity("on"))
      .required(r => r.subs match { case S(v, _) :: _ => v; case Nil => -1.0 })(Identity("head"))
      .required { case Rec(s, subs, _, _) => s.length + subs.length.toDouble }(Identity("sum"))
  }
}
