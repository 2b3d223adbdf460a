"""The demo's pictures and portraits, drawn by code: the same bytes for the same name, and none of them stored."""
