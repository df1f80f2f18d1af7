// run spec=k06.House.spec rows=k06.House.rows
package k06

import com.spotify.featran._
import com.spotify.featran.transformers._

case class House(sqft: Double, rooms: Int, built: Int, zip: String, kind: String, notes: String, prices: Array[Double])

object House {
  object Kind extends Enumeration {
    type Kind = Value
    val Flat, Villa, Farm = Value
    def parse(s: String): Value = values.find(_.toString.equalsIgnoreCase(s)).getOrElse(Flat)
  }

  private val numeric: List[(String, House => Double)] = List(
    "sqft" -> (_.sqft),
    "rooms" -> (_.rooms.toDouble),
    "age" -> (h => 2020.0 - h.built))

  private val scaled = numeric.foldLeft(FeatureSpec.of[House]) { case (s, (name, f)) =>
    s.required(f)(StandardScaler(s"std_$name")).required(f)(MinMaxScaler(s"mm_$name", -1.0, 1.0))
  }

  val spec = scaled
    .required(_.zip.take(3))(OneHotEncoder("zip3"))
    .required(h => Kind.parse(h.kind).id.toDouble)(Identity("kind_id"))
    .required(h => Kind.parse(h.kind).toString)(PositionEncoder("kind"))
    .required(_.notes.toLowerCase.split("\\s+").toSeq)(NGrams("notes", 1, 2, " "))
    .required(_.prices)(PolynomialExpansion("poly", degree = 2))
    .required(h => h.prices.zip(h.prices.tail).map { case (a, b) => b - a }.sum)(Identity("trend"))
    .required(h => MDLRecord(h.kind, h.sqft))(MDL[String]("mdl", seed = 1))
    .required(h => h.prices.sorted.apply(h.prices.length / 2))(Identity("median"))

  val rows = List(
    House(1200.5, 3, 1990, "90210", "villa", "Nice  garden and POOL", Array(1.0, 2.0)),
    House(450, 1, 2015, "10001", "flat", "small small", Array(0.5, 0.25)),
    House(9000, 8, 1890, "902", "FARM", "x", Array(3.0, -1.0)),
    House(800, 2, 2000, "10002", "??", "nice view", Array(0.0, 7.5)))
}
