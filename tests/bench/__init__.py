"""How fast the main pages are for companies of any size: `make bench`, method in docs/benchmarks.md."""
