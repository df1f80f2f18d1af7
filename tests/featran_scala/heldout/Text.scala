// run spec=h07.TextFeatures.spec rows=h07.Docs.rows
package h07

import com.spotify.featran._
import com.spotify.featran.transformers._

import scala.util.Try

case class Doc(title: String, body: String, url: String, price: String, lang: String)

object TextFeatures {
  val Vowels = "aeiou".toSet
  private val Pattern = "([a-z]+)://([^/]+)(/.*)?".r
  def host(url: String): Option[String] = url match {
    case Pattern(_, h, _) => Some(h)
    case _                => None
  }
  def price(s: String): Option[Double] = Try(s.replace(",", ".").replaceAll("[^0-9.]", "").toDouble).toOption
  def wordCounts(s: String): Map[String, Int] =
    s.split(' ').filter(_.nonEmpty).groupBy(identity).mapValues(_.length).toMap
  def weighted(s: String): Seq[WeightedLabel] =
    wordCounts(s).toSeq.sortBy(-_._2).take(3).map { case (w, n) => WeightedLabel(w, n.toDouble) }

  val spec = FeatureSpec.of[Doc]
    .required(d => d.title.count(_.isUpper).toDouble / math.max(1, d.title.length))(Identity("caps"))
    .required(_.title.toLowerCase.count(Vowels.contains).toDouble)(MinMaxScaler("vowels"))
    .required(d => d.body.split("\\s+").length.toDouble)(StandardScaler("words"))
    .optional(d => host(d.url))(OneHotEncoder("host"))
    .optional(d => price(d.price), Some(-1.0))(Identity("price"))
    .required(d => weighted(d.body))(NHotWeightedEncoder("top"))
    .required(d => d.body.toLowerCase.sliding(2).toList)(HashNHotEncoder("bigrams", 8))
    .required(d => f"${d.title.length}%03d-${d.lang}")(OneHotEncoder("len_lang"))
    .required(d => Try(d.price.toInt).getOrElse(-1).toDouble)(Identity("int_price"))
    .required(d => (if (d.lang == null || d.lang.isEmpty) "unknown" else d.lang.split("-").head))(OneHotEncoder("lang"))
    .required(d => d.body.split(" ").map(_.length).groupBy(_ / 3).size.toDouble)(Identity("length_groups"))
    .required(d => d.body.split(" ").collectFirst { case w if w.length > 4 => w }.getOrElse("none"))(OneHotEncoder("first_long"))
}

object Docs {
  val rows = List(
    Doc("Hello World", "the cat and the dog and the bird", "https://example.com/a/b", "12,50 kr", "en-US"),
    Doc("", "", "ftp:/nothing", "", ""),
    Doc("ÅSA", "one two three one", "http://x.org", "99", "sv")
  )
}
