"""My data, requests to erase, legal holds."""
