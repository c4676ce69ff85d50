"""Files and web pages become raw documents."""
