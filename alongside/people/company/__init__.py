"""How the company is set up."""
