"""Recorded exchanges sent again, and written down for other tools."""
