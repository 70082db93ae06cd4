#!/usr/bin/env python3
"""Counts how many acknowledged events a server has.

usage: crash_check.py URL ACKNOWLEDGED_FILE

Prints `acked A, found F`; ends with 1 when one is missing. Reads the whole log through /api/v2/events and each event's run id.
"""
import json
import sys
import urllib.request
import uuid

url, path = sys.argv[1], sys.argv[2]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
names = {line.strip() for line in open(path) if line.endswith("\n")}
wanted = {str(uuid.uuid5(uuid.NAMESPACE_URL, name)): name for name in names}

present, after = set(), 0
while after is not None:
    page = json.load(opener.open(f"{url}/api/v2/events?after={after}&limit=1000", timeout=60))
    present.update(entry["runId"] for entry in page["events"] if entry.get("runId"))
    after = page["next"]

missing = sorted(wanted[run] for run in wanted.keys() - present)
print(f"acked {len(wanted)}, found {len(wanted) - len(missing)}")
if missing:
    print("missing:", ", ".join(missing[:10]), file=sys.stderr)
    sys.exit(1)
