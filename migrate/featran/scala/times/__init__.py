"""``java.time`` as arithmetic: dates and times are records of whole numbers, in UTC."""
