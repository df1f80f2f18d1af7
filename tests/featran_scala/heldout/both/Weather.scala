// run spec=k11.Weather.spec rows=k11.Weather.rows
// run spec=k11.Weather.combined rows=k11.Weather.rows
package k11

import com.spotify.featran._
import com.spotify.featran.transformers._

sealed abstract class Wind(val low: Double, val high: Double) extends Product with Serializable {
  def contains(v: Double): Boolean = v >= low && v < high
  def name: String = toString.toLowerCase
}
object Wind {
  case object Calm extends Wind(Double.NegativeInfinity, 1.0)
  case object Breeze extends Wind(1.0, 10.0)
  case object Gale extends Wind(10.0, Double.PositiveInfinity)
  val values: List[Wind] = List(Calm, Breeze, Gale)
  def of(v: Double): Wind = values.find(_.contains(v)).getOrElse(Calm)
}

case class Obs(wind: Double, temps: Seq[Double], station: (String, Int), raw: String)

object Weather {
  import Wind._
  private def severity(w: Wind): Int = w match {
    case Calm => 0
    case Breeze => 1
    case Gale => 2
  }

  val spec = FeatureSpec.of[Obs]
    .required(o => Wind.of(o.wind).name)(OneHotEncoder("wind"))
    .required(o => severity(Wind.of(o.wind)).toDouble)(Identity("severity"))
    .required(_.temps.grouped(2).map(g => g.sum / g.size).toArray)(VectorIdentity[Array]("pairs"))
    .required(_.station._1)(PositionEncoder("station"))
    .required(_.station._2.toDouble)(MaxAbsScaler("height"))
    .required(_.raw.split(",").map(_.trim).filter(_.matches("-?\\d+")).map(_.toInt).sum.toDouble)(Identity("raw_sum"))
    .required(o => o.temps.map(t => if (t < 0) -1 else if (t > 0) 1 else 0).sum.toDouble)(Identity("signs"))

  val other = FeatureSpec.of[Seq[Double]]
    .required(_.headOption.getOrElse(Double.NaN))(Identity("first"))
    .required(xs => math.sqrt(xs.map(x => math.pow(x - xs.sum / xs.size, 2)).sum / xs.size))(Identity("std"))

  val combined = FeatureSpec.of[Obs].compose(other)(_.temps).required(o => Wind.values.indexOf(Wind.of(o.wind)).toDouble)(Identity("idx"))

  val rows = List(
    Obs(0.5, Seq(1.0, 2.5, -3.0, 0.0), ("A", 12), "1, 2,x, -30"),
    Obs(10.0, Seq(0.1, 0.2, 0.3), ("B", -40), ""),
    Obs(Double.NaN, Seq(-5.0, -6.0, 7.0, 8.0), ("A", 7), "007,,9"))
}
