"""Files of records (JSON lines, JSON, CSV): one record is one article, a broken one is reported by file and line.

A reader (``lines``, ``document``, ``table``) finds the records of a file; ``record`` makes an article of each by the names its fields
have (``names``), with readers for what a field may hold (``words``, ``body``, ``times``). ``reading`` is what is known of the file as a
whole: what the user said of its fields, in which order its dates are written, which fields came and which were used. At the end of a file
it says a ``failures.Note`` where dates stayed open, and one ``failures.Fields``.
"""
