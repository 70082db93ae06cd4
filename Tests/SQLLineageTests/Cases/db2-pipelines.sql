-- case: names are folded to upper case
INSERT INTO mart.t (id, name) SELECT id, "Name" FROM raw.s
--> inputs: RAW.S
--> outputs: MART.T
--> MART.T.ID: RAW.S.ID IDENTITY
--> MART.T.NAME: RAW.S.Name IDENTITY

-- case: the dummy table
SELECT CURRENT DATE AS d FROM sysibm.sysdummy1
--> inputs: SYSIBM.SYSDUMMY1
--> D:

-- case: isolation and row limits are no columns
SELECT id FROM t FETCH FIRST 10 ROWS ONLY WITH UR
--> inputs: T
--> ID: T.ID IDENTITY

-- case: merge
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.gone = 1 THEN DELETE
WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
ELSE IGNORE
--> inputs: S
--> outputs: T
--> T.NAME: S.NAME IDENTITY
--> T.ID: S.ID IDENTITY
--> rows: S.GONE FILTER, S.ID JOIN, T.ID JOIN

-- case: a lateral table
SELECT c.id, o.total FROM customers c, LATERAL (SELECT SUM(total) AS total FROM orders o WHERE o.cid = c.id) AS o
--> inputs: CUSTOMERS, ORDERS
--> ID: CUSTOMERS.ID IDENTITY
--> TOTAL: ORDERS.TOTAL AGGREGATION
--> rows: CUSTOMERS.ID FILTER, ORDERS.CID FILTER

-- case: labelled durations
SELECT hired + 30 DAYS AS due FROM emp
--> inputs: EMP
--> DUE: EMP.HIRED TRANSFORMATION

-- case: a compound statement
CREATE PROCEDURE load () LANGUAGE SQL
BEGIN
    DECLARE n INTEGER DEFAULT 0;
    SELECT COUNT(*) INTO n FROM raw.s;
    INSERT INTO mart.t (id) SELECT id FROM raw.s;
END
--> inputs: RAW.S
--> outputs: MART.T
--> MART.T.ID: RAW.S.ID IDENTITY

-- case: a materialised query table
CREATE TABLE mq AS (SELECT k, SUM(v) AS v FROM raw.s GROUP BY k) DATA INITIALLY DEFERRED REFRESH DEFERRED
--> inputs: RAW.S
--> outputs: MQ
--> MQ.K: RAW.S.K IDENTITY
--> MQ.V: RAW.S.V AGGREGATION
--> rows: RAW.S.K GROUP_BY

-- case: VALUE is COALESCE
SELECT COALESCE(a, b) AS x FROM t
--> inputs: T
--> X: T.A TRANSFORMATION CONDITIONAL, T.B TRANSFORMATION CONDITIONAL

-- case: a recursion without the word
WITH tree (id, root) AS (SELECT id, id FROM nodes WHERE parent IS NULL
UNION ALL SELECT n.id, t.root FROM nodes n, tree t WHERE n.parent = t.id) SELECT id, root FROM tree
--> inputs: NODES
--> ID: NODES.ID IDENTITY
--> ROOT: NODES.ID IDENTITY
--> rows: NODES.ID FILTER, NODES.PARENT FILTER

-- case: two parts and an alias
SELECT s.id FROM raw.s AS s
--> inputs: RAW.S
--> ID: RAW.S.ID IDENTITY

-- case: an update by a row of a query
UPDATE t SET (a, b) = (SELECT x, y FROM s WHERE s.id = t.id)
--> inputs: S
--> outputs: T
--> T.A: S.X IDENTITY
--> T.B: S.Y IDENTITY
--> rows: S.ID FILTER, T.ID FILTER

-- case: names within a group
SELECT LISTAGG(name, ', ') WITHIN GROUP (ORDER BY at) AS names FROM t
--> inputs: T
--> NAMES: T.AT WINDOW, T.NAME AGGREGATION

-- case: a view
CREATE OR REPLACE VIEW v AS SELECT a || b AS ab FROM t
--> inputs: T
--> outputs: V
--> V.AB: T.A TRANSFORMATION, T.B TRANSFORMATION

-- case: time travel
SELECT id FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01'
--> inputs: T
--> ID: T.ID IDENTITY

-- case: a delete by a query
DELETE FROM t WHERE id IN (SELECT id FROM gone)
--> inputs: GONE
--> outputs: T
--> rows: GONE.ID FILTER, T.ID FILTER

-- case: current timestamp as a value
INSERT INTO t (a, at) SELECT a, CURRENT TIMESTAMP FROM s
--> inputs: S
--> outputs: T
--> T.A: S.A IDENTITY
--> T.AT:

-- case: CASE with a value
SELECT CASE k WHEN 1 THEN a ELSE b END AS x FROM t
--> inputs: T
--> X: T.A TRANSFORMATION, T.B TRANSFORMATION, T.K CONDITIONAL

-- case: an XML column
SELECT XMLQUERY('$d/a' PASSING doc AS "d") AS a FROM t
--> inputs: T
--> A: T.DOC TRANSFORMATION

-- case: EXCEPT ALL
SELECT a FROM s EXCEPT ALL SELECT a FROM t
--> inputs: S, T
--> A: S.A IDENTITY, T.A IDENTITY

-- case: OLAP functions
SELECT SUM(v) OVER (PARTITION BY k ORDER BY at ROWS UNBOUNDED PRECEDING) AS run FROM t
--> inputs: T
--> RUN: T.AT WINDOW, T.K WINDOW, T.V AGGREGATION
