"""Word documents of today, over expat."""
