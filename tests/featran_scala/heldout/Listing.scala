// run spec=h01.ListingFeatures.spec rows=h01.Sample.rows
package h01

import com.spotify.featran.FeatureSpec
import com.spotify.featran.transformers._

sealed trait PropertyType
case object House extends PropertyType
case object Flat extends PropertyType
case object Castle extends PropertyType

case class Address(city: String, postcode: String, geo: Option[Geo])
case class Geo(lat: Double, lon: Double)
case class Listing(
  id: Long,
  price: BigDecimalLike,
  rooms: Int,
  sqm: Option[Double],
  tags: Set[String],
  address: Address,
  description: String
)
case class BigDecimalLike(units: Long, scale: Int)

object ListingFeatures {
  private val EarthRadiusKm = 6371.0088
  private val centre = Geo(59.3293, 18.0686)

  private def haversine(a: Geo, b: Geo): Double = {
    val dLat = math.toRadians(b.lat - a.lat)
    val dLon = math.toRadians(b.lon - a.lon)
    val h = math.pow(math.sin(dLat / 2), 2) +
      math.cos(math.toRadians(a.lat)) * math.cos(math.toRadians(b.lat)) * math.pow(math.sin(dLon / 2), 2)
    2 * EarthRadiusKm * math.asin(math.sqrt(h))
  }

  private def priceOf(l: Listing): Double =
    l.price.units / math.pow(10, l.price.scale)

  private def pricePerSqm(l: Listing): Option[Double] =
    for {
      s <- l.sqm
      if s > 0
    } yield priceOf(l) / s

  private val stopWords = Set("the", "a", "and", "with", "of")

  private def tokens(s: String): Seq[String] =
    s.toLowerCase.split("\\W+").filterNot(stopWords).filter(_.nonEmpty).toSeq

  lazy val spec: FeatureSpec[Listing] = FeatureSpec.of[Listing]
    .required(priceOf)(MinMaxScaler("price"))
    .required(_.rooms.toDouble)(Bucketizer("rooms", Array(0.0, 1.0, 2.0, 3.0, 5.0, 100.0)))
    .optional(_.sqm)(StandardScaler("sqm", withMean = true))
    .optional(pricePerSqm)(MaxAbsScaler("price_per_sqm"))
    .required(_.tags.toSeq.sorted)(NHotEncoder("tags"))
    .required(_.address.city.trim.toLowerCase)(OneHotEncoder("city"))
    .required(_.address.postcode.take(3))(HashOneHotEncoder("area", hashBucketSize = 16))
    .optional(_.address.geo.map(haversine(centre, _)), Some(50.0))(QuantileDiscretizer("distance", numBuckets = 3))
    .required(l => tokens(l.description))(NGrams("desc", 1, 2))
}

object Sample {
  val rows: List[Listing] = List(
    Listing(1L, BigDecimalLike(123450L, 2), 3, Some(71.5), Set("balcony", "sea"), Address("Stockholm ", "11434", Some(Geo(59.34, 18.07))), "A flat with the view of sea"),
    Listing(2L, BigDecimalLike(99L, 0), 1, None, Set(), Address("MALMÖ", "21", None), ""),
    Listing(3L, BigDecimalLike(5000000L, 3), 7, Some(0.0), Set("castle", "sea", "garden", "old", "x"), Address("lund", "22350", Some(Geo(55.7, 13.19))), "Castle, old, old and grand"),
    Listing(4L, BigDecimalLike(-1L, 1), 200, Some(33.3), Set("a"), Address("Lund", "", Some(Geo(-55.7, 13.19))), "  garden  ")
  )
}
