"""What is measured: Dateline and what it is compared with."""
