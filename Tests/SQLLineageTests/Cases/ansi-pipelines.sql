-- case: USING merges a column
-- catalog: a(id, x); b(id, y)
SELECT * FROM a JOIN b USING (id)
--> inputs: a, b
--> id: a.id IDENTITY, b.id IDENTITY
--> x: a.x IDENTITY
--> y: b.y IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: a natural join needs the catalog
-- catalog: a(id, x); b(id, y)
SELECT id, x, y FROM a NATURAL JOIN b
--> inputs: a, b
--> id: a.id IDENTITY, b.id IDENTITY
--> x: a.x IDENTITY
--> y: b.y IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: an unknown column of two tables is not guessed
SELECT c FROM a JOIN b ON a.id = b.id
--> inputs: a, b
--> c:
--> rows: a.id JOIN, b.id JOIN
--> says: candidates

-- case: the catalog decides whose column it is
-- catalog: a(id, x); b(id, y)
SELECT y FROM a JOIN b ON a.id = b.id
--> inputs: a, b
--> y: b.y IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: a set operation by position
INSERT INTO t (k, v) SELECT a, b FROM s UNION SELECT c, d FROM u
--> inputs: s, u
--> outputs: t
--> t.k: s.a IDENTITY, u.c IDENTITY
--> t.v: s.b IDENTITY, u.d IDENTITY

-- case: a correlated EXISTS filters
SELECT c.id FROM c WHERE EXISTS (SELECT 1 FROM o WHERE o.cid = c.id)
--> inputs: c, o
--> id: c.id IDENTITY
--> rows: c.id FILTER, o.cid FILTER

-- case: a scalar query as a column
SELECT id, (SELECT MAX(total) FROM o WHERE o.cid = c.id) AS top FROM c
--> inputs: c, o
--> id: c.id IDENTITY
--> top: o.total AGGREGATION
--> rows: c.id FILTER, o.cid FILTER

-- case: a named window
SELECT SUM(v) OVER w AS run FROM t WINDOW w AS (PARTITION BY k ORDER BY at)
--> inputs: t
--> run: t.at WINDOW, t.k WINDOW, t.v AGGREGATION

-- case: HAVING filters, ORDER BY sorts
SELECT k, SUM(v) AS s FROM t GROUP BY k HAVING COUNT(w) > 1 ORDER BY s
--> inputs: t
--> k: t.k IDENTITY
--> s: t.v AGGREGATION
--> rows: t.k GROUP_BY, t.v SORT, t.w FILTER

-- case: two queries deep
SELECT y FROM (SELECT x * 2 AS y FROM (SELECT SUM(v) AS x FROM t) a) b
--> inputs: t
--> y: t.v AGGREGATION

-- case: the names of a common table expression's list
WITH c (k, v) AS (SELECT a, b FROM t) SELECT v FROM c WHERE k > 1
--> inputs: t
--> v: t.b IDENTITY
--> rows: t.a FILTER

-- case: a view with a list of columns
CREATE VIEW v (x, y) AS SELECT a, b + 1 FROM t
--> inputs: t
--> outputs: v
--> v.x: t.a IDENTITY
--> v.y: t.b TRANSFORMATION

-- case: drop and truncate write
DROP TABLE a; TRUNCATE TABLE b
--> outputs: a, b

-- case: a column that no table has
-- catalog: t(a)
SELECT b FROM t
--> inputs: t
--> b:
--> says: unknownColumn

-- case: COALESCE takes and decides
SELECT COALESCE(a, b) AS x FROM t
--> inputs: t
--> x: t.a TRANSFORMATION CONDITIONAL, t.b TRANSFORMATION CONDITIONAL

-- case: a table is read twice under two names
SELECT a.x, b.x AS y FROM t a JOIN t b ON a.id = b.parent
--> inputs: t
--> x: t.x IDENTITY
--> y: t.x IDENTITY
--> rows: t.id JOIN, t.parent JOIN

-- case: DISTINCT groups by what is selected
SELECT DISTINCT a, b FROM t
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY
--> rows: t.a GROUP_BY, t.b GROUP_BY

-- case: numbers in GROUP BY and ORDER BY are positions
SELECT a, SUM(b) AS b FROM t GROUP BY 1 ORDER BY 2
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b AGGREGATION
--> rows: t.a GROUP_BY, t.b SORT

-- case: NULLIF decides by both
SELECT NULLIF(a, b) AS x FROM t
--> inputs: t
--> x: t.a TRANSFORMATION CONDITIONAL, t.b CONDITIONAL

-- case: a cross join has no condition
SELECT a.x, b.y FROM a CROSS JOIN b
--> inputs: a, b
--> x: a.x IDENTITY
--> y: b.y IDENTITY

-- case: an aggregate of an expression under another name
SELECT k, MAX(a) - MIN(b) AS spread FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> spread: t.a AGGREGATION, t.b AGGREGATION
--> rows: t.k GROUP_BY

-- case: LAG is a transformation with a window
SELECT LAG(v) OVER (PARTITION BY k ORDER BY at) AS before FROM t
--> inputs: t
--> before: t.at WINDOW, t.k WINDOW, t.v TRANSFORMATION

-- case: INTERSECT by position
SELECT a FROM s INTERSECT SELECT b FROM t
--> inputs: s, t
--> a: s.a IDENTITY, t.b IDENTITY

-- case: NOT IN with a query filters
SELECT id FROM t WHERE id NOT IN (SELECT tid FROM gone)
--> inputs: gone, t
--> id: t.id IDENTITY
--> rows: gone.tid FILTER, t.id FILTER

-- case: values of constants have no inputs
INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y')
--> outputs: t

-- case: renaming a table reads one and writes the other
ALTER TABLE a RENAME TO b
--> inputs: a
--> outputs: b
--> b.*: a.* IDENTITY

-- case: a comment and a string that look like SQL
SELECT 'FROM x' AS text, a /* FROM y */ FROM t -- FROM z
--> inputs: t
--> text:
--> a: t.a IDENTITY
