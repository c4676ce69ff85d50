"""Where news comes from: articles, feeds and sitemaps are fetched, kept as files and ingested, once or again and again."""
