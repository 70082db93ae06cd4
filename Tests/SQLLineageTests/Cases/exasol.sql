-- case: IMPORT reads a file
IMPORT INTO s.t FROM LOCAL CSV FILE '/x.csv'
--> outputs: S.T

-- case: MERGE
-- catalog: T(ID, V); S(ID, V)
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)
--> inputs: S
--> outputs: T
--> T.V: S.V IDENTITY
--> T.ID: S.ID IDENTITY
--> rows: S.ID JOIN, T.ID JOIN

-- case: local aliases
-- catalog: T(A)
SELECT a + 1 AS b FROM t WHERE LOCAL.b > 1
--> inputs: T
--> B: T.A TRANSFORMATION
--> rows: T.A FILTER

-- case: names are upper case
SELECT a FROM s.t
--> inputs: S.T
--> A: S.T.A IDENTITY

-- case: QUALIFY
-- catalog: T(K, D)
SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY d) = 1
--> inputs: T
--> K: T.K IDENTITY
--> rows: T.D FILTER, T.K FILTER

-- case: GROUP_CONCAT
-- catalog: T(K, V)
SELECT k, GROUP_CONCAT(v ORDER BY v SEPARATOR ';') AS l FROM t GROUP BY k
--> inputs: T
--> K: T.K IDENTITY
--> L: T.V AGGREGATION
--> rows: T.K GROUP_BY

-- case: CONNECT BY
-- catalog: T(ID, P)
SELECT id FROM t CONNECT BY PRIOR id = p START WITH p IS NULL
--> inputs: T
--> ID: T.ID IDENTITY
--> rows: T.ID FILTER, T.P FILTER

-- case: REGEXP_LIKE as an operator
-- catalog: T(A)
SELECT a FROM t WHERE a REGEXP_LIKE 'x.*'
--> inputs: T
--> A: T.A IDENTITY
--> rows: T.A FILTER
