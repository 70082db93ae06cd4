-- case: casts with :>
-- catalog: t(a)
SELECT a :> BIGINT AS a FROM t
--> inputs: t
--> a: t.a TRANSFORMATION

-- case: JSON access
-- catalog: t(doc)
SELECT doc::name AS n, doc::%total AS x FROM t
--> inputs: t
--> n: t.doc TRANSFORMATION
--> x: t.doc TRANSFORMATION

-- case: INSERT ON DUPLICATE KEY
-- catalog: t(k, n); s(k, n)
INSERT INTO t (k, n) SELECT k, n FROM s ON DUPLICATE KEY UPDATE n = VALUES(n)
--> inputs: s
--> outputs: t
--> t.k: s.k IDENTITY
--> t.n: s.n IDENTITY

-- case: a rowstore table
CREATE ROWSTORE TABLE t (a INT, SHARD KEY (a))
--> outputs: t

-- case: a pipeline is no lineage
START PIPELINE p

-- case: MATCH AGAINST
-- catalog: t(a)
SELECT a FROM t WHERE MATCH (a) AGAINST ('x')
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.a FILTER

-- case: UPDATE with a join
-- catalog: a(id, v); b(id, v)
UPDATE a JOIN b ON a.id = b.id SET a.v = b.v
--> inputs: b
--> outputs: a
--> a.v: b.v IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: WITH
-- catalog: t(a)
WITH x AS (SELECT a FROM t) SELECT a FROM x
--> inputs: t
--> a: t.a IDENTITY
