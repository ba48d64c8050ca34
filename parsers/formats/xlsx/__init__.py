"""Excel workbooks of today, over expat."""
