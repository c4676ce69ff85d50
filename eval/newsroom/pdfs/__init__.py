"""Twenty PDFs in ten layouts, drawn letter by letter with the geometry of printed pages."""
