-- case: INSERT OR REPLACE
-- catalog: s(a)
INSERT OR REPLACE INTO t (a) SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: upsert
-- catalog: t(k, n); s(k, n)
INSERT INTO t (k, n) SELECT k, n FROM s WHERE true ON CONFLICT (k) DO UPDATE SET n = excluded.n
--> inputs: s
--> outputs: t
--> t.k: s.k IDENTITY
--> t.n: s.n IDENTITY

-- case: UPDATE FROM
-- catalog: t(id, a); s(id, b)
UPDATE t SET a = s.b FROM s WHERE s.id = t.id
--> inputs: s
--> outputs: t
--> t.a: s.b IDENTITY
--> rows: s.id FILTER, t.id FILTER

-- case: brackets, backticks and quotes are names
SELECT [a b], `c`, "d" FROM [my t]
--> inputs: my t
--> a b: my t.a b IDENTITY
--> c: my t.c IDENTITY
--> d: my t.d IDENTITY

-- case: json_each gives rows
-- catalog: t(doc)
SELECT j.value AS v FROM t, json_each(t.doc) j
--> inputs: t
--> v: t.doc TRANSFORMATION

-- case: a recursive common table
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n
--> i:

-- case: temporary tables
-- catalog: s(a)
CREATE TEMP TABLE x AS SELECT a FROM s; INSERT INTO t SELECT a FROM x
--> inputs: s
--> outputs: t
--> temporary: x
--> t.a: s.a IDENTITY

-- case: IS and GLOB are operators
-- catalog: t(a, b)
SELECT a IS b AS same, a GLOB 'x*' AS m FROM t
--> inputs: t
--> same: t.a TRANSFORMATION, t.b TRANSFORMATION
--> m: t.a TRANSFORMATION

-- case: INDEXED BY is no alias
-- catalog: t(a)
SELECT a FROM t INDEXED BY t_a WHERE a = 1
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.a FILTER

-- case: ATTACH is no lineage
ATTACH DATABASE 'x.db' AS aux; SELECT a FROM aux.t
--> inputs: aux.t
--> a: aux.t.a IDENTITY

-- case: row values
-- catalog: t(a, b, c)
UPDATE t SET (a, b) = (SELECT c, c + 1)
--> outputs: t
--> t.a: t.c IDENTITY
--> t.b: t.c TRANSFORMATION

-- case: a trigger's body is read
-- catalog: t(a); log(x)
CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log (x) SELECT a FROM t; END
--> inputs: t
--> outputs: log
--> log.x: t.a IDENTITY
