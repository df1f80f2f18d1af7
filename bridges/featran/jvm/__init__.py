"""Java and Scala behaviour that shows in Featran's outputs: numbers, strings, hashes, orders."""
