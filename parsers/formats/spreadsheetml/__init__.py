"""Excel 2003 XML."""
