"""The systems under measurement: Dateline and the baselines it is compared with."""
