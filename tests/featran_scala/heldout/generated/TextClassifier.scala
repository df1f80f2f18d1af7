// run spec=com.example.nlp.TextClassifier.spec rows=judge.Rows.articles(8,8)
package com.example.nlp

import java.util.Locale

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Article(title: String, body: Option[String], author: Author, lang: String, tags: Array[String], votes: Seq[Vote])
case class Author(handle: String, verified: Boolean, bio: Option[Bio])
case class Bio(text: String, links: List[String])
case class Vote(up: Boolean, weight: Double)

sealed trait CharKind
case object Upper extends CharKind
case object Lower extends CharKind
case object Digit extends CharKind
case object Space extends CharKind
case object Other extends CharKind

trait Tokenizer {
  val minLength: Int = 2
  val Stop: Set[String] = "a an the of and or to in is".split(" ").toSet
  def tokenize(s: String): List[String] =
    s.toLowerCase(Locale.ENGLISH)
      .split("""[^\p{Alnum}']+""")
      .toList
      .filter(w => w.length >= minLength)
      .filterNot(Stop)
}

trait Shapes {
  protected def kind(c: Char): CharKind =
    if (c.isUpper) Upper else if (c.isLower) Lower else if (c.isDigit) Digit else if (c.isWhitespace) Space else Other

  protected def symbol(k: CharKind): Char = k match {
    case Upper => 'X'
    case Lower => 'x'
    case Digit => '9'
    case Space => ' '
    case Other => '#'
  }

  // "Hello World 42" -> "Xx Xx 9"
  def shape(s: String): String =
    s.map(c => symbol(kind(c))).foldLeft("")((acc, c) => if (acc.nonEmpty && acc.last == c) acc else acc + c)
}

object TextClassifier extends Tokenizer with Shapes {
  override val minLength = 3

  private def ratio(s: String)(p: Char => Boolean): Double =
    if (s.isEmpty) 0.0 else s.count(p) * 1.0 / s.length

  private def rot13(s: String): String = s map {
    case c if 'a' <= c && c <= 'z' => ((c - 'a' + 13) % 26 + 'a').toChar
    case c if 'A' <= c && c <= 'Z' => ((c - 'A' + 13) % 26 + 'A').toChar
    case c                         => c
  }

  private def tf(tokens: List[String]): List[WeightedLabel] =
    tokens
      .groupBy(w => w)
      .mapValues(_.size.toDouble / tokens.size)
      .toList
      .sortBy { case (w, f) => (-f, w) }
      .take(5)
      .map { case (w, f) => WeightedLabel(w, f) }

  private val SentenceEnd = "[.!?]+\\s*".r
  private val Mention = "@(\\w{2,})".r
  private val Year = """(19|20)\d\d""".r

  lazy val spec: FeatureSpec[Article] = FeatureSpec.of[Article]
    // title
    .required(a => tokenize(a.title))(NGrams("title", 1, 3, "_"))
    .required(a => shape(a.title))(HashOneHotEncoder("title_shape", sizeScalingFactor = 2))
    .required(a => ratio(a.title)(_.isUpper))(Identity("caps"))
    .required(a => ratio(a.title)(c => "aeiouy".indexOf(c) >= 0))(StandardScaler("vowels"))
    .required(a => a.title.split(" ").map(_.length).foldLeft(0)(_ max _).toDouble)(MaxAbsScaler("longest_word"))
    .required(a => Year.findAllIn(a.title).toList)(NHotEncoder("years"))
    // body
    .optional(_.body.map(tokenize))(HashNHotEncoder("body", 16))
    .optional(_.body.map(b => tf(tokenize(b))), Some(List(WeightedLabel("<empty>", 1.0))))(NHotWeightedEncoder("tf"))
    .optional(a => a.body.map(b => SentenceEnd.split(b).length.toDouble))(QuantileDiscretizer("sentences", 2, 6))
    .optional(a => a.body.flatMap(Mention.findFirstMatchIn(_)).map(m => m.group(1)))(OneHotEncoder("mention"))
    .required(a => a.body.map(rot13).getOrElse("").take(4))(PositionEncoder("rot"))
    // author
    .required(a => if (a.author.verified) 1 else 0)(Identity("verified").contramap[Int](_.toDouble))
    .optional(a => for { b <- a.author.bio; l <- b.links.headOption } yield l.stripPrefix("http://").stripSuffix("/"))(OneHotEncoder("link", encodeMissingValue = true))
    .optional(_.author.bio.map(_.links.length.toDouble), Some(0.0))(Bucketizer("links", Array(0, 1, 2, 5, 100)))
    .required(_.author.handle.foldLeft(7L)((h, c) => h * 31 + c.toInt).toDouble)(Identity("handle_hash"))
    .required(a => a.author.handle.toLowerCase.toSet.size.toDouble)(Identity("handle_chars"))
    // rest
    .required(_.lang.take(2).toUpperCase(Locale.ROOT))(OneHotEncoder("lang"))
    .required(_.tags.map(_.trim.capitalize).distinct.sorted.toSeq)(NHotEncoder("tags"))
    .required(a => a.votes.map(v => if (v.up) v.weight else -v.weight).sum)(MinMaxScaler("score"))
    .required { a =>
      a.votes.partition(_.up) match {
        case (Nil, Nil)  => 0.5
        case (ups, Nil)  => 1.0
        case (Nil, _)    => 0.0
        case (ups, down) => ups.size.toDouble / (ups.size + down.size)
      }
    }(Identity("up_ratio"))
}
