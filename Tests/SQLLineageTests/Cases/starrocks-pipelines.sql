-- case: insert overwrite a partition
INSERT OVERWRITE mart.t PARTITION (p1) SELECT id, v FROM raw.s
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.id: raw.s.id IDENTITY
--> mart.t.v: raw.s.v IDENTITY

-- case: files as a table
INSERT INTO mart.t SELECT id FROM FILES('path' = 's3://b/in/*.parquet', 'format' = 'parquet')
--> inputs: path:s3://b/in/*.parquet
--> outputs: mart.t
--> mart.t.id: path:s3://b/in/*.parquet.id IDENTITY

-- case: an asynchronous materialised view
CREATE MATERIALIZED VIEW mv DISTRIBUTED BY HASH(k) REFRESH ASYNC AS SELECT k, SUM(v) AS v FROM raw.s GROUP BY k
--> inputs: raw.s
--> outputs: mv
--> mv.k: raw.s.k IDENTITY
--> mv.v: raw.s.v AGGREGATION
--> rows: raw.s.k GROUP_BY

-- case: bitmaps and sketches
SELECT k, BITMAP_UNION(TO_BITMAP(uid)) AS users, HLL_UNION_AGG(h) AS n FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> users: t.uid AGGREGATION
--> n: t.h AGGREGATION
--> rows: t.k GROUP_BY

-- case: unnest a column
SELECT id, u.unnest FROM t, UNNEST(tags) AS u
--> inputs: t
--> id: t.id IDENTITY
--> unnest: t.tags TRANSFORMATION

-- case: a table of a foreign catalog
INSERT INTO mart.t (id) SELECT id FROM hive_cat.db.s
--> inputs: hive_cat.db.s
--> outputs: mart.t
--> mart.t.id: hive_cat.db.s.id IDENTITY

-- case: a table from a query with its distribution
CREATE TABLE mart.t DISTRIBUTED BY HASH(id) BUCKETS 8 PROPERTIES ('replication_num' = '1') AS SELECT id FROM raw.s
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.id: raw.s.id IDENTITY

-- case: an array lambda
SELECT ARRAY_MAP(x -> x + k, xs) AS ys FROM t
--> inputs: t
--> ys: t.k TRANSFORMATION, t.xs TRANSFORMATION

-- case: a swap
ALTER TABLE a SWAP WITH b
--> inputs: a, b
--> outputs: a, b

-- case: a lateral unnest
SELECT t.id, u.x FROM t CROSS JOIN LATERAL unnest(t.xs) AS u (x)
--> inputs: t
--> id: t.id IDENTITY
--> x: t.xs TRANSFORMATION

-- case: QUALIFY
SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY at) = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.at FILTER, t.k FILTER

-- case: a JSON arrow
SELECT doc -> '$.a' AS a FROM t
--> inputs: t
--> a: t.doc TRANSFORMATION

-- case: an update with a common table expression
WITH x AS (SELECT id, v FROM s) UPDATE t SET v = x.v FROM x WHERE t.id = x.id
--> inputs: s
--> outputs: t
--> t.v: s.v IDENTITY
--> rows: s.id FILTER, t.id FILTER

-- case: delete with USING
DELETE FROM t USING s WHERE t.id = s.id
--> inputs: s
--> outputs: t
--> rows: s.id FILTER, t.id FILTER

-- case: a percentile
SELECT PERCENTILE_APPROX(v, 0.9) AS p FROM t
--> inputs: t
--> p: t.v AGGREGATION

-- case: IF and IFNULL
SELECT IF(a, b, c) AS x, IFNULL(d, e) AS y FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b TRANSFORMATION, t.c TRANSFORMATION
--> y: t.d TRANSFORMATION CONDITIONAL, t.e TRANSFORMATION CONDITIONAL

-- case: a hash masks
SELECT md5(email) AS h FROM t
--> inputs: t
--> h: t.email TRANSFORMATION masked

-- case: a view
CREATE VIEW v (x) AS SELECT a + 1 FROM t
--> inputs: t
--> outputs: v
--> v.x: t.a TRANSFORMATION

-- case: tables keep their spelling
SELECT Id FROM Db.Tab
--> inputs: Db.Tab
--> id: Db.Tab.id IDENTITY

-- case: ROLLUP
SELECT a, SUM(v) AS v FROM t GROUP BY ROLLUP (a)
--> inputs: t
--> a: t.a IDENTITY
--> v: t.v AGGREGATION
--> rows: t.a GROUP_BY

-- case: a time slice
SELECT time_slice(at, INTERVAL 5 MINUTE) AS slot, COUNT(id) AS n FROM t GROUP BY 1
--> inputs: t
--> slot: t.at TRANSFORMATION
--> n: t.id AGGREGATION masked
--> rows: t.at GROUP_BY
