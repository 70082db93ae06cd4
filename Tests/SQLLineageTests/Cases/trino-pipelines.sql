-- case: three parts, folded
INSERT INTO hive.Mart.daily (day, n) SELECT day, count(id) FROM "iceberg"."raw"."Events" GROUP BY day
--> inputs: iceberg.raw.events
--> outputs: hive.mart.daily
--> hive.mart.daily.day: iceberg.raw.events.day IDENTITY
--> hive.mart.daily.n: iceberg.raw.events.id AGGREGATION masked
--> rows: iceberg.raw.events.day GROUP_BY

-- case: unnest of an array column with positions
SELECT t.id, u.tag, u.n FROM posts t CROSS JOIN UNNEST(t.tags) WITH ORDINALITY AS u (tag, n)
--> inputs: posts
--> id: posts.id IDENTITY
--> tag: posts.tags TRANSFORMATION
--> n:

-- case: a map is unnested into key and value
SELECT k, v FROM t CROSS JOIN UNNEST(attrs) AS m (k, v)
--> inputs: t
--> k: t.attrs TRANSFORMATION
--> v: t.attrs TRANSFORMATION

-- case: TRY around a cast
SELECT try(cast(price AS double)) AS price, try_cast(qty AS bigint) AS qty FROM raw
--> inputs: raw
--> price: raw.price TRANSFORMATION
--> qty: raw.qty TRANSFORMATION

-- case: a table with properties from a query
CREATE TABLE mart.t WITH (format = 'PARQUET', partitioned_by = ARRAY['day']) AS SELECT id, day FROM raw.t
--> inputs: raw.t
--> outputs: mart.t
--> mart.t.id: raw.t.id IDENTITY
--> mart.t.day: raw.t.day IDENTITY

-- case: the latest value through max_by
SELECT id, max_by(state, at) AS state FROM log GROUP BY id
--> inputs: log
--> id: log.id IDENTITY
--> state: log.at AGGREGATION, log.state AGGREGATION
--> rows: log.id GROUP_BY

-- case: grouping sets
SELECT a, b, sum(c) AS c FROM t GROUP BY GROUPING SETS ((a, b), (a), ())
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY
--> c: t.c AGGREGATION
--> rows: t.a GROUP_BY, t.b GROUP_BY

-- case: merge
MERGE INTO dim d USING stage s ON d.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name
WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
--> inputs: stage
--> outputs: dim
--> dim.name: stage.name IDENTITY
--> dim.id: stage.id IDENTITY
--> rows: dim.id JOIN, stage.id JOIN

-- case: a lambda in transform and reduce
SELECT reduce(xs, 0, (s, x) -> s + x * factor, s -> s) AS total FROM t
--> inputs: t
--> total: t.factor TRANSFORMATION, t.xs TRANSFORMATION

-- case: rows of a constant list
SELECT v.k, t.a FROM (VALUES (1, 'x'), (2, 'y')) AS v (k, name) JOIN t ON t.k = v.k
--> inputs: t
--> k:
--> a: t.a IDENTITY
--> rows: t.k JOIN

-- case: a time-travelling read
SELECT id FROM iceberg.s.t FOR VERSION AS OF 123
--> inputs: iceberg.s.t
--> id: iceberg.s.t.id IDENTITY

-- case: a filtered and ordered aggregate
SELECT array_agg(name ORDER BY hired) FILTER (WHERE active) AS names FROM emp
--> inputs: emp
--> names: emp.active CONDITIONAL, emp.hired AGGREGATION, emp.name AGGREGATION

-- case: MATCH_RECOGNIZE measures
SELECT m.k, m.first_v FROM t MATCH_RECOGNIZE (PARTITION BY k ORDER BY at MEASURES FIRST(A.v) AS first_v PATTERN (A+) DEFINE A AS A.v > 1) AS m
--> inputs: t
--> k: t.k IDENTITY
--> first_v: t.v AGGREGATION
--> rows: t.at SORT, t.k GROUP_BY, t.v FILTER

-- case: LISTAGG
SELECT listagg(v, ',') WITHIN GROUP (ORDER BY at) AS vs FROM t
--> inputs: t
--> vs: t.at WINDOW, t.v AGGREGATION

-- case: JSON_TABLE
SELECT t.id, j.sku FROM t, JSON_TABLE(t.doc, 'lax $[*]' COLUMNS (sku varchar PATH 'lax $.sku')) AS j
--> inputs: t
--> id: t.id IDENTITY
--> sku: t.doc TRANSFORMATION

-- case: a query passed through
SELECT a FROM TABLE(pg.system.query(query => 'SELECT a FROM x'))
--> a:

-- case: a window with a frame of groups
SELECT sum(v) OVER (ORDER BY at GROUPS 2 PRECEDING) AS s FROM t
--> inputs: t
--> s: t.at WINDOW, t.v AGGREGATION
