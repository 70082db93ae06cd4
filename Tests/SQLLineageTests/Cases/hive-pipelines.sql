-- case: several inserts from one source
FROM raw.events e
INSERT OVERWRITE TABLE mart.clicks PARTITION (day = '2026-01-01') SELECT e.id WHERE e.kind = 'click'
INSERT INTO TABLE mart.views SELECT e.id WHERE e.kind = 'view'
--> inputs: raw.events
--> outputs: mart.clicks, mart.views
--> mart.clicks.id: raw.events.id IDENTITY
--> mart.views.id: raw.events.id IDENTITY
--> rows: raw.events.kind FILTER

-- case: a dynamic partition takes the last column
-- catalog: mart.t(id, day)
INSERT OVERWRITE TABLE mart.t PARTITION (day) SELECT id, event_day FROM raw.t
--> inputs: raw.t
--> outputs: mart.t
--> mart.t.id: raw.t.id IDENTITY
--> mart.t.day: raw.t.event_day IDENTITY

-- case: a branch of CASE stays an identity
SELECT CASE WHEN a > 0 THEN b ELSE c END AS x FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b IDENTITY, t.c IDENTITY

-- case: two lateral views, the second over the first
SELECT id, word FROM docs LATERAL VIEW explode(lines) l AS line LATERAL VIEW explode(split(line, ' ')) w AS word
--> inputs: docs
--> id: docs.id IDENTITY
--> word: docs.lines TRANSFORMATION

-- case: posexplode gives a position and a value
SELECT id, p, v FROM t LATERAL VIEW posexplode(xs) e AS p, v
--> inputs: t
--> id: t.id IDENTITY
--> p: t.xs TRANSFORMATION
--> v: t.xs TRANSFORMATION

-- case: load a file into a partition
LOAD DATA INPATH 'hdfs://nn/in/day=1' OVERWRITE INTO TABLE raw.t PARTITION (day = '1')
--> inputs: path:hdfs://nn/in/day=1
--> outputs: raw.t

-- case: an external table has its columns, not its data
CREATE EXTERNAL TABLE raw.x (id BIGINT, name STRING) STORED AS PARQUET LOCATION 's3://b/x'; SELECT * FROM raw.x
--> inputs: raw.x
--> outputs: raw.x
--> id: raw.x.id IDENTITY
--> name: raw.x.name IDENTITY

-- case: a directory is written
INSERT OVERWRITE LOCAL DIRECTORY '/tmp/out' ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' SELECT id FROM t
--> inputs: t
--> outputs: path:/tmp/out
--> path:/tmp/out.id: t.id IDENTITY

-- case: a left semi join
SELECT a.id FROM a LEFT SEMI JOIN b ON a.id = b.id
--> inputs: a, b
--> id: a.id IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: CLUSTER BY sorts within its parts
-- catalog: t(id, day, n)
SELECT id, n FROM t CLUSTER BY day
--> inputs: t
--> id: t.id IDENTITY
--> n: t.n IDENTITY
--> rows: t.day SORT

-- case: variables are no columns
SELECT id FROM t WHERE day = '${hiveconf:day}' AND region = ${hivevar:region}
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.day FILTER, t.region FILTER
--> says: template

-- case: a transform script
SELECT TRANSFORM (a, b) USING 'python x.py' AS (c STRING, d INT) FROM t
--> inputs: t
--> c: t.a TRANSFORMATION, t.b TRANSFORMATION
--> d: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: map and reduce words
SELECT id FROM t DISTRIBUTE BY k SORT BY v
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.v SORT

-- case: a struct's field and a map's element
SELECT s.name AS n, m['k'] AS k FROM t
--> inputs: t
--> n: t.s TRANSFORMATION
--> k: t.m TRANSFORMATION

-- case: insert into a partition
INSERT INTO TABLE m.t PARTITION (day = '1') SELECT a FROM r.s
--> inputs: r.s
--> outputs: m.t
--> m.t.a: r.s.a IDENTITY

-- case: outer lateral view
SELECT id, x FROM t LATERAL VIEW OUTER explode(xs) e AS x
--> inputs: t
--> id: t.id IDENTITY
--> x: t.xs TRANSFORMATION

-- case: grouping sets
SELECT a, b, SUM(c) AS c FROM t GROUP BY a, b GROUPING SETS ((a, b), a)
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY
--> c: t.c AGGREGATION
--> rows: t.a GROUP_BY, t.b GROUP_BY

-- case: a table like another
CREATE TABLE b LIKE a
--> inputs: a
--> outputs: b
