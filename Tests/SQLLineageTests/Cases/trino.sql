-- case: UNNEST with ordinality
-- catalog: posts(id, tags)
SELECT p.id, t.tag, t.n FROM posts p CROSS JOIN UNNEST(p.tags) WITH ORDINALITY AS t (tag, n)
--> inputs: posts
--> id: posts.id IDENTITY
--> tag: posts.tags TRANSFORMATION
--> n:

-- case: lambdas see the row
-- catalog: t(xs, k)
SELECT transform(xs, x -> x * k) AS ys FROM t
--> inputs: t
--> ys: t.k TRANSFORMATION, t.xs TRANSFORMATION

-- case: three parts and catalogs
INSERT INTO hive.dw.t SELECT a FROM mysql.app.s
--> inputs: mysql.app.s
--> outputs: hive.dw.t
--> hive.dw.t.a: mysql.app.s.a IDENTITY

-- case: CREATE TABLE with properties
-- catalog: s(a, b)
CREATE TABLE lake.t WITH (format = 'ORC', partitioned_by = ARRAY['b']) AS SELECT a, b FROM s
--> inputs: s
--> outputs: lake.t
--> lake.t.a: s.a IDENTITY
--> lake.t.b: s.b IDENTITY

-- case: MATCH_RECOGNIZE measures
-- catalog: ticks(sym, at, price)
SELECT sym, low FROM ticks MATCH_RECOGNIZE (PARTITION BY sym ORDER BY at MEASURES LAST(D.price) AS low PATTERN (S D+) DEFINE D AS D.price < PREV(D.price))
--> inputs: ticks
--> sym: ticks.sym IDENTITY
--> low: ticks.price AGGREGATION
--> rows: ticks.at SORT, ticks.price FILTER, ticks.sym GROUP_BY

-- case: TRY_CAST and coalesce
-- catalog: t(a, b)
SELECT COALESCE(TRY_CAST(a AS BIGINT), b) AS v FROM t
--> inputs: t
--> v: t.a TRANSFORMATION CONDITIONAL, t.b TRANSFORMATION CONDITIONAL

-- case: approximate counts mask
-- catalog: t(u)
SELECT approx_distinct(u) AS n FROM t
--> inputs: t
--> n: t.u AGGREGATION masked

-- case: rows and fields
-- catalog: t(address)
SELECT address.city FROM t
--> inputs: t
--> city: t.address TRANSFORMATION

-- case: time travel
SELECT a FROM t FOR VERSION AS OF 123
--> inputs: t
--> a: t.a IDENTITY

-- case: GROUPING SETS
-- catalog: t(a, b, v)
SELECT a, b, SUM(v) AS s FROM t GROUP BY GROUPING SETS ((a, b), (a), ())
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY
--> s: t.v AGGREGATION
--> rows: t.a GROUP_BY, t.b GROUP_BY

-- case: MERGE
-- catalog: t(id, v); s(id, v)
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.v > 0 THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)
--> inputs: s
--> outputs: t
--> t.v: s.v IDENTITY
--> t.id: s.id IDENTITY
--> rows: s.id JOIN, s.v FILTER, t.id JOIN

-- case: a JSON path function is a transformation
-- catalog: t(doc)
SELECT json_extract_scalar(doc, '$.a') AS a FROM t
--> inputs: t
--> a: t.doc TRANSFORMATION

-- case: tables as arguments
-- catalog: orders(id)
SELECT * FROM TABLE(exclude_columns(input => TABLE(orders), columns => DESCRIPTOR(id)))
--> inputs: orders
--> *: orders.id TRANSFORMATION
