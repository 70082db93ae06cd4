-- case: properties are no columns
-- catalog: s(a)
CREATE TABLE t PROPERTIES ('replication_num' = '1') AS SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: ranges of partitions
CREATE TABLE t (a INT, d DATE) PARTITION BY RANGE (d) (FROM ('2026-01-01') TO ('2026-02-01') INTERVAL 1 DAY)
--> outputs: t

-- case: LATERAL VIEW
-- catalog: t(id, xs)
SELECT id, x FROM t LATERAL VIEW explode_split(xs, ',') e AS x
--> inputs: t
--> id: t.id IDENTITY
--> x: t.xs TRANSFORMATION

-- case: INSERT INTO with a label
-- catalog: s(a)
INSERT INTO t WITH LABEL l1 (a) SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: UPDATE with joins
-- catalog: a(id, v); b(id, v)
UPDATE a SET v = b.v FROM b WHERE a.id = b.id
--> inputs: b
--> outputs: a
--> a.v: b.v IDENTITY
--> rows: a.id FILTER, b.id FILTER

-- case: window functions
-- catalog: t(k, v)
SELECT k, LAG(v, 1) OVER (PARTITION BY k ORDER BY v) AS p FROM t
--> inputs: t
--> k: t.k IDENTITY
--> p: t.k WINDOW, t.v TRANSFORMATION WINDOW

-- case: nullable
-- catalog: t(a, b)
SELECT NVL(a, b) AS v FROM t
--> inputs: t
--> v: t.a TRANSFORMATION CONDITIONAL, t.b TRANSFORMATION CONDITIONAL

-- case: DELETE with a partition
DELETE FROM t PARTITION p1 WHERE a = 1
--> outputs: t
--> rows: t.a FILTER
