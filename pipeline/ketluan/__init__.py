"""Ketluan extracts facts from Vietnamese reports of meetings."""
