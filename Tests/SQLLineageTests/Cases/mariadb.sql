-- case: RETURNING gives columns
-- catalog: t(a)
INSERT INTO t (a) SELECT b FROM s RETURNING a
--> inputs: s
--> outputs: t
--> t.a: s.b IDENTITY

-- case: REPLACE
-- catalog: s(a)
REPLACE INTO t (a) SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: sequences
INSERT INTO t (id) SELECT NEXTVAL(ids) FROM s
--> inputs: s
--> outputs: t
--> t.id:

-- case: system time
SELECT a FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 00:00:00'
--> inputs: t
--> a: t.a IDENTITY

-- case: a loop in a block
-- catalog: s(a)
CREATE PROCEDURE p() BEGIN FOR r IN (SELECT a FROM s) DO INSERT INTO t (a) VALUES (r.a); END FOR; END
--> inputs: s
--> outputs: t

-- case: EXCEPT and INTERSECT
-- catalog: a(x); b(x)
SELECT x FROM a INTERSECT SELECT x FROM b
--> inputs: a, b
--> x: a.x IDENTITY, b.x IDENTITY
