// run spec=h20.Misc.spec rows=h20.Misc.rows
// run spec=h20.Misc.named rows=h20.Misc.rows
package h20

import com.spotify.featran.FeatureSpec
import com.spotify.featran.transformers.{Identity, MinMaxScaler, NHotEncoder, OneHotEncoder, StandardScaler}

/** Doc comment with code: FeatureSpec.of[Foo].required(_.x)(Identity("x")) */
case class M(a: Int, b: Option[Int], s: String, xs: Seq[Int], flag: Boolean)

object Names extends Enumeration {
  val A = Value("a_name")
  val B = Value("b_name")
  final val Const = "const"
  object Nested { val Deep = s"deep_${Const}" }
}

object Misc {
  import Names._
  val Factor: Double = 1.0 / 3
  private lazy val default = Some(-1.0)
  implicit val ord: Ordering[Int] = Ordering.Int
  val steps: Map[String, Int] = Map("x" -> 1, "y" -> 2)

  def spec: FeatureSpec[M] =
    FeatureSpec
      .of[M]
      .required(_.a * Factor)(MinMaxScaler(name = A.toString))
      .optional(_.b.map(_.toDouble), default)(StandardScaler(name = B.toString, withMean = true, withStd = false))
      .required(m => steps.getOrElse(m.s, 0).toDouble)(Identity(Nested.Deep))
      .required(m => m.xs.filter(_ > 0).map(x => x.toString))(NHotEncoder(Const))
      .required(m => s"${m.s}|${m.a}|${m.flag}|${m.b}")(OneHotEncoder("key"))
      .required(m => ((m.a & 0xff) ^ (m.xs.headOption.getOrElse(0) << 2)).toDouble)(Identity("bits"))
      .required(m => if (m.flag && m.b.isEmpty || m.a > 5) 1.0 else 0.0)(Identity("logic"))
      .required(m => -m.a + +m.xs.length - ~m.a * 1.0)(Identity("unary"))
      .required(m => m.s.toUpperCase match { case "X" | "Y" => 1.0; case _ if m.flag => 2.0; case _ => 3.0 })(Identity("case"))

  val named = spec.required(_.xs.max.toDouble)(Identity(name = "max")).required((m: M) => m.xs.indices.map(i => m.xs(i) * i).sum.toDouble)(Identity("wsum"))

  val rows = List(M(1, Some(2), "x", Seq(1, -2, 3), true), M(-7, None, "y", Seq(0), false), M(100, Some(0), "z", Seq(5, 5), true))
}
