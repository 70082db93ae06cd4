-- case: three parts, folded
SELECT Id FROM Hive.Raw."Events"
--> inputs: hive.raw.events
--> id: hive.raw.events.id IDENTITY

-- case: unnest of two arrays
SELECT a, b FROM t CROSS JOIN UNNEST(xs, ys) AS u (a, b)
--> inputs: t
--> a: t.xs TRANSFORMATION
--> b: t.ys TRANSFORMATION

-- case: an approximate percentile
SELECT k, approx_percentile(v, 0.5) AS mid FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> mid: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: JSON paths
SELECT json_extract_scalar(doc, '$.a') AS a FROM t
--> inputs: t
--> a: t.doc TRANSFORMATION

-- case: a table with properties
CREATE TABLE t2 WITH (format = 'ORC') AS SELECT id FROM t
--> inputs: t
--> outputs: t2
--> t2.id: t.id IDENTITY

-- case: a prepared statement's parameters are no columns
SELECT id FROM t WHERE a = ? AND b = ?
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.a FILTER, t.b FILTER

-- case: map aggregation
SELECT map_agg(k, v) AS m FROM t
--> inputs: t
--> m: t.k AGGREGATION, t.v AGGREGATION

-- case: IF and NULLIF
SELECT IF(a > 0, b) AS x, NULLIF(c, d) AS y FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b TRANSFORMATION
--> y: t.c TRANSFORMATION CONDITIONAL, t.d CONDITIONAL
