// run spec=h04.Feats.spec rows=h04.Rows.rows
package h04

import com.spotify.featran.{FeatureSpec => FS}
import com.spotify.featran.transformers.{Identity => Id, MinMaxScaler, OneHotEncoder => OHE, _}

case class Track(title: String, ms: Long, bpm: Option[Float], artists: List[Artist])
case class Artist(name: String, followers: Int)

object syntax {
  implicit class RichTrack(val t: Track) extends AnyVal {
    def seconds: Double = t.ms / 1000.0
    def lead: Option[Artist] = t.artists.headOption
    def hasManyFollowers(limit: Int): Boolean = t.artists.exists(_.followers >= limit)
  }
  implicit class BoolOps(private val b: Boolean) {
    def toD: Double = if (b) 1.0 else 0.0
  }
  implicit final class SafeDiv(x: Double) {
    def safeDiv(y: Double, default: Double = 0.0): Double = if (y == 0) default else x / y
  }
}

object Feats {
  import syntax._

  val spec = FS
    .of[Track]
    .required(_.seconds)(MinMaxScaler("seconds"))
    .required(_.hasManyFollowers(1000).toD)(Id("popular"))
    .optional(_.bpm.map(_.toDouble))(StandardScaler("bpm"))
    .optional(_.lead.map(_.name))(OHE("lead"))
    .required(t => t.seconds.safeDiv(t.artists.size))(Id("sec_per_artist"))
    .required(t => t.seconds safeDiv t.title.length.toDouble)(Id("sec_per_char"))
}

object Rows {
  val rows: List[Track] = List(
    Track("Song", 183500L, Some(120.5f), List(Artist("a", 999), Artist("b", 1001))),
    Track("", 0L, None, Nil),
    Track("Long song name", 600000L, Some(0.1f), List(Artist("z", 3)))
  )
}
