-- case: names are upper case unless quoted
-- catalog: EMP(ID, SALARY)
INSERT INTO pay (id, salary) SELECT id, salary FROM emp
--> inputs: EMP
--> outputs: PAY
--> PAY.ID: EMP.ID IDENTITY
--> PAY.SALARY: EMP.SALARY IDENTITY

-- case: the old outer join
-- catalog: A(ID, X); B(ID, Y)
SELECT a.x, b.y FROM a, b WHERE a.id = b.id (+)
--> inputs: A, B
--> X: A.X IDENTITY
--> Y: B.Y IDENTITY
--> rows: A.ID FILTER, B.ID FILTER

-- case: DECODE decides and picks
-- catalog: T(KIND, A, B)
SELECT DECODE(kind, 'x', a, b) AS v FROM t
--> inputs: T
--> V: T.A TRANSFORMATION, T.B TRANSFORMATION, T.KIND CONDITIONAL

-- case: NVL2 tests its first argument
-- catalog: T(A, B, C)
SELECT NVL2(a, b, c) AS v FROM t
--> inputs: T
--> V: T.A CONDITIONAL, T.B TRANSFORMATION, T.C TRANSFORMATION

-- case: CONNECT BY filters
-- catalog: STAFF(ID, BOSS, NAME)
SELECT name, LEVEL AS depth FROM staff START WITH boss IS NULL CONNECT BY PRIOR id = boss
--> inputs: STAFF
--> NAME: STAFF.NAME IDENTITY
--> DEPTH:
--> rows: STAFF.BOSS FILTER, STAFF.ID FILTER

-- case: INSERT ALL writes several tables
-- catalog: SRC(ID, A, B)
INSERT ALL INTO t1 (id, v) VALUES (id, a) INTO t2 (id, v) VALUES (id, b) SELECT id, a, b FROM src
--> inputs: SRC
--> outputs: T1, T2
--> T1.ID: SRC.ID IDENTITY
--> T1.V: SRC.A IDENTITY
--> T2.ID: SRC.ID IDENTITY
--> T2.V: SRC.B IDENTITY

-- case: MERGE with conditions
-- catalog: T(ID, V); S(ID, V, GONE)
MERGE INTO t USING s ON (t.id = s.id) WHEN MATCHED THEN UPDATE SET t.v = s.v WHERE s.gone = 0 WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)
--> inputs: S
--> outputs: T
--> T.V: S.V IDENTITY
--> T.ID: S.ID IDENTITY
--> rows: S.GONE FILTER, S.ID JOIN, T.ID JOIN

-- case: a block with a loop
-- catalog: SRC(A); DST(A)
BEGIN FOR r IN (SELECT a FROM src) LOOP INSERT INTO dst (a) SELECT a FROM src WHERE a = r.a; END LOOP; END;
--> inputs: SRC
--> outputs: DST
--> DST.A: SRC.A IDENTITY
--> rows: SRC.A FILTER

-- case: SELECT INTO a variable writes nothing
-- catalog: T(A)
DECLARE v NUMBER; BEGIN SELECT MAX(a) INTO v FROM t; END;
--> inputs: T

-- case: a procedure's body
-- catalog: S(A, B)
CREATE OR REPLACE PROCEDURE p AS n NUMBER; BEGIN UPDATE d SET a = (SELECT MAX(b) FROM s); COMMIT; END;
--> inputs: S
--> outputs: D
--> D.A: S.B AGGREGATION

-- case: q-quoted strings hide quotes
SELECT q'[it's FROM nowhere]' AS text FROM dual
--> inputs: DUAL
--> TEXT:

-- case: MINUS keeps both sides
-- catalog: A(X); B(X)
SELECT x FROM a MINUS SELECT x FROM b
--> inputs: A, B
--> X: A.X IDENTITY, B.X IDENTITY

-- case: LISTAGG orders within its group
-- catalog: T(K, V, P)
SELECT k, LISTAGG(v, ',') WITHIN GROUP (ORDER BY p) AS l FROM t GROUP BY k
--> inputs: T
--> K: T.K IDENTITY
--> L: T.P WINDOW, T.V AGGREGATION
--> rows: T.K GROUP_BY

-- case: analytic functions have windows
-- catalog: T(K, V, D)
SELECT k, RANK() OVER (PARTITION BY k ORDER BY d) AS r, SUM(v) OVER (PARTITION BY k) AS s FROM t
--> inputs: T
--> K: T.K IDENTITY
--> R: T.D WINDOW, T.K WINDOW
--> S: T.K WINDOW, T.V AGGREGATION

-- case: a table behind a database link
SELECT a FROM remote_t@other_db
--> inputs: REMOTE_T
--> A: REMOTE_T.A IDENTITY

-- case: a sequence is no table
INSERT INTO t (id, v) SELECT ids.NEXTVAL, v FROM s
--> inputs: S
--> outputs: T
--> T.ID:
--> T.V: S.V IDENTITY

-- case: a query stands for the table it is over
-- catalog: T(ID, V); S(A, B)
INSERT INTO (SELECT id, v FROM t) SELECT a, b FROM s
--> inputs: S
--> outputs: T
--> T.ID: S.A IDENTITY
--> T.V: S.B IDENTITY
