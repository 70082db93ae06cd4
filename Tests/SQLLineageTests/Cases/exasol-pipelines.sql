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
