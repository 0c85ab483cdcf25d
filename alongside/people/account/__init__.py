"""How somebody wants to see Alongside."""
