"""Reading: `requests` (requests, holds, erasures), `rows` (what concerns a person), `standing` (what stops erasing)."""
