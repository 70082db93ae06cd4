-- case: short forms of the verbs
INS INTO mart.t (id) SEL id FROM raw.t
--> inputs: raw.t
--> outputs: mart.t
--> mart.t.id: raw.t.id IDENTITY

-- case: a volatile table is followed through
CREATE VOLATILE TABLE vt AS (SELECT id, TRIM(name) AS name FROM raw.t) WITH DATA ON COMMIT PRESERVE ROWS;
INSERT INTO mart.t (id, name) SELECT id, name FROM vt;
--> inputs: raw.t
--> outputs: mart.t
--> temporary: vt
--> mart.t.id: raw.t.id IDENTITY
--> mart.t.name: raw.t.name TRANSFORMATION

-- case: QUALIFY
SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.id FILTER, t.ts FILTER

-- case: a cast by juxtaposition
SELECT amount (DECIMAL(18,2)) AS amount FROM t
--> inputs: t
--> amount: t.amount TRANSFORMATION

-- case: a lock in front
LOCKING TABLE raw.t FOR ACCESS SELECT id FROM raw.t
--> inputs: raw.t
--> id: raw.t.id IDENTITY

-- case: an update from another table
UPDATE t FROM raw.s s SET name = s.name WHERE t.id = s.id
--> inputs: raw.s
--> outputs: t
--> t.name: raw.s.name IDENTITY
--> rows: raw.s.id FILTER, t.id FILTER

-- case: a later column uses an alias
SELECT a + b AS ab, ab * 2 AS twice FROM t
--> inputs: t
--> ab: t.a TRANSFORMATION, t.b TRANSFORMATION
--> twice: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: MINUS keeps both sides
SELECT id FROM a MINUS SELECT id FROM b
--> inputs: a, b
--> id: a.id IDENTITY, b.id IDENTITY

-- case: comparison by letters
SELECT id FROM t WHERE a GT 1 AND b EQ 2
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.a FILTER, t.b FILTER

-- case: ZEROIFNULL and NULLIFZERO
SELECT ZEROIFNULL(a) AS a FROM t
--> inputs: t
--> a: t.a TRANSFORMATION CONDITIONAL

-- case: merge
MERGE INTO mart.t AS d USING raw.s AS s ON d.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name
WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.name: raw.s.name IDENTITY
--> mart.t.id: raw.s.id IDENTITY
--> rows: mart.t.id JOIN, raw.s.id JOIN

-- case: a row of aggregates with a title
SELECT SUM(v) (TITLE 'Sum') AS s FROM t
--> inputs: t
--> s: t.v AGGREGATION

-- case: the first rows
SELECT TOP 10 id FROM t ORDER BY v
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.v SORT

-- case: a multiset table
CREATE MULTISET TABLE m.t AS (SELECT id FROM r.s) WITH DATA PRIMARY INDEX (id)
--> inputs: r.s
--> outputs: m.t
--> m.t.id: r.s.id IDENTITY

-- case: collect statistics moves no data
COLLECT STATISTICS ON m.t COLUMN (id); SELECT id FROM m.t
--> inputs: m.t
--> id: m.t.id IDENTITY

-- case: a delete of all rows
DELETE FROM m.t ALL
--> outputs: m.t

-- case: a format phrase is no cast of another column
SELECT d (FORMAT 'YYYY-MM-DD') AS d FROM t
--> inputs: t
--> d: t.d TRANSFORMATION
