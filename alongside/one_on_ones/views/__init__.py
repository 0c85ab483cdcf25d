"""The web door to 1:1s."""
