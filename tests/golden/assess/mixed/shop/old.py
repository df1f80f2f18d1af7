import luigi
from shop.load import Load

class Clean(Load):
    """Python 2 to the bone."""
    def requires(self):
        return self.clone(Load)

    def run(self):
        try:
            words = open("stopwords.txt").read()
        except IOError, (number, text):
            print "no words:", `number`
            raise ValueError, text
        for target in self.lines(words):
            print target
