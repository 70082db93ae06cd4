#!/usr/bin/env python3
"""What the driver of marquez-python must leave behind. usage: check_marquez.py URL"""
import sys
from urllib.parse import quote

from server import Check, Server, names

server, check = Server(sys.argv[1]), Check("marquez-python")
NS, JOB, DATASET = "s3://mz/ns one", "my/job.one", "a/b c.parquet"
path = f"/api/v1/namespaces/{quote(NS, safe='')}"

check.no_rejections(server)
dataset = server.get(f"{path}/datasets/{quote(DATASET, safe='')}")
check.that({"SENSITIVE", "NEWTAG"} <= {t.upper() for t in dataset["tags"]}, f"tags of the dataset: {dataset['tags']}")
field = next((f for f in dataset["fields"] if f["name"] == "a"), {"tags": []})
check.that({"PII", "NEWTAG"} <= {t.upper() for t in field["tags"]}, f"tags of the field: {field['tags']}")
runs = server.get(f"{path}/jobs/{quote(JOB, safe='')}/runs")["runs"]
check.equal(sorted(r["state"] for r in runs), ["ABORTED", "COMPLETED", "FAILED"], "states of the runs")

graph = server.get("/api/v1/lineage", nodeId=f"job:{NS}:{JOB}", depth=2)
check.contains([n["id"] for n in graph["graph"]], [f"job:{NS}:{JOB}", f"dataset:{NS}:{DATASET}", f"dataset:{NS}:stream1"], "Marquez's lineage of the job")
check.contains(names(server.upstream(f"dataset:{NS}:stream1"), "dataset"), [DATASET], "upstream of stream1")
check.finish()
