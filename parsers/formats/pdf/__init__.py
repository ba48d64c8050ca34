"""PDF with text, on pdfium."""
