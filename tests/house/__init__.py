"""The tools of the house tests: reading the product's code, its addresses and its pages."""
