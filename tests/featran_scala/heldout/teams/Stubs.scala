// What the spec files of this folder use besides Featran; the reader never sees it.
package com.spotify.scio {
  class Args(values: Map[String, String]) {
    def apply(key: String): String = values(key)
    def getOrElse(key: String, default: String): String = values.getOrElse(key, default)
  }
  class ScioContext {
    def textFile(path: String): List[String] = Nil
    def saveAll(lines: Iterable[String], path: String): Unit = ()
    def run(): Unit = ()
  }
  object ContextAndArgs {
    def apply(args: Array[String]): (ScioContext, Args) = (new ScioContext, new Args(Map.empty))
  }
}

package com.radio.avro {
  import java.lang.{CharSequence => CS}
  // The getters that Avro generates, over the fields of ListenEvents.avsc.
  case class Listen(
    user_id: CS, country: CS, birth_year: Integer, genres: java.util.List[CS], ms_played: Long,
    offline: Boolean, score: java.lang.Double, platform: CS, embedding: java.util.List[java.lang.Double]
  ) {
    def getUserId(): CS = user_id
    def getCountry(): CS = country
    def getBirthYear(): Integer = birth_year
    def getGenres(): java.util.List[CS] = genres
    def getMsPlayed(): Long = ms_played
    def getOffline(): Boolean = offline
    def getScore(): java.lang.Double = score
    def getPlatform(): CS = platform
    def getEmbedding(): java.util.List[java.lang.Double] = embedding
  }
}
