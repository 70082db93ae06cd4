#!/usr/bin/env python3
"""The lineage that the driver of openlineage-python must leave behind. usage: check_olclient.py URL"""
import sys

from server import Check, Server, edge, edges_stay_inside, ids, names

server, check = Server(sys.argv[1]), Check("openlineage-python")
PG, LAKE = "postgres://db.example.com:5432", "s3://lake-bucket"
ORDERS = f"dataset:{PG}:shop.public.orders"
DAILY = f"dataset:{LAKE}:warehouse/orders_daily"

# 92 well-formed events, 20 odd ones, one with NaN and Infinity: all have an identity, so all are accepted.
check.equal(len(server.events()), 113, "events in the log")
check.no_rejections(server)

# By the columnLineage facet and by the inputs of the roll-up.
upstream = server.upstream(DAILY)
check.contains(names(upstream, "dataset"), ["shop.public.orders", "shop.public.customers"], "upstream of orders_daily")
check.that(any(name.endswith("daily.orders_rollup") for name in names(upstream, "job")), "the roll-up is not upstream of its output")
edges_stay_inside(check, upstream, "upstream of orders_daily")
check.contains(names(server.downstream(ORDERS), "dataset"), ["warehouse/orders_daily", "warehouse/x", "shop.public.orders_view"], "downstream of orders")

# Columns, with how they were made.
columns = server.upstream(f"datasetField:{LAKE}:warehouse/orders_daily:total", columns="true")
made = edge(columns, f"datasetField:{PG}:shop.public.orders:amount", f"datasetField:{LAKE}:warehouse/orders_daily:total")
check.that(made is not None, f"total does not come from amount: {sorted(ids(columns))}")
check.that(made and any(t["subtype"] == "AGGREGATION" for t in made.get("transformations", [])), f"amount → total is no aggregation: {made}")
masked = server.upstream(f"datasetField:{LAKE}:warehouse/orders_daily:email_hash", columns="true")
made = edge(masked, f"datasetField:{PG}:shop.public.customers:email", f"datasetField:{LAKE}:warehouse/orders_daily:email_hash")
check.that(made and any(t["masking"] for t in made.get("transformations", [])), f"email → email_hash is not masked: {made}")

# Explicit lineage of a DatasetEvent, and of a JobEvent.
view = server.upstream(f"dataset:{PG}:shop.public.orders_view")
check.contains(names(view, "dataset"), ["shop.public.orders"], "upstream of orders_view")
check.contains(names(server.upstream(f"dataset:{LAKE}:warehouse/x"), "dataset"), ["shop.public.orders"], "upstream of warehouse/x")

# Odd names came through as they were sent; runs of each spelling are one kind of id.
jobs = {event["job"]["name"] for event in server.events() if event.get("job")}
check.contains(jobs, ["a/b c%20d?x=1&y#z", "żółw/日本語", "x" * 3000, "", "with\nnewline", "nul\x00byte", "'; drop table jobs; --"], "names of jobs")

# Marquez's side of it.
failing = [j for j in server.get("/api/v1/namespaces/e2e-olclient/jobs", limit=200)["jobs"] if j["name"].endswith("daily.failing")]
check.that(failing and failing[0]["latestRun"]["state"] == "FAILED", "the failing job's last run is not FAILED")
check.finish()
