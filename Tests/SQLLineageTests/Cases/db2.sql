-- case: VALUES and FINAL TABLE
-- catalog: t(a)
SELECT a FROM t FETCH FIRST 5 ROWS ONLY WITH UR
--> inputs: T
--> A: T.A IDENTITY

-- case: declared temporary tables
-- catalog: s(a)
DECLARE GLOBAL TEMPORARY TABLE session.x (a INT) ON COMMIT PRESERVE ROWS; INSERT INTO session.x SELECT a FROM s
--> inputs: S
--> temporary: SESSION.X
--> SESSION.X.A: S.A IDENTITY

-- case: labelled durations
-- catalog: t(d)
SELECT d + 1 DAY AS e FROM t
--> inputs: T
--> E: T.D TRANSFORMATION

-- case: MERGE
-- catalog: t(id, v); s(id, v)
MERGE INTO t USING (SELECT id, v FROM s) AS x ON t.id = x.id WHEN MATCHED THEN UPDATE SET t.v = x.v ELSE IGNORE
--> inputs: S
--> outputs: T
--> T.V: S.V IDENTITY
--> rows: S.ID JOIN, T.ID JOIN

-- case: names are upper case
INSERT INTO t (a) SELECT b FROM s
--> inputs: S
--> outputs: T
--> T.A: S.B IDENTITY

-- case: a routine with ATOMIC
-- catalog: s(a)
CREATE PROCEDURE p () LANGUAGE SQL BEGIN ATOMIC INSERT INTO t (a) SELECT a FROM s; END
--> inputs: S
--> outputs: T
--> T.A: S.A IDENTITY

-- case: EXCEPT
-- catalog: a(x); b(x)
SELECT x FROM a EXCEPT SELECT x FROM b
--> inputs: A, B
--> X: A.X IDENTITY, B.X IDENTITY

-- case: LISTAGG
-- catalog: t(k, v)
SELECT k, LISTAGG(v, ',') AS l FROM t GROUP BY k
--> inputs: T
--> K: T.K IDENTITY
--> L: T.V AGGREGATION
--> rows: T.K GROUP_BY

-- case: XMLTABLE gives columns
-- catalog: t(doc)
SELECT x.a FROM t, XMLTABLE('$d/r' PASSING t.doc AS "d" COLUMNS (a INT PATH 'a')) x
--> inputs: T
--> A: T.DOC TRANSFORMATION
