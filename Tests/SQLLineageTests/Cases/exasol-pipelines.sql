-- case: names are folded to upper case
CREATE OR REPLACE TABLE mart.t AS SELECT id, SUM(v) AS v FROM raw.s GROUP BY id
--> inputs: RAW.S
--> outputs: MART.T
--> MART.T.ID: RAW.S.ID IDENTITY
--> MART.T.V: RAW.S.V AGGREGATION
--> rows: RAW.S.ID GROUP_BY

-- case: import from a file
IMPORT INTO raw.s FROM CSV AT 'https://host/in' FILE 'a.csv'
--> outputs: RAW.S

-- case: merge
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
--> inputs: S
--> outputs: T
--> T.NAME: S.NAME IDENTITY
--> T.ID: S.ID IDENTITY
--> rows: S.ID JOIN, T.ID JOIN

-- case: names within a group
SELECT k, GROUP_CONCAT(name ORDER BY at SEPARATOR ',') AS names FROM t GROUP BY k
--> inputs: T
--> K: T.K IDENTITY
--> NAMES: T.AT AGGREGATION, T.NAME AGGREGATION
--> rows: T.K GROUP_BY

-- case: a hierarchy
SELECT id, SYS_CONNECT_BY_PATH(name, '/') AS path FROM emp START WITH boss IS NULL CONNECT BY PRIOR id = boss
--> inputs: EMP
--> ID: EMP.ID IDENTITY
--> PATH: EMP.NAME TRANSFORMATION
--> rows: EMP.BOSS FILTER, EMP.ID FILTER

-- case: an update from another table
UPDATE t SET t.name = s.name FROM t, s WHERE t.id = s.id
--> inputs: S
--> outputs: T
--> T.NAME: S.NAME IDENTITY
--> rows: S.ID FILTER, T.ID FILTER

-- case: conversion with a format
SELECT TO_DATE(d, 'YYYYMMDD') AS d, CAST(n AS DECIMAL(10)) AS n FROM t
--> inputs: T
--> D: T.D TRANSFORMATION
--> N: T.N TRANSFORMATION

-- case: ranks in a window
SELECT id, RANK() OVER (PARTITION BY k ORDER BY v DESC) AS r FROM t
--> inputs: T
--> ID: T.ID IDENTITY
--> R: T.K WINDOW, T.V WINDOW

-- case: a view
CREATE FORCE VIEW v AS SELECT id FROM t
--> inputs: T
--> outputs: V
--> V.ID: T.ID IDENTITY

-- case: a preferred latest row
SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY at DESC) = 1
--> inputs: T
--> ID: T.ID IDENTITY
--> rows: T.AT FILTER, T.ID FILTER

-- case: NVL and ZEROIFNULL
SELECT NVL(a, b) AS x, ZEROIFNULL(c) AS y FROM t
--> inputs: T
--> X: T.A TRANSFORMATION CONDITIONAL, T.B TRANSFORMATION CONDITIONAL
--> Y: T.C TRANSFORMATION CONDITIONAL

-- case: DECODE
SELECT DECODE(k, 1, a, b) AS x FROM t
--> inputs: T
--> X: T.A TRANSFORMATION, T.B TRANSFORMATION, T.K CONDITIONAL

-- case: a hash masks
SELECT HASH_SHA256(email) AS h FROM t
--> inputs: T
--> H: T.EMAIL TRANSFORMATION masked

-- case: insert from a query
INSERT INTO m.t (a, b) SELECT x, SUM(y) FROM r.s GROUP BY x
--> inputs: R.S
--> outputs: M.T
--> M.T.A: R.S.X IDENTITY
--> M.T.B: R.S.Y AGGREGATION
--> rows: R.S.X GROUP_BY

-- case: quoted names keep their case
SELECT "Id" FROM "Raw"."Tab"
--> inputs: Raw.Tab
--> Id: Raw.Tab.Id IDENTITY

-- case: MINUS
SELECT a FROM s MINUS SELECT a FROM t
--> inputs: S, T
--> A: S.A IDENTITY, T.A IDENTITY

-- case: a delete
DELETE FROM t WHERE EXISTS (SELECT 1 FROM gone g WHERE g.id = t.id)
--> inputs: GONE
--> outputs: T
--> rows: GONE.ID FILTER, T.ID FILTER

-- case: a distribution key
CREATE TABLE m.t AS SELECT a, b FROM r.s
--> inputs: R.S
--> outputs: M.T
--> M.T.A: R.S.A IDENTITY
--> M.T.B: R.S.B IDENTITY

-- case: a JSON value
SELECT JSON_VALUE(doc, '$.a') AS a FROM t
--> inputs: T
--> A: T.DOC TRANSFORMATION

-- case: a regular expression
SELECT REGEXP_SUBSTR(text, p) AS x FROM t
--> inputs: T
--> X: T.P TRANSFORMATION, T.TEXT TRANSFORMATION

-- case: a median of a window
SELECT MEDIAN(v) OVER (PARTITION BY k) AS m FROM t
--> inputs: T
--> M: T.K WINDOW, T.V AGGREGATION

-- case: a full join by USING
SELECT a.x FROM a JOIN b USING (id) WHERE a.x > 1
--> inputs: A, B
--> X: A.X IDENTITY
--> rows: A.ID JOIN, A.X FILTER, B.ID JOIN
