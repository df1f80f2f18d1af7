// run spec=h03.Dyn.spec rows=h03.Dat.rows
// run spec=h03.Dyn.reduced rows=h03.Dat.rows
// run spec=h03.Dyn.zipped rows=h03.Dat.rows
// run spec=h03.Dyn.withIndex rows=h03.Dat.rows
package h03

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Row(m: Map[String, Double], c: Map[String, String])

object Dyn {
  type Spec = FeatureSpec[Row]
  val numeric = List("clicks", "views", "dwell")
  val categorical: Seq[(String, Boolean)] = Seq("os" -> true, "lang" -> false)

  private def addNumeric(s: Spec, n: String): Spec = s.required(_.m(n))(MinMaxScaler(n))

  val withNumeric: Spec = numeric.foldLeft(FeatureSpec.of[Row])((s, n) => addNumeric(s, n))
  val spec: Spec = categorical.foldLeft(withNumeric) { case (s, (name, missing)) =>
    s.optional(_.c.get(name))(OneHotEncoder(name, missing))
  }

  val single: Seq[Spec] = numeric.map { n =>
    FeatureSpec.of[Row].optional(_.m.get(n).map(x => math.log1p(math.abs(x))), Some(0.0))(Identity(s"log_$n"))
  }
  val reduced = single.reduce((a, b) => FeatureSpec.combine(a, b))
  val zipped = numeric.zip(Seq(1.0, 2.0, 3.0)).foldLeft(FeatureSpec.of[Row]) { (acc, p) =>
    val (n, t) = p
    acc.required(_.m.getOrElse(n, 0.0))(Binarizer(s"${n}_over_$t", t))
  }
  val withIndex = numeric.zipWithIndex.foldLeft(FeatureSpec.of[Row]) { case (acc, (n, i)) =>
    acc.required(r => r.m(n) * (i + 1))(StandardScaler(n + i))
  }
}

object Dat {
  val rows = List(
    Row(Map("clicks" -> 1.0, "views" -> 10.0, "dwell" -> 0.5), Map("os" -> "ios")),
    Row(Map("clicks" -> 4.0, "views" -> 3.0, "dwell" -> -2.5), Map("os" -> "android", "lang" -> "sv")),
    Row(Map("clicks" -> 2.0, "views" -> 3.0, "dwell" -> 12.25), Map("lang" -> "en"))
  )
}
