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
