-- case: documents are one column
-- catalog: RAW(V)
SELECT v:user.name::string AS user_name, v:items[0].sku AS sku FROM raw
--> inputs: RAW
--> USER_NAME: RAW.V TRANSFORMATION
--> SKU: RAW.V TRANSFORMATION

-- case: FLATTEN gives rows of a column
-- catalog: RAW(ID, V)
SELECT r.id, f.value:sku::string AS sku FROM raw r, LATERAL FLATTEN(input => r.v:items) f
--> inputs: RAW
--> ID: RAW.ID IDENTITY
--> SKU: RAW.V TRANSFORMATION

-- case: a stage is read by COPY
COPY INTO db.s.t FROM @my_stage/path/ FILE_FORMAT = (TYPE = CSV)
--> inputs: @my_stage/path/
--> outputs: DB.S.T

-- case: a query copies out to a stage
COPY INTO @out/x FROM (SELECT a FROM db.s.t)
--> inputs: DB.S.T
--> outputs: @out/x
--> @out/x.A: DB.S.T.A IDENTITY

-- case: QUALIFY filters windows
-- catalog: T(K, V, D)
SELECT k, v FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY d DESC) = 1
--> inputs: T
--> K: T.K IDENTITY
--> V: T.V IDENTITY
--> rows: T.D FILTER, T.K FILTER

-- case: a later projection uses an earlier alias
-- catalog: T(A)
SELECT a + 1 AS b, b * 2 AS c FROM t
--> inputs: T
--> B: T.A TRANSFORMATION
--> C: T.A TRANSFORMATION

-- case: SWAP exchanges
ALTER TABLE a SWAP WITH b
--> inputs: A, B
--> outputs: A, B

-- case: IDENTIFIER names a table
SELECT x FROM IDENTIFIER('db.s.t')
--> inputs: DB.S.T
--> X: DB.S.T.X IDENTITY

-- case: a clone copies a table
CREATE TABLE new_t CLONE old_t
--> inputs: OLD_T
--> outputs: NEW_T

-- case: USE changes the defaults
USE DATABASE d1; USE SCHEMA s1; SELECT a FROM t
--> inputs: D1.S1.T
--> A: D1.S1.T.A IDENTITY

-- case: star without some columns
-- catalog: T(A, B, C)
SELECT * EXCLUDE (b) RENAME (c AS d) FROM t
--> inputs: T
--> A: T.A IDENTITY
--> D: T.C IDENTITY

-- case: PIVOT with a list
-- catalog: S(K, Q, V)
SELECT * FROM s PIVOT (SUM(v) FOR q IN ('Q1', 'Q2')) AS p (k, q1, q2)
--> inputs: S
--> K: S.K IDENTITY
--> Q1: S.V AGGREGATION
--> Q2: S.V AGGREGATION
--> rows: S.Q GROUP_BY

-- case: UNPIVOT turns columns into rows
-- catalog: S(K, JAN, FEB)
SELECT k, m, v FROM s UNPIVOT (v FOR m IN (jan, feb))
--> inputs: S
--> K: S.K IDENTITY
--> M: S.FEB IDENTITY, S.JAN IDENTITY
--> V: S.FEB IDENTITY, S.JAN IDENTITY

-- case: a scripting block
-- catalog: A(X); B(X)
EXECUTE IMMEDIATE $$ BEGIN INSERT INTO b SELECT x FROM a; END; $$
--> inputs: A
--> outputs: B
--> B.X: A.X IDENTITY

-- case: ASOF joins read both
-- catalog: T(ID, AT); P(ID, AT, V)
SELECT t.id, p.v FROM t ASOF JOIN p MATCH_CONDITION (t.at >= p.at) ON t.id = p.id
--> inputs: P, T
--> ID: T.ID IDENTITY
--> V: P.V IDENTITY
--> rows: P.AT JOIN, P.ID JOIN, T.AT JOIN, T.ID JOIN

-- case: a task's statement is read
-- catalog: S(A); D(A)
CREATE TASK refresh WAREHOUSE = w SCHEDULE = '5 MINUTE' AS INSERT INTO d SELECT a FROM s
--> inputs: S
--> outputs: D
--> D.A: S.A IDENTITY

-- case: a quoted lower-case name is another one
SELECT "a" FROM "t"
--> inputs: t
--> a: t.a IDENTITY
