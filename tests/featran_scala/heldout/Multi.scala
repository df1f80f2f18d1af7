// run spec=h09.Pipeline.multi rows=h09.Pipeline.rows
// run spec=h09.Pipeline.features rows=h09.Pipeline.rows
package h09

import com.spotify.featran._
import com.spotify.featran.transformers._

object Pipeline {
  final case class Iris(
    sepalLength: Option[Double],
    sepalWidth: Option[Double],
    petalLength: Option[Double],
    petalWidth: Option[Double],
    className: Option[String]
  )

  private[this] val Columns: List[(String, Iris => Option[Double])] = List(
    ("sepal_length", _.sepalLength),
    ("sepal_width", _.sepalWidth),
    ("petal_length", _.petalLength),
    ("petal_width", (i: Iris) => i.petalWidth)
  )

  val features: FeatureSpec[Iris] = Columns.foldLeft(FeatureSpec.of[Iris]) { case (spec, (name, get)) =>
    spec.optional(get)(StandardScaler(name, withMean = true))
  }

  val label = FeatureSpec.of[Iris].optional(_.className)(OneHotEncoder("class_name"))

  val weight: FeatureSpec[Iris] = {
    val w = (i: Iris) => i.className match {
      case Some("setosa") => 2.0
      case Some(x) if x.length > 9 => 0.5
      case _ => 1.0
    }
    FeatureSpec.of[Iris].required(w)(Identity("weight"))
  }

  val multi = MultiFeatureSpec(features, label, weight)

  val rows = List(
    Iris(Some(5.1), Some(3.5), Some(1.4), Some(0.2), Some("setosa")),
    Iris(Some(7.0), Some(3.2), None, Some(1.4), Some("versicolor")),
    Iris(Some(6.3), None, Some(6.0), Some(2.5), None),
    Iris(Some(6.0), Some(3.0), Some(4.8), Some(1.8), Some("virginica"))
  )
}
