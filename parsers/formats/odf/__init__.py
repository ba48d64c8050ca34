"""OpenDocument sheets and texts, in packages and flat."""
