-- case: explode names its column
-- catalog: t(id, xs)
SELECT id, x FROM t LATERAL VIEW explode(xs) e AS x
--> inputs: t
--> id: t.id IDENTITY
--> x: t.xs TRANSFORMATION

-- case: a file by path
SELECT a FROM parquet.`/data/x`
--> inputs: path:/data/x
--> a: path:/data/x.a IDENTITY

-- case: INSERT OVERWRITE a partition
-- catalog: s(a, b); t(a, b, d)
INSERT OVERWRITE TABLE t PARTITION (d = '2026-01-01') SELECT a, b FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> t.b: s.b IDENTITY

-- case: a dynamic partition comes last
-- catalog: s(a, day); t(d, a)
INSERT INTO t PARTITION (d) SELECT a, day FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> t.d: s.day IDENTITY

-- case: a temporary view is followed through
-- catalog: s(a)
CREATE OR REPLACE TEMPORARY VIEW v AS SELECT a + 1 AS b FROM s; INSERT INTO t SELECT b FROM v
--> inputs: s
--> outputs: t
--> temporary: v
--> t.b: s.a TRANSFORMATION

-- case: inline and stack
-- catalog: t(a, b)
SELECT k, v FROM t LATERAL VIEW stack(2, 'a', a, 'b', b) s AS k, v
--> inputs: t
--> k: t.a TRANSFORMATION, t.b TRANSFORMATION
--> v: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: double quotes are strings
SELECT "x" AS lit, `y z` FROM t
--> inputs: t
--> lit:
--> y z: t.y z IDENTITY

-- case: hashes mask
-- catalog: users(mail)
SELECT sha2(mail, 256) AS mail_hash FROM users
--> inputs: users
--> mail_hash: users.mail TRANSFORMATION masked

-- case: anti joins leave the right side out
-- catalog: a(id); b(id)
SELECT * FROM a LEFT ANTI JOIN b ON a.id = b.id
--> inputs: a, b
--> id: a.id IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: higher-order functions
-- catalog: t(xs)
SELECT filter(xs, x -> x > 0) AS pos, aggregate(xs, 0, (acc, x) -> acc + x) AS s FROM t
--> inputs: t
--> pos: t.xs TRANSFORMATION
--> s: t.xs TRANSFORMATION

-- case: TRANSFORM runs a script
-- catalog: t(a, b)
SELECT TRANSFORM (a, b) USING 'cat' AS (x, y) FROM t
--> inputs: t
--> x: t.a TRANSFORMATION, t.b TRANSFORMATION
--> y: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: PIVOT
-- catalog: s(k, q, v)
SELECT * FROM s PIVOT (SUM(v) AS t FOR q IN ('a' AS qa, 'b' AS qb))
--> inputs: s
--> k: s.k IDENTITY
--> qa: s.v AGGREGATION
--> qb: s.v AGGREGATION
--> rows: s.q GROUP_BY

-- case: a lateral alias
-- catalog: t(a)
SELECT a * 2 AS b, b + 1 AS c FROM t
--> inputs: t
--> b: t.a TRANSFORMATION
--> c: t.a TRANSFORMATION

-- case: VERSION AS OF
SELECT a FROM t VERSION AS OF 3
--> inputs: t
--> a: t.a IDENTITY

-- case: CACHE and SET read nothing
CACHE TABLE x AS SELECT 1; SET spark.sql.shuffle.partitions = 8
