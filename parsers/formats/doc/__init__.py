"""Word 6 to 2003 documents, from their records."""
