-- case: lateral view
SELECT id, tag FROM t LATERAL VIEW EXPLODE_SPLIT(tags, ',') l AS tag
--> inputs: t
--> id: t.id IDENTITY
--> tag: t.tags TRANSFORMATION

-- case: insert overwrite
INSERT OVERWRITE TABLE mart.t SELECT id, v FROM raw.s
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.id: raw.s.id IDENTITY
--> mart.t.v: raw.s.v IDENTITY

-- case: a label in front of the query
INSERT INTO mart.t WITH LABEL l1 (id) SELECT id FROM raw.s
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.id: raw.s.id IDENTITY

-- case: a view keeps the spelling of tables
CREATE VIEW Mart.V AS SELECT Id FROM Raw.S
--> inputs: Raw.S
--> outputs: Mart.V
--> Mart.V.id: Raw.S.id IDENTITY

-- case: windows over partitions
SELECT id, SUM(v) OVER (PARTITION BY k ORDER BY at) AS run FROM t
--> inputs: t
--> id: t.id IDENTITY
--> run: t.at WINDOW, t.k WINDOW, t.v AGGREGATION

-- case: star without some columns
-- catalog: t(a, b, c)
SELECT * EXCEPT (b) FROM t
--> inputs: t
--> a: t.a IDENTITY
--> c: t.c IDENTITY

-- case: delete from a joined table
DELETE FROM t USING s WHERE t.id = s.id
--> inputs: s
--> outputs: t
--> rows: s.id FILTER, t.id FILTER

-- case: a join with a hint
SELECT a.x FROM a JOIN [broadcast] b ON a.id = b.id
--> inputs: a, b
--> x: a.x IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: a materialised view
CREATE MATERIALIZED VIEW mv BUILD IMMEDIATE REFRESH AUTO ON MANUAL DISTRIBUTED BY RANDOM AS SELECT k, SUM(v) AS v FROM t GROUP BY k
--> inputs: t
--> outputs: mv
--> mv.k: t.k IDENTITY
--> mv.v: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: a foreign catalog
INSERT INTO internal.mart.t (id) SELECT id FROM hive.db.s
--> inputs: hive.db.s
--> outputs: internal.mart.t
--> internal.mart.t.id: hive.db.s.id IDENTITY

-- case: sketches of users
SELECT k, BITMAP_UNION(TO_BITMAP(uid)) AS u FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> u: t.uid AGGREGATION
--> rows: t.k GROUP_BY

-- case: JSON functions
SELECT JSON_EXTRACT_STRING(doc, '$.a') AS a FROM t
--> inputs: t
--> a: t.doc TRANSFORMATION

-- case: a variant's key
SELECT CAST(v['name'] AS STRING) AS name FROM t
--> inputs: t
--> name: t.v TRANSFORMATION

-- case: an update from another table
UPDATE t SET v = s.v FROM s WHERE t.id = s.id
--> inputs: s
--> outputs: t
--> t.v: s.v IDENTITY
--> rows: s.id FILTER, t.id FILTER

-- case: a table from a query
CREATE TABLE t2 DISTRIBUTED BY HASH(id) BUCKETS 4 PROPERTIES ('replication_num' = '1') AS SELECT id, UPPER(n) AS n FROM t
--> inputs: t
--> outputs: t2
--> t2.id: t.id IDENTITY
--> t2.n: t.n TRANSFORMATION

-- case: names within a group
SELECT GROUP_CONCAT(name) AS names FROM t
--> inputs: t
--> names: t.name AGGREGATION

-- case: a window in a derived table
SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY k ORDER BY at DESC) AS n FROM t) x WHERE n = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.at FILTER, t.k FILTER

-- case: a semi join
SELECT a.x FROM a LEFT SEMI JOIN b ON a.id = b.id
--> inputs: a, b
--> x: a.x IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: truncate one partition
TRUNCATE TABLE t PARTITION (p1)
--> outputs: t

-- case: COALESCE and NULLIF
SELECT COALESCE(a, b) AS x, NULLIF(c, d) AS y FROM t
--> inputs: t
--> x: t.a TRANSFORMATION CONDITIONAL, t.b TRANSFORMATION CONDITIONAL
--> y: t.c TRANSFORMATION CONDITIONAL, t.d CONDITIONAL

-- case: an array's lambda
SELECT array_map(x -> x * f, xs) AS ys FROM t
--> inputs: t
--> ys: t.f TRANSFORMATION, t.xs TRANSFORMATION

-- case: MINUS
SELECT a FROM s MINUS SELECT a FROM t
--> inputs: s, t
--> a: s.a IDENTITY, t.a IDENTITY
