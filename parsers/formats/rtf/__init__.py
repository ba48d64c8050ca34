"""Rich text of every dialect, and the web pages wrapped into it."""
