-- case: three ways to quote a name
SELECT [a], `b`, "c" FROM t
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY
--> c: t.c IDENTITY

-- case: insert or replace
INSERT OR REPLACE INTO cache (k, v) SELECT k, v FROM source
--> inputs: source
--> outputs: cache
--> cache.k: source.k IDENTITY
--> cache.v: source.v IDENTITY

-- case: REPLACE INTO
REPLACE INTO cache (k) SELECT k FROM source
--> inputs: source
--> outputs: cache
--> cache.k: source.k IDENTITY

-- case: an upsert
INSERT INTO words (word, n) SELECT word, 1 FROM input WHERE true ON CONFLICT (word) DO UPDATE SET n = n + excluded.n
--> inputs: input
--> outputs: words
--> words.word: input.word IDENTITY
--> words.n: words.n TRANSFORMATION

-- case: update from another table
UPDATE inventory SET qty = inventory.qty - d.amount FROM (SELECT id, SUM(amount) AS amount FROM sales GROUP BY id) AS d
WHERE inventory.id = d.id
--> inputs: sales
--> outputs: inventory
--> inventory.qty: inventory.qty TRANSFORMATION, sales.amount AGGREGATION
--> rows: inventory.id FILTER, sales.id FILTER, sales.id GROUP_BY

-- case: elements of a JSON column
SELECT t.id, j.value FROM t, json_each(t.doc, '$.items') AS j
--> inputs: t
--> id: t.id IDENTITY
--> value: t.doc TRANSFORMATION

-- case: an attached database
ATTACH 'other.db' AS other; INSERT INTO other.t (a) SELECT a FROM main.s
--> inputs: main.s
--> outputs: other.t
--> other.t.a: main.s.a IDENTITY

-- case: a temporary table is followed through
CREATE TEMP TABLE x AS SELECT a || b AS ab FROM s; INSERT INTO t (ab) SELECT ab FROM x
--> inputs: s
--> outputs: t
--> temporary: x
--> t.ab: s.a TRANSFORMATION, s.b TRANSFORMATION

-- case: IIF and IFNULL
SELECT IIF(a, b, c) AS x, IFNULL(d, e) AS y FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b TRANSFORMATION, t.c TRANSFORMATION
--> y: t.d TRANSFORMATION CONDITIONAL, t.e TRANSFORMATION CONDITIONAL

-- case: a recursion without the word
WITH RECURSIVE n(x) AS (SELECT start FROM t UNION ALL SELECT x + 1 FROM n WHERE x < 10) SELECT x FROM n
--> inputs: t
--> x: t.start IDENTITY TRANSFORMATION
--> rows: t.start FILTER

-- case: names are compared without case
SELECT ID FROM Orders WHERE orders.Total > 1
--> inputs: orders
--> id: orders.id IDENTITY
--> rows: orders.total FILTER

-- case: a generated series has no table
SELECT value FROM generate_series(1, 10)
--> value:

-- case: a partial star with a rowid
SELECT rowid, a FROM t
--> inputs: t
--> rowid:
--> a: t.a IDENTITY

-- case: GROUP_CONCAT and TOTAL
SELECT k, group_concat(v, ',') AS vs FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> vs: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: RETURNING gives rows and writes nothing more
DELETE FROM t WHERE a > 1 RETURNING id
--> outputs: t
--> rows: t.a FILTER

-- case: a view
CREATE VIEW IF NOT EXISTS v AS SELECT a AS x FROM t
--> inputs: t
--> outputs: v
--> v.x: t.a IDENTITY

-- case: a JSON arrow
SELECT doc ->> '$.a' AS a FROM t
--> inputs: t
--> a: t.doc TRANSFORMATION

-- case: bound parameters in four spellings
SELECT a FROM t WHERE b = ? AND c = :c AND d = @d AND e = $e
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.b FILTER, t.c FILTER, t.d FILTER, t.e FILTER
