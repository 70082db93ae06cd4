#!/usr/bin/env python3
"""The two halves of test-fsync.sh.

usage: fsync_check.py post URL        posts marked events, one after the other
       fsync_check.py read TRACE      reads strace's output: between reading a marked request and writing its 201 must lie a sync
"""
import json
import re
import sys
import urllib.request
import uuid

EVENTS = 5
MARK = "fsync-mark"


def post(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for number in range(EVENTS):
        body = {"eventType": "COMPLETE", "eventTime": f"2026-02-01T00:00:{number:02d}Z", "producer": "https://example.com/fsync",
                "run": {"runId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{MARK}{number}"))}, "job": {"namespace": MARK, "name": f"job-{number}"}}
        request = urllib.request.Request(f"{url}/api/v1/lineage", json.dumps(body).encode(), {"Content-Type": "application/json"})
        status = opener.open(request, timeout=60).status
        if status != 201:
            sys.exit(f"the server answered {status}")


def read(path):
    """One pass: a request opens, syncs of the database's files are counted, the next 201 closes it."""
    unsynced, proven, since_request, opened = 0, 0, [], False
    for line in open(path, errors="replace"):
        # The head and the body of a request may be read together or apart; either opens it.
        if re.search(r"\b(read|recvfrom|recvmsg|readv)\b.*POST /api/v1/lineage", line):
            opened, since_request = True, []
        elif opened and re.search(r"\b(fdatasync|fsync)\(\d+<[^>]*\.db(-wal|-journal)?>.*= 0", line):
            since_request.append(line)
        elif opened and re.search(r"(fdatasync|fsync) resumed>.*= 0", line):
            since_request.append(line)
        elif opened and re.search(r"\b(write|writev|sendto|sendmsg)\b.*HTTP/1\.1 201", line):
            opened = False
            if since_request:
                proven += 1
                print(f"synced before the answer: {shortened(since_request[-1])}  <  {shortened(line)}")
            else:
                unsynced += 1
    print(f"{proven} of {proven + unsynced} answers came after a sync")
    if unsynced or proven != EVENTS:
        sys.exit(f"expected {EVENTS} answers, each after a sync")


def shortened(line):
    line = re.sub(r"<[^>]*/", "<", line.strip())
    return line if len(line) < 90 else line[:87] + "..."


{"post": post, "read": read}[sys.argv[1]](sys.argv[2])
