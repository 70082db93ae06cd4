-- case: rows of an insert come back
INSERT INTO t (a) SELECT a FROM s RETURNING a
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: a table with its past
SELECT id FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 00:00:00'
--> inputs: t
--> id: t.id IDENTITY

-- case: a sequence's next value
INSERT INTO t (id, a) SELECT NEXT VALUE FOR s1, a FROM s
--> inputs: s
--> outputs: t
--> t.id:
--> t.a: s.a IDENTITY

-- case: a replaced table
CREATE OR REPLACE TABLE t AS SELECT a, b FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> t.b: s.b IDENTITY

-- case: EXCEPT and INTERSECT
SELECT a FROM s EXCEPT SELECT a FROM t INTERSECT SELECT a FROM u
--> inputs: s, t, u
--> a: s.a IDENTITY, t.a IDENTITY, u.a IDENTITY

-- case: a dynamic column
SELECT COLUMN_GET(attrs, 'color' AS CHAR) AS color FROM t
--> inputs: t
--> color: t.attrs TRANSFORMATION

-- case: a table of JSON rows
SELECT t.id, j.sku FROM t, JSON_TABLE(t.doc, '$[*]' COLUMNS (sku VARCHAR(20) PATH '$.sku')) j
--> inputs: t
--> id: t.id IDENTITY
--> sku: t.doc TRANSFORMATION

-- case: an update with a limit
UPDATE t SET a = b WHERE c > 1 ORDER BY d LIMIT 10
--> outputs: t
--> t.a: t.b IDENTITY
--> rows: t.c FILTER, t.d SORT
