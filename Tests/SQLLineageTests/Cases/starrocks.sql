-- case: a join hint is no alias
-- catalog: a(id); b(id, x)
SELECT b.x FROM a JOIN [BROADCAST] b ON a.id = b.id
--> inputs: a, b
--> x: b.x IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: INSERT OVERWRITE
-- catalog: s(a, b)
INSERT OVERWRITE t SELECT a, b FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> t.b: s.b IDENTITY

-- case: materialized views refresh
-- catalog: s(a)
CREATE MATERIALIZED VIEW mv DISTRIBUTED BY HASH (a) REFRESH ASYNC AS SELECT a, COUNT(*) AS n FROM s GROUP BY a
--> inputs: s
--> outputs: mv
--> mv.a: s.a IDENTITY
--> mv.n:
--> rows: s.a GROUP_BY

-- case: FILES reads a path
SELECT a FROM FILES('path' = 's3://b/x', 'format' = 'parquet')
--> inputs: path:s3://b/x
--> a: path:s3://b/x.a IDENTITY

-- case: UNNEST by comma
-- catalog: t(id, xs)
SELECT t.id, u.x FROM t, UNNEST(xs) AS u (x)
--> inputs: t
--> id: t.id IDENTITY
--> x: t.xs TRANSFORMATION

-- case: bitmap aggregates
-- catalog: t(k, u)
SELECT k, BITMAP_UNION(u) AS b FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> b: t.u AGGREGATION
--> rows: t.k GROUP_BY

-- case: tables keep their case
SELECT A FROM Db.T
--> inputs: Db.T
--> a: Db.T.a IDENTITY

-- case: a primary key table
CREATE TABLE t (a INT, b INT) PRIMARY KEY (a) DISTRIBUTED BY HASH (a)
--> outputs: t

-- case: SWAP
ALTER TABLE a SWAP WITH b
--> inputs: a, b
--> outputs: a, b
