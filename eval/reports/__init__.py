"""The results of a run as files, tables and pages."""
