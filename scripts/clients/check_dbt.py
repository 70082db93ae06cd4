#!/usr/bin/env python3
"""The lineage that the driver of dbt-ol must leave behind. usage: check_dbt.py URL"""
import sys

from server import Check, Server, edge, edges_stay_inside, ids, names

server, check = Server(sys.argv[1]), Check("dbt-ol")
NS, DB = "e2e-dbt-duck", "duckdb://shop.duckdb"


def table(name):
    return f"dataset:{DB}:shop.main.{name}"


def column(name, field):
    return f"datasetField:{DB}:shop.main.{name}:{field}"


check.equal(len(server.events()), 84, "events in the log")
check.no_rejections(server)

# Sources, staging, marts: the chain of the models. raw_customers and raw_orders are seeds, which dbt-ol does not name as inputs.
upstream = server.upstream(table("daily_revenue"))
check.contains(names(upstream, "dataset"), [f"shop.main.{n}" for n in ("orders", "stg_orders", "stg_payments", "raw_payments")], "upstream of daily_revenue")
edges_stay_inside(check, upstream, "upstream of daily_revenue")
downstream = server.downstream(table("stg_orders"))
check.contains(names(downstream, "dataset"), [f"shop.main.{n}" for n in ("orders", "customers", "customer_segments", "daily_revenue", "order_ranked", "orders_incremental")],
               "downstream of stg_orders")
check.contains(names(server.downstream(table("raw_payments")), "dataset"), ["shop.main.stg_payments", "shop.main.orders"], "downstream of raw_payments")
check.that("shop.main.stg_orders" not in names(server.upstream(table("stg_payments")), "dataset"), "stg_orders is upstream of stg_payments")

# `run` and `build` make two jobs that write the same table.
writers = {e["from"] for e in upstream["edges"] if e["to"] == table("orders") and e["from"].startswith("job:")} | names(upstream, "job")
for ending in ("shop.main.shop.orders", "shop.main.shop.orders.build.run"):
    check.that(any(w.endswith(ending) for w in writers), f"{ending} does not write orders: {sorted(writers)}")

# Columns of orders: copied from stg_orders, computed from stg_payments through an ephemeral model.
for field, sources in {
    "order_id": [("stg_orders", "order_id")], "status": [("stg_orders", "status")], "amount": [("stg_payments", "amount")],
    "coupon_amount": [("stg_payments", "amount"), ("stg_payments", "payment_method")],
}.items():
    answer = server.upstream(column("orders", field), columns="true", depth=1)
    for source in sources:
        check.that(edge(answer, column(*source), column("orders", field)) is not None, f"orders.{field} does not come from {source}: {sorted(ids(answer))}")
impact = server.downstream(column("stg_payments", "amount"), columns="true")
check.contains(ids(impact), [column("orders", "amount"), column("orders", "coupon_amount")], "columns that depend on stg_payments.amount")

# The wrapper of all commands is the models' parent; its last run succeeded, one before it failed by design.
runs = server.get(f"/api/v1/namespaces/{NS}/jobs/dbt-run-shop/runs")["runs"]
check.equal(len(runs), 6, "runs of dbt-run-shop")
check.equal(sorted(r["state"] for r in runs), ["COMPLETED"] * 5 + ["FAILED"], "states of the runs of dbt-run-shop")
check.finish()
