#!/usr/bin/env python3
"""Posts numbered events from several threads, singly and in batches, and writes down every acknowledged one.

usage: crash_load.py URL ROUND ACKNOWLEDGED_FILE [THREADS]

A line `round-number` goes to the file only after the answer to its request was read in full. Ends when the server does.
"""
import http.client
import json
import random
import sys
import threading
import uuid
from urllib.parse import urlsplit

url, round_number, path = urlsplit(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
threads = int(sys.argv[4]) if len(sys.argv) > 4 else 6
acknowledged = open(path, "a", buffering=1)
lock = threading.Lock()
counter = iter(range(10_000_000))


def event(number):
    """One event whose run id and job name carry its number, so that it can be found again."""
    name = f"{round_number}-{number}"
    kind = "COMPLETE" if number % 2 else "START"
    return name, {
        "eventType": kind, "eventTime": f"2026-03-{1 + round_number % 28:02d}T{number % 24:02d}:{number % 60:02d}:{number // 60 % 60:02d}Z",
        "producer": "https://example.com/crash", "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": str(uuid.uuid5(uuid.NAMESPACE_URL, name))}, "job": {"namespace": "crash", "name": f"job-{number % 50}"},
        "inputs": [{"namespace": "crash", "name": f"in-{number % 40}"}],
        "outputs": [{"namespace": "crash", "name": f"out-{number % 30}", "facets": {"crash": {
            "_producer": "https://example.com/crash", "_schemaURL": "https://example.com/crash.json", "name": name}}}]}


def post(connection, path, body):
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, text


def work(seed):
    chance = random.Random(seed)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    try:
        while True:
            size = 1 if chance.random() < 0.6 else chance.randint(2, 40)
            with lock:
                events = [event(next(counter)) for _ in range(size)]
            if size == 1:
                status, text = post(connection, "/api/v1/lineage", events[0][1])
                good = status == 201
            else:
                status, text = post(connection, "/api/v1/lineage/batch", [body for _, body in events])
                good = status == 200 and json.loads(text).get("status") == "success"
            if good:
                with lock:
                    acknowledged.write("".join(name + "\n" for name, _ in events))
            elif status != 503:
                print(f"unexpected answer {status}: {text[:300]!r}", file=sys.stderr)
                sys.exit(3)
    except (OSError, http.client.HTTPException):
        pass  # The server was killed: what was under way is not acknowledged.


workers = [threading.Thread(target=work, args=(round_number * 100 + n,)) for n in range(threads)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
