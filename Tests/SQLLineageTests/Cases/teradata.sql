-- case: SEL and abbreviations
-- catalog: t(a, b)
SEL a FROM t WHERE b EQ 1
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.b FILTER

-- case: MINUS
-- catalog: a(x); b(x)
SEL x FROM a MINUS SEL x FROM b
--> inputs: a, b
--> x: a.x IDENTITY, b.x IDENTITY

-- case: LOCKING in front
-- catalog: t(a)
LOCKING ROW FOR ACCESS SELECT a FROM t
--> inputs: t
--> a: t.a IDENTITY

-- case: volatile tables
-- catalog: s(a)
CREATE VOLATILE TABLE v AS (SELECT a FROM s) WITH DATA ON COMMIT PRESERVE ROWS; INSERT INTO t SELECT a FROM v
--> inputs: s
--> outputs: t
--> temporary: v
--> t.a: s.a IDENTITY

-- case: QUALIFY
-- catalog: t(k, d)
SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY d) = 1
--> inputs: t
--> k: t.k IDENTITY
--> rows: t.d FILTER, t.k FILTER

-- case: a cast by juxtaposition
-- catalog: t(d)
SELECT d (DATE, FORMAT 'YYYY-MM-DD') AS dd FROM t
--> inputs: t
--> dd: t.d TRANSFORMATION

-- case: UPDATE FROM
-- catalog: t(id, a); s(id, b)
UPDATE t FROM s SET a = s.b WHERE t.id = s.id
--> inputs: s
--> outputs: t
--> t.a: s.b IDENTITY
--> rows: s.id FILTER, t.id FILTER

-- case: INS and positional values
-- catalog: s(a)
INS INTO t SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: ZEROIFNULL
-- catalog: t(a)
SELECT ZEROIFNULL(a) AS a0 FROM t
--> inputs: t
--> a0: t.a TRANSFORMATION CONDITIONAL

-- case: a macro's body
-- catalog: s(a)
REPLACE VIEW v AS SELECT a FROM s
--> inputs: s
--> outputs: v
--> v.a: s.a IDENTITY

-- case: SAMPLE
-- catalog: t(a)
SELECT a FROM t SAMPLE 10
--> inputs: t
--> a: t.a IDENTITY

-- case: DELETE ALL
DELETE FROM t ALL
--> outputs: t

-- case: lateral alias
-- catalog: t(a)
SELECT a + 1 AS b, b * 2 AS c FROM t
--> inputs: t
--> b: t.a TRANSFORMATION
--> c: t.a TRANSFORMATION
