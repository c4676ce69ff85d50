"""Who says it: speakers, news agencies, copies of one report, and which reports are independent."""
