-- case: UNNEST of two arrays
-- catalog: t(xs, ys)
SELECT x, y FROM t CROSS JOIN UNNEST(xs, ys) AS u (x, y)
--> inputs: t
--> x: t.xs TRANSFORMATION
--> y: t.ys TRANSFORMATION

-- case: approximate percentile
-- catalog: t(v)
SELECT approx_percentile(v, 0.5) AS m FROM t
--> inputs: t
--> m: t.v AGGREGATION

-- case: CREATE TABLE AS
-- catalog: s(a)
CREATE TABLE t WITH (format = 'PARQUET') AS SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: element_at
-- catalog: t(m)
SELECT element_at(m, 'k') AS v FROM t
--> inputs: t
--> v: t.m TRANSFORMATION

-- case: TABLESAMPLE
-- catalog: t(a)
SELECT a FROM t TABLESAMPLE BERNOULLI (10)
--> inputs: t
--> a: t.a IDENTITY

-- case: VALUES as a table
SELECT a FROM (VALUES (1, 'x'), (2, 'y')) AS v (a, b)
--> a:
