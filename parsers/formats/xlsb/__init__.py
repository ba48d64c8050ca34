"""Binary Excel workbooks, from their records."""
