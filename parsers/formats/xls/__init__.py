"""Excel 95 to 2003 workbooks."""
