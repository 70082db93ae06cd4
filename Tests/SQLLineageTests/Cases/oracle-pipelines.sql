-- case: names are folded to upper case
INSERT INTO hr.totals (dept, total) SELECT dept_id, SUM(salary) FROM hr.emp GROUP BY dept_id
--> inputs: HR.EMP
--> outputs: HR.TOTALS
--> HR.TOTALS.DEPT: HR.EMP.DEPT_ID IDENTITY
--> HR.TOTALS.TOTAL: HR.EMP.SALARY AGGREGATION
--> rows: HR.EMP.DEPT_ID GROUP_BY

-- case: DUAL is no table
SELECT SYSDATE AS d FROM dual
--> inputs: DUAL
--> D:

-- case: NVL and NVL2 and DECODE
SELECT NVL(a, b) AS x, NVL2(c, d, e) AS y, DECODE(f, 1, g, h) AS z FROM t
--> inputs: T
--> X: T.A TRANSFORMATION CONDITIONAL, T.B TRANSFORMATION CONDITIONAL
--> Y: T.C CONDITIONAL, T.D TRANSFORMATION, T.E TRANSFORMATION
--> Z: T.F CONDITIONAL, T.G TRANSFORMATION, T.H TRANSFORMATION

-- case: an old outer join
SELECT e.name, d.title FROM emp e, dept d WHERE e.dept_id = d.id (+)
--> inputs: DEPT, EMP
--> NAME: EMP.NAME IDENTITY
--> TITLE: DEPT.TITLE IDENTITY
--> rows: DEPT.ID FILTER, EMP.DEPT_ID FILTER

-- case: merge with a query as source
MERGE INTO dim d USING (SELECT id, name FROM stage WHERE valid = 1) s ON (d.id = s.id)
WHEN MATCHED THEN UPDATE SET d.name = s.name DELETE WHERE d.gone = 1
WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
--> inputs: STAGE
--> outputs: DIM
--> DIM.NAME: STAGE.NAME IDENTITY
--> DIM.ID: STAGE.ID IDENTITY
--> rows: DIM.GONE FILTER, DIM.ID JOIN, STAGE.ID JOIN, STAGE.VALID FILTER

-- case: a hierarchy
SELECT id, LEVEL AS depth, CONNECT_BY_ROOT name AS top FROM emp START WITH boss IS NULL CONNECT BY PRIOR id = boss
--> inputs: EMP
--> ID: EMP.ID IDENTITY
--> DEPTH:
--> TOP: EMP.NAME IDENTITY
--> rows: EMP.BOSS FILTER, EMP.ID FILTER

-- case: insert into several tables
INSERT ALL INTO a (x) VALUES (p) INTO b (y) VALUES (q) SELECT p, q FROM src
--> inputs: SRC
--> outputs: A, B
--> A.X: SRC.P IDENTITY
--> B.Y: SRC.Q IDENTITY

-- case: LISTAGG within a group
SELECT dept, LISTAGG(name, ',') WITHIN GROUP (ORDER BY hired) AS names FROM emp GROUP BY dept
--> inputs: EMP
--> DEPT: EMP.DEPT IDENTITY
--> NAMES: EMP.HIRED WINDOW, EMP.NAME AGGREGATION
--> rows: EMP.DEPT GROUP_BY

-- case: a string with its own quotes
INSERT INTO t (a) SELECT q'[it's]' || b FROM s
--> inputs: S
--> outputs: T
--> T.A: S.B TRANSFORMATION

-- case: an update by a correlated query
UPDATE orders o SET (region, rate) = (SELECT c.region, c.rate FROM customers c WHERE c.id = o.cid)
--> inputs: CUSTOMERS
--> outputs: ORDERS
--> ORDERS.REGION: CUSTOMERS.REGION IDENTITY
--> ORDERS.RATE: CUSTOMERS.RATE IDENTITY
--> rows: CUSTOMERS.ID FILTER, ORDERS.CID FILTER

-- case: a remote table over a database link
INSERT INTO local_t (a) SELECT a FROM remote_t@prod_link
--> inputs: REMOTE_T
--> outputs: LOCAL_T
--> LOCAL_T.A: REMOTE_T.A IDENTITY

-- case: a pivot with names
-- catalog: S(K, Q, V)
SELECT * FROM s PIVOT (SUM(v) FOR q IN ('a' AS a, 'b' AS b))
--> inputs: S
--> K: S.K IDENTITY
--> A: S.V AGGREGATION
--> B: S.V AGGREGATION
--> rows: S.Q GROUP_BY

-- case: MINUS keeps both sides
SELECT a FROM s MINUS SELECT a FROM t
--> inputs: S, T
--> A: S.A IDENTITY, T.A IDENTITY

-- case: a JSON table
SELECT t.id, j.sku FROM t, JSON_TABLE(t.doc, '$[*]' COLUMNS (sku VARCHAR2(20) PATH '$.sku')) j
--> inputs: T
--> ID: T.ID IDENTITY
--> SKU: T.DOC TRANSFORMATION
