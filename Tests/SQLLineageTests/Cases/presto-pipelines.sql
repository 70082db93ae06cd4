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

-- case: a lambda with two parameters
SELECT map_filter(m, (k, v) -> v > low) AS m FROM t
--> inputs: t
--> m: t.low TRANSFORMATION, t.m TRANSFORMATION

-- case: insert with a list
INSERT INTO a (x, y) SELECT p, q FROM b
--> inputs: b
--> outputs: a
--> a.x: b.p IDENTITY
--> a.y: b.q IDENTITY

-- case: the latest by max_by
SELECT id, max_by(v, at) AS v FROM t GROUP BY id
--> inputs: t
--> id: t.id IDENTITY
--> v: t.at AGGREGATION, t.v AGGREGATION
--> rows: t.id GROUP_BY

-- case: TABLESAMPLE
SELECT id FROM t TABLESAMPLE BERNOULLI (10)
--> inputs: t
--> id: t.id IDENTITY

-- case: a hash masks
SELECT md5(to_utf8(email)) AS h FROM t
--> inputs: t
--> h: t.email TRANSFORMATION masked

-- case: sessions are no tables
SET SESSION x = 1; SELECT id FROM t
--> inputs: t
--> id: t.id IDENTITY

-- case: a view reads through its expressions
CREATE VIEW v AS WITH x AS (SELECT a + b AS s FROM t) SELECT s FROM x
--> inputs: t
--> outputs: v
--> v.s: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: delete by a query
DELETE FROM t WHERE id IN (SELECT id FROM s)
--> inputs: s
--> outputs: t
--> rows: s.id FILTER, t.id FILTER

-- case: counts with a condition
SELECT count_if(ok) AS n FROM t
--> inputs: t
--> n: t.ok AGGREGATION masked

-- case: windows with frames
SELECT avg(v) OVER (PARTITION BY k ORDER BY at ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS m FROM t
--> inputs: t
--> m: t.at WINDOW, t.k WINDOW, t.v AGGREGATION

-- case: concatenation
SELECT a || '-' || b AS ab FROM t
--> inputs: t
--> ab: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: date arithmetic has units
SELECT date_diff('day', a, b) AS d, date_trunc('month', c) AS m FROM t
--> inputs: t
--> d: t.a TRANSFORMATION, t.b TRANSFORMATION
--> m: t.c TRANSFORMATION

-- case: a table of the system
SELECT node_id FROM system.runtime.nodes
--> inputs: system.runtime.nodes
--> node_id: system.runtime.nodes.node_id IDENTITY

-- case: TRY
SELECT try(a / b) AS r FROM t
--> inputs: t
--> r: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: unnest under no alias for its columns
SELECT x FROM t CROSS JOIN UNNEST(xs) AS u (x)
--> inputs: t
--> x: t.xs TRANSFORMATION

-- case: EXPLAIN reads nothing new
EXPLAIN SELECT id FROM t
--> inputs: t
--> id: t.id IDENTITY
