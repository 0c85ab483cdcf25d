"""The pages of skip-level talks."""
