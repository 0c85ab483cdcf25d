"""Runs scim2-tester against a server and prints what it found, as JSON. Run by .venv-conformance's Python."""

from __future__ import annotations

import json
import sys

from httpx2 import Client  # the transport of scim2-client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

address, token = sys.argv[1:]
http = Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=30)
results = check_server(SyncSCIMClient(http))
sys.stdout.write(
    json.dumps(
        {
            "counts": {str(status.name): sum(one.status == status for one in results) for status in Status},
            "wrong": [
                f"{one.status.name}: {one.title}: {one.reason}"
                for one in results
                if one.status not in (Status.SUCCESS, Status.SKIPPED)
            ],
        }
    )
)
