"""The published JVM library, built by Maven from ``pom.xml`` beside this file."""
