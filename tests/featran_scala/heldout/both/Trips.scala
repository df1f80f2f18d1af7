// run spec=k08.Pipeline.spec rows=k08.Pipeline.rows
package k08

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Point(x: Double, y: Double) {
  def norm: Double = math.sqrt(x * x + y * y)
  def -(o: Point): Point = Point(x - o.x, y - o.y)
  def *(k: Double): Point = copy(x * k, y * k)
}
case class Trip(from: Point, to: Point, via: List[Point], fare: Option[Double], passengers: Short, vip: Boolean, codes: Array[Int])

object Pipeline {
  type Getter = Trip => Double
  private def distance(t: Trip): Double = (t.from :: t.via ::: List(t.to)).sliding(2).collect { case List(a, b) => (b - a).norm }.sum
  private val direct: Getter = t => (t.to - t.from).norm
  private val detour: Getter = t => distance(t) / (direct(t) + 1e-9)

  val spec = FeatureSpec.of[Trip]
    .required(distance _)(StandardScaler("distance", withMean = true))
    .required(direct)(MinMaxScaler("direct"))
    .required(detour)(QuantileOutlierRejector("detour", rejectLower = true, rejectUpper = true, numBuckets = 4))
    .required(direct andThen (d => d * 2))(Identity("double"))
    .optional(_.fare)(Identity("fare"))
    .required(t => t.passengers.toDouble / (if (t.vip) 2 else 1))(Identity("load"))
    .required(t => java.lang.Double.compare((t.from * 0.5).norm, t.to.norm).toDouble)(CompareIdentity("cmp").it)
    .required(t => t.codes.foldLeft(17)((h, c) => 31 * h + c).toDouble)(Identity("hash"))
    .required(t => t.via.map(p => f"${p.x}%.1f:${p.y}%.1f").mkString(";"))(OneHotEncoder("route"))
    .cross(("distance", "load"))(_ / _)
    .cross(("direct", "route"))((a, b) => a * b)

  val rows = List(
    Trip(Point(0, 0), Point(3, 4), Nil, Some(12.5), 2, true, Array(1, 2, 3)),
    Trip(Point(1, 1), Point(1, 2), List(Point(0.05, -2.25), Point(9, 9)), None, 1, false, Array()),
    Trip(Point(-1, 0.5), Point(2, 2), List(Point(0, 0)), Some(0), 4, false, Array(Int.MaxValue, 7)))
}

case class CompareIdentity(name: String) { def it = Identity(name) }
