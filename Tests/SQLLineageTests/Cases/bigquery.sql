-- case: dashes and backticks
SELECT a FROM my-project.set.t JOIN `other-project.set.u` USING (a)
--> inputs: my-project.set.t, other-project.set.u
--> a: my-project.set.t.a IDENTITY, other-project.set.u.a IDENTITY
--> rows: my-project.set.t.a JOIN, other-project.set.u.a JOIN

-- case: UNNEST of an array of the row
-- catalog: p.d.orders(id, items)
SELECT o.id, i.sku FROM p.d.orders o, UNNEST(o.items) AS i
--> inputs: p.d.orders
--> id: p.d.orders.id IDENTITY
--> sku: p.d.orders.items TRANSFORMATION

-- case: an array column by comma
-- catalog: d.t(id, tags)
SELECT id, tag FROM d.t, t.tags AS tag
--> inputs: d.t
--> id: d.t.id IDENTITY
--> tag: d.t.tags TRANSFORMATION

-- case: EXCEPT and REPLACE
-- catalog: d.t(a, b, c)
SELECT * EXCEPT (a) REPLACE (b + 1 AS b) FROM d.t
--> inputs: d.t
--> b: d.t.b TRANSFORMATION
--> c: d.t.c IDENTITY

-- case: STRUCT fields are their column
-- catalog: d.t(id, address)
SELECT id, address.city AS city FROM d.t
--> inputs: d.t
--> id: d.t.id IDENTITY
--> city: d.t.address TRANSFORMATION

-- case: QUALIFY and windows
-- catalog: d.t(k, v)
SELECT k FROM d.t WHERE TRUE QUALIFY RANK() OVER (ORDER BY v) = 1
--> inputs: d.t
--> k: d.t.k IDENTITY
--> rows: d.t.v FILTER

-- case: pipes aggregate
-- catalog: d.t(k, v, ok)
FROM d.t |> WHERE ok |> AGGREGATE SUM(v) AS s GROUP BY k |> ORDER BY s DESC
--> inputs: d.t
--> k: d.t.k IDENTITY
--> s: d.t.v AGGREGATION
--> rows: d.t.k GROUP_BY, d.t.ok FILTER, d.t.v SORT

-- case: MERGE with INSERT ROW
-- catalog: d.t(id, v); d.s(id, v)
MERGE d.t USING d.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT ROW
--> inputs: d.s
--> outputs: d.t
--> d.t.v: d.s.v IDENTITY
--> d.t.id: d.s.id IDENTITY
--> rows: d.s.id JOIN, d.t.id JOIN

-- case: a partition decorator names the table
SELECT a FROM `p.d.t$20260101`
--> inputs: p.d.t
--> a: p.d.t.a IDENTITY

-- case: units of time are no columns
-- catalog: d.t(at)
SELECT DATE_TRUNC(at, WEEK(MONDAY)) AS w, TIMESTAMP_DIFF(at, CURRENT_TIMESTAMP(), DAY) AS n FROM d.t
--> inputs: d.t
--> w: d.t.at TRANSFORMATION
--> n: d.t.at TRANSFORMATION

-- case: a script declares and sets
-- catalog: d.s(a)
DECLARE x INT64 DEFAULT 0; SET x = (SELECT MAX(a) FROM d.s); CREATE TABLE d.t AS SELECT a FROM d.s WHERE a = x
--> inputs: d.s
--> outputs: d.t
--> d.t.a: d.s.a IDENTITY
--> rows: d.s.a FILTER

-- case: EXPORT DATA writes files
EXPORT DATA OPTIONS (uri = 'gs://b/x*.csv', format = 'CSV') AS SELECT a FROM d.t
--> inputs: d.t
--> outputs: path:gs://b/x*.csv
--> path:gs://b/x*.csv.a: d.t.a IDENTITY

-- case: a model reads its query
-- catalog: d.t(a, b)
SELECT * FROM ML.PREDICT(MODEL d.m, (SELECT a FROM d.t))
--> inputs: d.t
--> *: d.t.a TRANSFORMATION

-- case: PIVOT names aggregate first
-- catalog: d.s(k, q, v)
SELECT * FROM d.s PIVOT (SUM(v) AS total FOR q IN ('a', 'b'))
--> inputs: d.s
--> k: d.s.k IDENTITY
--> total_a: d.s.v AGGREGATION
--> total_b: d.s.v AGGREGATION
--> rows: d.s.q GROUP_BY

-- case: WITH OFFSET counts
-- catalog: d.t(xs)
SELECT x, i FROM d.t, UNNEST(xs) AS x WITH OFFSET AS i
--> inputs: d.t
--> x: d.t.xs TRANSFORMATION
--> i:

-- case: a temporary function is no table
CREATE TEMP FUNCTION f(x INT64) AS (x + 1); SELECT f(a) AS b FROM d.t
--> inputs: d.t
--> b: d.t.a TRANSFORMATION
