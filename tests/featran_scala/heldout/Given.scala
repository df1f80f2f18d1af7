// run spec=h16.G.spec rows=h16.G.rows
// run spec=h16.G.auto rows=h16.G.autos
package h16

import com.spotify.featran._
import com.spotify.featran.converters._
import com.spotify.featran.transformers._

final case class Auto(horses: Int, weight: Long, electric: Boolean, colour: String, owner: Option[String], km: Option[Double], parts: Seq[String], dims: List[Double], ws: Seq[WeightedLabel])
case class Pair[A, B](left: A, right: B)

object G {
  type P = Pair[Double, Option[String]]
  val spec = FeatureSpec.of[P]
    .required(_.left)(IQROutlierRejector("iqr", rejectLower = false, factor = 1.0))
    .optional(_.right, Some("none"))(PositionEncoder("pos"))
    .optional(_.right)(TopNOneHotEncoder("top", n = 2, seed = 42))
    .optional(_.right)(HeavyHitters("hh", 2, seed = 7))
    .required(p => MDLRecord(p.right.getOrElse("?"), p.left))(MDL[String]("mdl", seed = 3))
  val auto = FeatureSpec.from[Auto]
  val rows: List[P] = List(Pair(1.0, Some("a")), Pair(2.0, None), Pair(100.0, Some("b")), Pair(5.0, Some("a")), Pair(3.0, Some("a")))
  val autos = List(
    Auto(90, 1200L, false, "red", Some("Ann"), Some(12000.5), Seq("wheel", "door"), List(1.0, 2.0), Seq(WeightedLabel("x", 0.5))),
    Auto(200, 2100L, true, "blue", None, None, Seq(), List(3.0, 4.5), Seq(WeightedLabel("y", 1.5), WeightedLabel("x", 2.0)))
  )
}
