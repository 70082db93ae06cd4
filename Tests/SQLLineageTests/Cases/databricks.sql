-- case: colon paths
-- catalog: raw(doc)
SELECT doc:user.name AS n, doc:items[0]:sku::string AS sku FROM raw
--> inputs: raw
--> n: raw.doc TRANSFORMATION
--> sku: raw.doc TRANSFORMATION

-- case: COPY INTO reads a folder
COPY INTO main.s.t FROM '/mnt/x' FILEFORMAT = JSON
--> inputs: path:/mnt/x
--> outputs: main.s.t

-- case: MERGE with stars
-- catalog: t(id, v); s(id, v)
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
--> inputs: s
--> outputs: t
--> t.id: s.id IDENTITY
--> t.v: s.v IDENTITY
--> rows: s.id JOIN, t.id JOIN

-- case: a streaming table
-- catalog: bronze(a)
CREATE OR REFRESH STREAMING TABLE silver AS SELECT a FROM STREAM(bronze)
--> inputs: bronze
--> outputs: silver
--> silver.a: bronze.a IDENTITY

-- case: a materialized view
-- catalog: s(a)
CREATE MATERIALIZED VIEW mv AS SELECT a, count(*) AS n FROM s GROUP BY a
--> inputs: s
--> outputs: mv
--> mv.a: s.a IDENTITY
--> mv.n:
--> rows: s.a GROUP_BY

-- case: read_files has no table
SELECT * FROM read_files('/x', format => 'json')
--> inputs: path:/x
--> *: path:/x.* IDENTITY

-- case: SHALLOW CLONE
CREATE TABLE b SHALLOW CLONE a
--> inputs: a
--> outputs: b

-- case: IDENTIFIER with a parameter names nothing
SELECT a FROM IDENTIFIER(:tbl)
--> a:

-- case: QUALIFY
-- catalog: t(k, d)
SELECT k FROM t QUALIFY row_number() OVER (PARTITION BY k ORDER BY d) = 1
--> inputs: t
--> k: t.k IDENTITY
--> rows: t.d FILTER, t.k FILTER

-- case: EXCEPT on a star
-- catalog: t(a, b)
SELECT * EXCEPT (b) FROM t
--> inputs: t
--> a: t.a IDENTITY

-- case: three-level names and USE
USE CATALOG main; USE SCHEMA s; SELECT a FROM t
--> inputs: main.s.t
--> a: main.s.t.a IDENTITY

-- case: INSERT BY NAME
-- catalog: t(a, b); s(b, a)
INSERT INTO t BY NAME SELECT b, a FROM s
--> inputs: s
--> outputs: t
--> t.b: s.b IDENTITY
--> t.a: s.a IDENTITY
