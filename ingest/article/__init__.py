"""From the text of a file to articles: cleaned, dated, with title, byline and outlet."""
