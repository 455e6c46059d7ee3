"""Uploads: known by content, reduced to pixels, blackened, looked at a second time, handed out."""
