-- case: three parts in Unity Catalog
INSERT INTO main.mart.t (id) SELECT id FROM main.raw.s
--> inputs: main.raw.s
--> outputs: main.mart.t
--> main.mart.t.id: main.raw.s.id IDENTITY

-- case: merge everything by name
-- catalog: t(id, a); s(id, a)
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
--> inputs: s
--> outputs: t
--> t.id: s.id IDENTITY
--> t.a: s.a IDENTITY
--> rows: s.id JOIN, t.id JOIN

-- case: a path into a JSON text
SELECT raw:user.name::string AS name FROM events
--> inputs: events
--> name: events.raw TRANSFORMATION

-- case: COPY INTO takes files
COPY INTO bronze.events FROM 's3://landing/events/' FILEFORMAT = JSON COPY_OPTIONS ('mergeSchema' = 'true')
--> inputs: path:s3://landing/events/
--> outputs: bronze.events

-- case: a streaming table of files
CREATE OR REFRESH STREAMING TABLE bronze AS SELECT id, body FROM STREAM read_files('/Volumes/raw/in', format => 'json')
--> inputs: path:/Volumes/raw/in
--> outputs: bronze
--> bronze.id: path:/Volumes/raw/in.id IDENTITY
--> bronze.body: path:/Volumes/raw/in.body IDENTITY

-- case: a live table
CREATE OR REFRESH LIVE TABLE silver AS SELECT id, trim(body) AS body FROM LIVE.bronze
--> inputs: live.bronze
--> outputs: silver
--> silver.id: live.bronze.id IDENTITY
--> silver.body: live.bronze.body TRANSFORMATION

-- case: except in a star
-- catalog: t(a, b, c)
SELECT * EXCEPT (b) FROM t
--> inputs: t
--> a: t.a IDENTITY
--> c: t.c IDENTITY

-- case: a version in the past
SELECT id FROM t VERSION AS OF 12
--> inputs: t
--> id: t.id IDENTITY

-- case: replace where
INSERT INTO sales REPLACE WHERE day = '2026-01-01' SELECT id, day FROM staged
--> inputs: staged
--> outputs: sales
--> sales.id: staged.id IDENTITY
--> sales.day: staged.day IDENTITY

-- case: QUALIFY
SELECT id FROM t QUALIFY row_number() OVER (PARTITION BY k ORDER BY at) = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.at FILTER, t.k FILTER

-- case: optimize and vacuum move no data
OPTIMIZE t ZORDER BY (id); VACUUM t RETAIN 168 HOURS; SELECT id FROM t
--> inputs: t
--> id: t.id IDENTITY

-- case: a shallow clone
CREATE TABLE dev.t SHALLOW CLONE prod.t
--> inputs: prod.t
--> outputs: dev.t

-- case: USE CATALOG and USE SCHEMA
USE CATALOG main; USE SCHEMA mart; INSERT INTO t (a) SELECT a FROM s
--> inputs: main.mart.s
--> outputs: main.mart.t
--> main.mart.t.a: main.mart.s.a IDENTITY

-- case: pivot
-- catalog: s(k, q, v)
SELECT * FROM s PIVOT (SUM(v) FOR q IN (1 AS q1, 2 AS q2))
--> inputs: s
--> k: s.k IDENTITY
--> q1: s.v AGGREGATION
--> q2: s.v AGGREGATION
--> rows: s.q GROUP_BY

-- case: a generated column's function
SELECT try_cast(a AS INT) AS a, a ?:: INT AS b FROM t
--> inputs: t
--> a: t.a TRANSFORMATION
--> b: t.a TRANSFORMATION

-- case: explode in the select list
SELECT id, explode(xs) AS x FROM t
--> inputs: t
--> id: t.id IDENTITY
--> x: t.xs TRANSFORMATION

-- case: insert by name
-- catalog: t(a, b)
INSERT INTO t BY NAME SELECT y AS b, x AS a FROM s
--> inputs: s
--> outputs: t
--> t.b: s.y IDENTITY
--> t.a: s.x IDENTITY

-- case: a delta table by its path
SELECT id FROM delta.`/mnt/x`
--> inputs: path:/mnt/x
--> id: path:/mnt/x.id IDENTITY
