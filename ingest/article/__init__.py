"""Raw documents become articles: cleaned, dated, attributed."""
