"""The web door of the pages that compose features."""
