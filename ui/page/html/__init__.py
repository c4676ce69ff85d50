"""The parts of the page as HTML, made from records; every text in them is escaped."""
