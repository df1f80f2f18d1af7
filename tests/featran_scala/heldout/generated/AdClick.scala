// run spec=ads.ctr.CtrFeatures.all rows=judge.Rows.ads(2,8)
package ads.ctr

import com.spotify.featran._
import com.spotify.featran.transformers._

import scala.util.Try
import scala.util.matching.Regex

// Records as they come out of the impression log. Nested by (ad, user, context).
case class Creative(id: Int, advertiser: String, width: Int, height: Int, keywords: List[String])
case class Viewer(ageBucket: Option[Int], interests: Map[String, Double], lastAds: Seq[(Int, Long)])
case class Imp(ad: Creative, viewer: Viewer, floor: Double, page: String, flags: Int, label: Int)

package object util {
  type Weights = Seq[WeightedLabel]

  implicit class IntFlags(private val bits: Int) extends AnyVal {
    def isSet(i: Int): Boolean = ((bits >>> i) & 1) == 1
    def popCount: Int = Integer.bitCount(bits)
    def lowByte: Int = bits & 0xFF
    def highHalf: Int = bits >>> 16
  }

  implicit class StringOps2(s: String) {
    def domain: Option[String] = util.HostPattern.findFirstMatchIn(s).map(_.group(1).toLowerCase)
    def tld: String = s.domain.map(_.split("\\.").last).getOrElse("none")
    def nonBlank: Option[String] = if (s == null || s.trim.isEmpty) None else Some(s)
  }

  implicit class DoubleOps(d: Double) {
    def clip(lo: Double, hi: Double): Double = math.max(lo, math.min(hi, d))
    def orZero: Double = if (d.isNaN || d.isInfinite) 0.0 else d
  }

  val HostPattern: Regex = "^https?://([^/?#:]+)".r

  def l1(w: Map[String, Double]): Weights = {
    val total = w.values.map(math.abs).sum
    if (total == 0.0) Nil
    else w.toSeq.sortBy(_._1).map { case (k, v) => WeightedLabel(k, v / total) }
  }
}

import util._

object CtrFeatures {
  val maxAspect = 10D
  val flagNames = List("video", "mobile", "retargeted", "first_view")

  private def aspect(c: Creative) = (c.width.toDouble / c.height).clip(1 / maxAspect, maxAspect)

  private val base = FeatureSpec.of[Imp]
    .required(i => aspect(i.ad))(MinMaxScaler("aspect"))
    .required(_.floor.orZero)(QuantileDiscretizerOf("floor", 4))
    .required(_.ad.advertiser)(TopNOneHotEncoder("advertiser", n = 3, eps = 0.01, delta = 0.01, seed = 99, encodeMissingValue = true))
    .required(_.ad.keywords)(HashNHotEncoder("keywords", sizeScalingFactor = 4.0))
    .required(i => l1(i.viewer.interests))(HashNHotWeightedEncoder("interests", 9))
    .optional(_.viewer.ageBucket.map(_.toString))(PositionEncoder("age"))
    .optional(_.page.domain)(HeavyHitters("domain", 2, seed = 1))
    .required(_.page.tld)(OneHotEncoder("tld"))
    .optional(_.page.nonBlank.map(_.count(_ == '/').toDouble))(Identity("depth"))

  // one column per flag
  private val flags = flagNames.zipWithIndex.foldLeft(base) {
    case (s, (flag, bit)) => s.required(i => if (i.flags.isSet(bit)) 1.0 else 0.0)(Identity("flag_" + flag))
  }

  val spec = flags
    .required(i => i.flags.popCount.toDouble)(Identity("nflags"))
    .required(i => (i.flags.lowByte ^ i.flags.highHalf).toDouble)(Identity("mixed"))
    .required { i =>
      i.viewer.lastAds
        .filter(_._1 == i.ad.id)
        .map(_._2)
        .reduceOption(_ max _)
        .map(_.toDouble)
        .getOrElse(-1d)
    }(Identity("last_seen"))
    .required(i => Try(i.page.split("[?]", 2)(1)).toOption.toSeq.flatMap(_.split('&')).map(_.takeWhile(_ != '=')))(NHotEncoder("query_keys"))
    .cross("aspect" -> "nflags")(_ * _)
    .cross(("tld", "flag_mobile")) { (t, m) => if (m > 0) t else -t }

  val label = FeatureSpec.of[Imp].required(_.label.toDouble)(Identity("label"))

  val all = MultiFeatureSpec(spec, label)

  private def QuantileDiscretizerOf(name: String, n: Int) = QuantileDiscretizer(name, numBuckets = n, k = 8)
}
