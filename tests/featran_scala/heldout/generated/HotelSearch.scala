// run spec=hotels.HotelSpec.spec rows=judge.Rows.hotels(9,8)
package hotels

import java.time.LocalDate
import java.time.temporal.ChronoUnit.DAYS

import com.spotify.featran._
import com.spotify.featran.transformers._

object types {
  type Price = BigDecimal
  type Opt[+A] = Option[A]
  type Get[A] = Search => A
  type Spec = FeatureSpec[Search]
}
import types._

case class Hotel(name: String, stars: Opt[Int], priceCents: Long, amenities: Set[String], reviews: Seq[(Int, String)])
case class Search(query: String, checkin: String, checkout: String, adults: Int, children: Seq[Int], hotel: Hotel, rank: Int, filters: Map[String, Seq[String]])

object Builders {

  implicit class SpecSyntax(private val spec: Spec) extends AnyVal {
    def numeric(name: String, scale: Boolean = true)(get: Get[Double]): Spec =
      if (scale) spec.required(get)(MinMaxScaler(name)) else spec.required(get)(Identity(name))
    def maybe(name: String)(get: Get[Opt[Double]]): Spec = spec.optional(get)(StandardScaler(name, true, true))
    def label(name: String, missing: Boolean = false)(get: Get[String]): Spec =
      spec.required(get)(OneHotEncoder(name, missing))
    def labels(name: String)(get: Get[Seq[String]]): Spec = spec.required(get)(NHotEncoder(name))
    def when(cond: Boolean)(f: Spec => Spec): Spec = if (cond) f(spec) else spec
  }
}

object HotelSpec {
  import Builders._

  private final val UseText = true
  private final val UseRank = false

  private implicit def stringToDate(s: String): LocalDate = LocalDate.parse(s)

  private def nights(s: Search): Long = DAYS.between(LocalDate.parse(s.checkin), LocalDate.parse(s.checkout))

  private def season(d: LocalDate): String = d.getMonthValue match {
    case 12 | 1 | 2            => "winter"
    case m if m <= 5           => "spring"
    case m if 6 to 8 contains m => "summer"
    case _                     => "autumn"
  }

  private val score: ((Int, String)) => Double = { case (stars, text) => stars * (if (text.trim.nonEmpty) 1.0 else 0.5) }

  private def bayes(rs: Seq[(Int, String)], prior: Double = 3.0, weight: Int = 2): Double =
    (rs.map(score).sum + prior * weight) / (rs.size + weight)

  private def similarity(a: String, b: String): Double = {
    def grams(s: String): Set[String] = s.toLowerCase.replaceAll("\\s+", " ").trim.sliding(3).toSet
    val (x, y) = (grams(a), grams(b))
    val union = x union y
    if (union.isEmpty) 0.0 else (x intersect y).size.toDouble / union.size
  }

  private val Wanted = Seq("wifi", "pool", "gym", "spa")
  private val Weight = Map("wifi" -> 0.5, "pool" -> 2.0).withDefaultValue(1.0)

  val spec: Spec = FeatureSpec.of[Search]
    .numeric("nights")(s => nights(s).toDouble)
    .numeric("price_per_night", scale = false)(s => s.hotel.priceCents / 100.0 / (nights(s) max 1L))
    .numeric("lead_month", scale = false)(s => LocalDate.parse(s.checkin).getMonthValue)
    .maybe("stars")(_.hotel.stars.map(_.toDouble))
    .maybe("child_age")(s => if (s.children.isEmpty) None else Some(s.children.sum.toDouble / s.children.size))
    .label("season")(s => season(s.checkin))
    .label("party", missing = true) {
      case s if s.children.nonEmpty => "family"
      case s if s.adults == 1       => "solo"
      case s if s.adults == 2       => "couple"
      case _                        => "group"
    }
    .labels("amenities")(s => Wanted.filter(s.hotel.amenities.contains))
    .numeric("amenity_weight")(_.hotel.amenities.toSeq.map(Weight).sum)
    .labels("filters")(_.filters.toSeq.flatMap { case (k, vs) => vs.map(v => s"$k=$v") }.sorted)
    .when(UseText)(_.numeric("similarity")(s => similarity(s.query, s.hotel.name)))
    .when(UseRank)(_.numeric("rank")(_.rank))
    .required(s => bayes(s.hotel.reviews))(QuantileDiscretizer("bayes", 3))
    .required(s => bayes(s.hotel.reviews, weight = 10))(IQROutlierRejector("bayes_out"))
    .required(s => Array(s.adults, s.children.size, s.children.count(_ < 2)).map(_.toDouble))(Normalizer("party_vec", 1.5, 3))
    .required(_.hotel.amenities.toSeq.map(a => WeightedLabel(a, Weight(a))))(HashNHotWeightedEncoder("amenity_hash", hashBucketSize = 6))
    .required(s => MDLRecord(if (s.rank <= 3) "top" else "rest", s.hotel.priceCents.toDouble))(MDL[String]("price_mdl", sampleRate = 0.8, minBinPercentage = 0.5, maxBins = 4, seed = 3))
    .cross(("nights", "stars"))(_ * _)
    .cross(("season", "party"))((a, b) => if (a == 1.0 && b == 1.0) 1 else 0)
}
