"""Word 2003 XML and flat packages."""
