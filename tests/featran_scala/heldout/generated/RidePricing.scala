// run spec=com.acme.pricing.RideRequestFeatures.spec rows=judge.Rows.ride(1,8)
package com.acme.pricing

import com.spotify.featran._
import com.spotify.featran.converters._
import com.spotify.featran.transformers._

/** A place on earth, in degrees. */
final case class LatLon(lat: Double, lon: Double) {
  def isNull: Boolean = lat == 0.0 && lon == 0.0
}

object LatLon {
  val EarthRadiusMeters: Double = 6371000.0
  val Origin: LatLon            = LatLon(0, 0)

  /** Equirectangular; good enough inside of a city. */
  def distance(from: LatLon, to: LatLon): Double = {
    val x = (to.lon - from.lon).toRadians * math.cos((from.lat + to.lat).toRadians / 2)
    val y = (to.lat - from.lat).toRadians
    EarthRadiusMeters * math.sqrt(x * x + y * y)
  }
}

case class RideRequest(
  requestId: String,
  riderId: Long,
  pickup: LatLon,
  dropoff: Option[LatLon],
  requestedAtSec: Int,
  surge: Float,
  seats: Byte,
  product: String,
  promo: Option[String],
  etas: Array[Double],
  isAirport: Boolean
)

trait RideRequestFeatures {

  import RideRequestFeatures._

  protected def request: FeatureSpec[RideRequest] =
    FeatureSpec
      .of[RideRequest]
      .optional(r => r.dropoff.map(LatLon.distance(r.pickup, _)))(
        StandardScaler("trip_distance_m", withMean = true)
      )
      .optional(r => r.dropoff.map(LatLon.distance(r.pickup, _) / 1000), Some(UnknownKm))(
        Bucketizer("trip_distance_km_bucket", DistanceSplitsKm)
      )
      .required(r => secondOfDay(r.requestedAtSec).toDouble / SecondsPerDay * 24)(
        VonMisesEvaluator("time_of_day", 3.0, 2 * math.Pi / 24, Array(0, 4, 8, 12, 16, 20))
      )
      .required(r => dayOfWeek(r.requestedAtSec).toDouble)(Identity("dow"))
      .required(_.surge.toDouble)(MinMaxScaler("surge", 1.0, 2.0))
      .required(r => r.seats.toDouble)(MaxAbsScaler("seats"))
      .required(_.product)(OneHotEncoder("product"))
      .optional(_.promo.map(_.toUpperCase.trim).filterNot(_.isEmpty))(
        OneHotEncoder("promo", encodeMissingValue = true)
      )
      .required(_.isAirport.asDouble)(Binarizer("airport", threshold = 0.5))
      .required(_.etas)(Normalizer("eta_l2", p = 2.0, expectedLength = 3))
      .required(r => (r.pickup.isNull || r.dropoff.exists(_.isNull)).asDouble)(Identity("bad_gps"))
      .required(r => geoCell(r.pickup))(HashOneHotEncoder("pickup_cell", hashBucketSize = 17))
      .cross(("surge", "airport"))((s, a) => s * a)
}

object RideRequestFeatures extends RideRequestFeatures {
  private val SecondsPerDay     = 24 * 60 * 60
  private[pricing] val UnknownKm = -1.0
  val DistanceSplitsKm: Array[Double] =
    Array(Double.NegativeInfinity, 0.0, 1.0, 2.5, 5.0, 10.0, 25.0, Double.PositiveInfinity)

  def secondOfDay(ts: Int): Int = ((ts % SecondsPerDay) + SecondsPerDay) % SecondsPerDay
  // the epoch was a thursday
  def dayOfWeek(ts: Int): Int = Math.floorMod(Math.floorDiv(ts, SecondsPerDay) + 3, 7)

  private def geoCell(p: LatLon, precision: Int = 2): String = {
    val scale = math.pow(10, precision)
    s"${math.round(p.lat * scale)}:${math.round(p.lon * scale)}"
  }

  def apply(): FeatureSpec[RideRequest] = request
  val spec: FeatureSpec[RideRequest]    = RideRequestFeatures()
}
