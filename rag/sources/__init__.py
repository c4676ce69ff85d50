"""Who reports a statement: speakers, news agencies, copies of one report, and which reports are independent."""
