// run spec=k05.Ads.full rows=k05.Ads.rows
package k05

import com.spotify.featran._
import com.spotify.featran.transformers._
import scala.util.{Try, Success, Failure}

case class Geo(lat: Double, lon: Double)
case class Impression(ts: Long, url: String, bid: Option[Double], geo: Option[Geo], ua: String, segments: Seq[Int])

object Ads {
  object syntax {
    implicit class RichUrl(val s: String) extends AnyVal {
      def host: Option[String] = Try(new java.net.URI(s).getHost).toOption.filter(_ != null)
      def queryParam(k: String): Option[String] =
        s.split("[?&]").drop(1).map(_.split("=", 2)).collectFirst { case Array(`k`, v) => v }
    }
  }
  import syntax._

  private val R = 6371.0
  private def haversine(a: Geo, b: Geo): Double = {
    val dLat = math.toRadians(b.lat - a.lat)
    val dLon = math.toRadians(b.lon - a.lon)
    val h = math.pow(math.sin(dLat / 2), 2) + math.cos(math.toRadians(a.lat)) * math.cos(math.toRadians(b.lat)) * math.pow(math.sin(dLon / 2), 2)
    2 * R * math.asin(math.sqrt(h))
  }
  private val Office = Geo(59.33, 18.06)

  val core = FeatureSpec.of[Impression]
    .optional(_.bid, Some(0.01))(MinMaxScaler("bid", 0.0, 1.0))
    .optional(_.geo.map(haversine(_, Office)))(IQROutlierRejector("distance", rejectLower = false, rejectUpper = true))
    .required(i => (i.ts / 3600000L % 24).toInt.toDouble)(Identity("hour"))
    .required(_.segments.map("s" + _))(NHotEncoder("segments"))
    .optional(_.url.queryParam("utm"))(OneHotEncoder("utm"))
    .required(_.ua.hashCode.toDouble)(Identity("hash"))

  val extra = FeatureSpec.of[Impression]
    .required(i => Try(i.url.split(":")(1).toInt) match {
      case Success(p) => p.toDouble
      case Failure(_) => 80.0
    })(Identity("port"))
    .required(i => "%08.3f".format(i.bid.getOrElse(0.0)))(OneHotEncoder("bid_text"))
    .required(i => i.segments.toSet.size / i.segments.size.toDouble)(Identity("unique"))
    .required(i => Integer.toHexString(i.ua.length))(OneHotEncoder("hex"))

  val full = FeatureSpec.combine(core, extra)

  val rows = List(
    Impression(1500000000000L, "http:8080/a?utm=mail&x=1", Some(0.5), Some(Geo(52.5, 13.4)), "Mozilla/5.0", Seq(1, 2, 2)),
    Impression(1500003600001L, "http://b?x=1", None, None, "", Seq(9)),
    Impression(1L, "q?a=b=c&utm=", Some(1.25), Some(Geo(-33.9, 151.2)), "curl", Seq(3, 4)))
}
