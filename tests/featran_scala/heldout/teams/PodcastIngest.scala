// run spec=podcasts.ingest.EpisodeFeatures.spec rows=judge.TeamRows.episodes(33,8)
package podcasts.ingest

import com.spotify.featran.{FeatureSpec, MultiFeatureSpec}
import com.spotify.featran.transformers._
import scala.util.{Failure, Success, Try}

sealed trait ParseError { def reason: String }
final case class Malformed(field: String, raw: String) extends ParseError { def reason = s"$field malformed" }
final case class OutOfRange(field: String, value: Double) extends ParseError { def reason = f"$field out of range: $value%.1f" }
case object Absent extends ParseError { val reason = "absent" }

case class RawEpisode(title: String, duration: String, rating: Option[String], size: String, chapters: List[String], explicit: String, price: String)

object Parse {
  type Result[+A] = Either[ParseError, A]

  def seconds(raw: String): Result[Int] = raw.split(":").map(p => Try(p.toInt).toOption).toList match {
    case List(Some(s))                   => Right(s)
    case List(Some(m), Some(s))          => Right(m * 60 + s)
    case List(Some(h), Some(m), Some(s)) => Right(h * 3600 + m * 60 + s)
    case _                               => Left(Malformed("duration", raw))
  }

  def rating(raw: Option[String]): Either[ParseError, Double] =
    for {
      text  <- raw.toRight(Absent)
      value <- Try(text.trim.toDouble).toEither.left.map(_ => Malformed("rating", text))
      ok    <- Either.cond(value >= 0 && value <= 5, value, OutOfRange("rating", value))
    } yield ok

  def bytes(raw: String): Either[String, Long] = {
    val (digits, unit) = raw.span(_.isDigit)
    if (digits.isEmpty) Left("no digits")
    else
      unit.trim.toUpperCase match {
        case "" | "B" => Right(digits.toLong)
        case "KB"     => Right(digits.toLong * 1024L)
        case "MB"     => Right(digits.toLong << 20)
        case other    => Left(s"unit $other")
      }
  }

  def flag(raw: String): Either[String, Boolean] = raw.toLowerCase match {
    case "yes" | "true" | "1" => Right(true)
    case "no" | "false" | "0" => Right(false)
    case ""                   => Right(false)
    case x                    => Left(x)
  }
}

object EpisodeFeatures {
  import Parse._

  private def pricePence(raw: String): Try[Long] = Try {
    val Array(pounds, pence) = raw.split('.')
    require(pence.length == 2, "pence")
    pounds.toLong * 100 + pence.toLong
  }

  private def chapterSeconds(e: RawEpisode): Either[ParseError, List[Int]] =
    e.chapters.foldRight[Either[ParseError, List[Int]]](Right(Nil)) { (c, acc) =>
      for { rest <- acc; s <- seconds(c) } yield s :: rest
    }

  val quality: FeatureSpec[RawEpisode] = FeatureSpec.of[RawEpisode]
    .optional(e => rating(e.rating).toOption)(StandardScaler("rating", withMean = true, withStd = true))
    .required(e => rating(e.rating).fold(_.reason, _ => "ok"))(OneHotEncoder("rating_status"))
    .required(e => rating(e.rating).getOrElse(2.5))(Identity("rating_or"))
    .required(e => rating(e.rating) match {
      case Right(r) if r >= 4     => "good"
      case Right(_)               => "meh"
      case Left(Malformed(_, "")) => "blank"
      case Left(_: Malformed)     => "garbled"
      case Left(OutOfRange(_, v)) => if (v < 0) "negative" else "high"
      case Left(Absent)           => "none"
    })(OneHotEncoder("rating_case"))
    .required(e => if (flag(e.explicit).exists(identity)) 1.0 else 0.0)(Identity("explicit"))
    .required(e => flag(e.explicit).swap.getOrElse(""))(HashOneHotEncoder("odd_flag", hashBucketSize = 4))

  val length: FeatureSpec[RawEpisode] = FeatureSpec.of[RawEpisode]
    .optional(e => seconds(e.duration).toOption.map(_.toDouble), default = Some(-1.0))(MinMaxScaler("seconds"))
    .required(e => seconds(e.duration).map(_ / 60).map(_.toDouble).getOrElse(Double.NaN))(Identity("minutes"))
    .optional(e => bytes(e.size).right.map(_ / 1024.0).right.toOption)(Bucketizer("kb", Array(0, 1, 1024, 1e9)))
    .required(e => bytes(e.size).left.getOrElse("fine"))(OneHotEncoder("size_error"))
    .required(e => (for { b <- bytes(e.size); s <- seconds(e.duration) } yield b.toDouble / s.max(1)).getOrElse(0.0))(Identity("bitrate"))
    .required(e => (seconds(e.duration), bytes(e.size)) match {
      case (Right(s), Right(b)) => s.toDouble + b
      case (Left(_), Right(_))  => -1.0
      case (Right(_), Left(_))  => -2.0
      case _                    => -3.0
    })(Identity("joint"))
    .required(e => e.chapters.map(seconds).collect { case Right(s) => s.toDouble }.sum)(Identity("chapters_sum"))
    .required { e =>
      val (bad, good) = e.chapters.map(seconds).partition(_.isLeft)
      bad.size.toDouble / (good.size + bad.size).max(1)
    }(Identity("bad_chapters"))
    .optional(e => chapterSeconds(e).toOption.map(_.sum.toDouble))(Identity("all_chapters"))

  val money = FeatureSpec.of[RawEpisode]
    .required(e => pricePence(e.price) match {
      case Success(p) if p == 0           => "free"
      case Success(_)                     => "paid"
      case Failure(_: NumberFormatException) => "nan"
      case Failure(ex)                    => ex.getClass.getSimpleName
    })(OneHotEncoder("price_kind"))
    .required(e => pricePence(e.price).map(_ / 100.0).getOrElse(0.0))(Identity("price"))
    .required(e => pricePence(e.price).toEither.isRight.compare(false).toDouble)(Identity("priced"))

  def spec = MultiFeatureSpec(quality, length, money)
}
