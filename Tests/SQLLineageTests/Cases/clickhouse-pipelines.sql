-- case: names keep their case
SELECT UserID, count() AS Hits FROM logs.Events GROUP BY UserID
--> inputs: logs.Events
--> UserID: logs.Events.UserID IDENTITY
--> Hits:
--> rows: logs.Events.UserID GROUP_BY

-- case: a materialised view writes the table that TO names
CREATE MATERIALIZED VIEW mv TO daily AS SELECT day, sum(n) AS n FROM events GROUP BY day
--> inputs: events
--> outputs: daily
--> daily.day: events.day IDENTITY
--> daily.n: events.n AGGREGATION
--> rows: events.day GROUP_BY

-- case: PREWHERE and FINAL
SELECT id FROM t FINAL PREWHERE day = today() WHERE state = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.day FILTER, t.state FILTER

-- case: ARRAY JOIN gives elements
SELECT id, tag FROM posts ARRAY JOIN tags AS tag
--> inputs: posts
--> id: posts.id IDENTITY
--> tag: posts.tags TRANSFORMATION

-- case: an expression as a common table expression
WITH toDate(at) AS day SELECT day, id FROM events
--> inputs: events
--> day: events.at TRANSFORMATION
--> id: events.id IDENTITY

-- case: combinators are aggregates, and their condition counts
SELECT sumIf(total, state = 'paid') AS paid, uniqExact(user_id) AS users FROM orders
--> inputs: orders
--> paid: orders.state AGGREGATION, orders.total AGGREGATION
--> users: orders.user_id AGGREGATION masked

-- case: a file in a bucket
INSERT INTO trips SELECT id, fare FROM s3('https://bucket.host/trips.parquet', 'Parquet')
--> inputs: path:https://bucket.host/trips.parquet
--> outputs: trips
--> trips.id: path:https://bucket.host/trips.parquet.id IDENTITY
--> trips.fare: path:https://bucket.host/trips.parquet.fare IDENTITY

-- case: LIMIT BY keeps some rows of a group
SELECT id, domain FROM pages ORDER BY hits DESC LIMIT 3 BY domain
--> inputs: pages
--> id: pages.id IDENTITY
--> domain: pages.domain IDENTITY
--> rows: pages.hits SORT

-- case: settings and format are no columns
SELECT a FROM t SETTINGS max_threads = 2 FORMAT JSONEachRow
--> inputs: t
--> a: t.a IDENTITY

-- case: an asof join with ANY
SELECT t.id, p.price FROM trades AS t ASOF LEFT JOIN prices AS p ON t.s = p.s AND t.at >= p.at
--> inputs: prices, trades
--> id: trades.id IDENTITY
--> price: prices.price IDENTITY
--> rows: prices.at JOIN, prices.s JOIN, trades.at JOIN, trades.s JOIN

-- case: exchange of tables
EXCHANGE TABLES a AND b
--> inputs: a, b
--> outputs: a, b

-- case: states are aggregated in two steps
INSERT INTO agg SELECT k, sumState(v) AS s FROM raw GROUP BY k
--> inputs: raw
--> outputs: agg
--> agg.k: raw.k IDENTITY
--> agg.s: raw.v AGGREGATION
--> rows: raw.k GROUP_BY

-- case: arrays of a group
SELECT k, groupArray(v) AS vs, argMax(state, at) AS state FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> vs: t.v AGGREGATION
--> state: t.at AGGREGATION, t.state AGGREGATION
--> rows: t.k GROUP_BY

-- case: a lambda over an array
SELECT arrayMap(x -> x * f, xs) AS ys FROM t
--> inputs: t
--> ys: t.f TRANSFORMATION, t.xs TRANSFORMATION

-- case: multiIf and if
SELECT if(a > 0, b, c) AS x FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b TRANSFORMATION, t.c TRANSFORMATION
