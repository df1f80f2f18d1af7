// run spec=h14.All.spec rows=h14.All.rows
package h14

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Ctx(hour: Int, device: String)
case class Item(price: Double, kind: String)
case class Imp(ctx: Ctx, item: Item, clicked: Boolean)

object CtxSpec {
  val spec = FeatureSpec.of[Ctx]
    .required(_.hour.toDouble)(MinMaxScaler("hour"))
    .required(_.device)(OneHotEncoder("device"))
}
trait ItemSpecs {
  def itemSpec: FeatureSpec[Item] = FeatureSpec
    .of[Item]
    .required(_.price)(MinMaxScaler("price"))
    .required(_.kind)(OneHotEncoder("kind"))
    .cross("price" -> "kind")((a, b) => a * b + 0.5)
}
object All extends ItemSpecs {
  private val click = FeatureSpec.of[Imp].required(i => if (i.clicked) 1d else 0)(Identity("clicked"))
  val spec: FeatureSpec[Imp] = click
    .compose(CtxSpec.spec)(_.ctx)
    .compose(itemSpec)(imp => imp.item)
    .cross(("hour", "kind"))(_ + _)
    .cross("device", "price") { case (d, p) => math.max(d, p) }
  val rows = List(
    Imp(Ctx(3, "m"), Item(9.5, "shoe"), true),
    Imp(Ctx(23, "d"), Item(1.5, "hat"), false),
    Imp(Ctx(12, "m"), Item(3.25, "shoe"), false)
  )
}
