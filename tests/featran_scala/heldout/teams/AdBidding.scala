// run spec=ads.bidding.BidSpecs.spec rows=judge.TeamRows.bids(35,8)
package ads

import com.spotify.featran._
import com.spotify.featran.transformers._

package object bidding {
  type Cents = Long
  val DefaultBid: Cents = 125L
  implicit class CentsOps(val c: Cents) extends AnyVal {
    def dollars: Double = c / 100.0
    def capped(at: Cents): Cents = math.min(c, at)
  }
  implicit class OptionOps[A](private val o: Option[A]) extends AnyVal {
    def orZero(implicit n: Numeric[A]): A = o.getOrElse(n.zero)
    def tap[B](f: A => B): Option[B] = o.map(f)
  }
}

package bidding {

  case class Slot(width: Int, height: Int, kind: String)
  case class Bid(campaign: String, amount: Cents, floor: Option[Cents], slots: Seq[Slot], keywords: Seq[String], hour: Int, ctr: Option[Double], budget: (Int, Int))

  trait ToFeature[A] { def feature(a: A): Double }
  object ToFeature {
    def apply[A](implicit ev: ToFeature[A]): ToFeature[A] = ev
    implicit val boolToFeature: ToFeature[Boolean] = new ToFeature[Boolean] { def feature(b: Boolean): Double = if (b) 1.0 else 0.0 }
    implicit val intToFeature: ToFeature[Int] = new ToFeature[Int] { def feature(i: Int): Double = i.toDouble }
    implicit val centsToFeature: ToFeature[Long] = new ToFeature[Long] { def feature(l: Long): Double = l.dollars }
  }

  object Syntax {
    implicit class FeatureSyntax[A](a: A)(implicit ev: ToFeature[A]) { def feat: Double = ev.feature(a) }
    implicit def slotArea(s: Slot): Area = new Area(s.width, s.height)
    def num[A: ToFeature](a: A): Double = implicitly[ToFeature[A]].feature(a)
  }

  class Area(w: Int, h: Int) {
    def pixels: Int = w * h
    def ratio: Double = if (h == 0) 0.0 else w.toDouble / h
  }

  object BidSpecs {
    import Syntax._

    private val KindWeight: Map[String, Double] = Map("banner" -> 1.0, "video" -> 4.0, "audio" -> 2.5).withDefaultValue(0.5)
    private val HourBoost = Map(8 -> 1.2, 9 -> 1.3, 18 -> 1.5) withDefault (h => if (h < 6) 0.2 else 1.0)
    private implicit val slotOrdering: Ordering[Slot] = Ordering.by((s: Slot) => (s.width, s.height))
    private val stop = Set("the", "a", "of")

    implicit private def boolToDouble(b: Boolean): Double = if (b) 1.0 else 0.0

    val spec: FeatureSpec[Bid] =
      FeatureSpec
        .of[Bid]
        .required(_.amount.dollars)(StandardScaler("amount"))
        .required(_.amount.capped(1000L).dollars)(MaxAbsScaler("capped"))
        .required(b => b.floor.getOrElse(DefaultBid).dollars)(Identity("floor"))
        .required(b => b.floor.orZero.toDouble)(Identity("floor_or_zero"))
        .required[Double](b => b.amount > b.floor.getOrElse(0L))(Identity("above_floor"))
        .required(b => num(b.amount))(Identity("amount_num"))
        .required(b => num(b.hour) + num(b.hour >= 12))(Identity("hour_num"))
        .required(b => ToFeature[Boolean].feature(b.slots.nonEmpty))(Identity("has_slots"))
        .required(b => b.slots.nonEmpty.feat + b.slots.size.feat)(Identity("slots_feat"))
        .required(b => b.slots.map(s => s.pixels).sum.toDouble)(Identity("pixels"))
        .required(b => b.slots.headOption.map(_.ratio).getOrElse(0.0))(Binarizer("wide", threshold = 1.0))
        .required(b => b.slots.map(s => KindWeight(s.kind)).sum)(Identity("kind_weight"))
        .required(b => HourBoost(b.hour))(Identity("hour_boost"))
        .required(b => if (b.slots.isEmpty) "none" else b.slots.max.kind)(OneHotEncoder("largest"))
        .required(b => b.slots.sorted.map(_.kind))(NGrams("kinds", low = 1, high = 2, sep = "+"))
        .required(b => b.keywords.map(_.trim.toLowerCase).filterNot(stop))(NHotEncoder("keywords"))
        .required { b =>
          val counts = b.keywords.foldLeft(Map.empty[String, Int].withDefaultValue(0))((m, k) => m.updated(k, m(k) + 1))
          counts("sale") + counts("new") * 10.0
        }(Identity("keyword_counts"))
        .optional(_.ctr.tap(c => math.round(c * 1e4) / 1e4))(Identity("ctr"))
        .required { b => val (spent, total) = b.budget; if (total == 0) 1.0 else spent.toDouble / total }(Identity("spent_ratio"))
  }
}
