"""The project's own test set for reading: invented pages, exports and PDFs, and what a careful reader would note of each."""
