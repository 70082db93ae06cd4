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
