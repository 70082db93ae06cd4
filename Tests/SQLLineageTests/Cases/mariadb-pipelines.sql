-- case: rows of an insert come back
INSERT INTO t (a) SELECT a FROM s RETURNING a
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: a table with its past
SELECT id FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 00:00:00'
--> inputs: t
--> id: t.id IDENTITY

-- case: a sequence's next value
INSERT INTO t (id, a) SELECT NEXT VALUE FOR s1, a FROM s
--> inputs: s
--> outputs: t
--> t.id:
--> t.a: s.a IDENTITY

-- case: a replaced table
CREATE OR REPLACE TABLE t AS SELECT a, b FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> t.b: s.b IDENTITY

-- case: EXCEPT and INTERSECT
SELECT a FROM s EXCEPT SELECT a FROM t INTERSECT SELECT a FROM u
--> inputs: s, t, u
--> a: s.a IDENTITY, t.a IDENTITY, u.a IDENTITY

-- case: a dynamic column
SELECT COLUMN_GET(attrs, 'color' AS CHAR) AS color FROM t
--> inputs: t
--> color: t.attrs TRANSFORMATION

-- case: a table of JSON rows
SELECT t.id, j.sku FROM t, JSON_TABLE(t.doc, '$[*]' COLUMNS (sku VARCHAR(20) PATH '$.sku')) j
--> inputs: t
--> id: t.id IDENTITY
--> sku: t.doc TRANSFORMATION

-- case: an update with a limit
UPDATE t SET a = b WHERE c > 1 ORDER BY d LIMIT 10
--> outputs: t
--> t.a: t.b IDENTITY
--> rows: t.c FILTER, t.d SORT

-- case: backticks and a schema
INSERT INTO `m`.`t` (`a`) SELECT `a` FROM `r`.`s`
--> inputs: r.s
--> outputs: m.t
--> m.t.a: r.s.a IDENTITY

-- case: insert or update
INSERT INTO t (k, v) SELECT k, v FROM s ON DUPLICATE KEY UPDATE v = VALUES(v) + t.v
--> inputs: s
--> outputs: t
--> t.k: s.k IDENTITY
--> t.v: s.v IDENTITY TRANSFORMATION, t.v TRANSFORMATION

-- case: an update of two joined tables
UPDATE a JOIN b ON a.id = b.id SET a.x = b.x
--> inputs: b
--> outputs: a
--> a.x: b.x IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: a delete with USING
DELETE FROM a USING a JOIN b ON a.id = b.id
--> inputs: b
--> outputs: a
--> rows: a.id JOIN, b.id JOIN

-- case: IFNULL and IF
SELECT IFNULL(a, b) AS x, IF(c, d, e) AS y FROM t
--> inputs: t
--> x: t.a TRANSFORMATION CONDITIONAL, t.b TRANSFORMATION CONDITIONAL
--> y: t.c CONDITIONAL, t.d TRANSFORMATION, t.e TRANSFORMATION

-- case: a procedure with a delimiter
DELIMITER $$
CREATE PROCEDURE p() BEGIN INSERT INTO t (a) SELECT a FROM s; END $$
DELIMITER ;
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: a window
SELECT ROW_NUMBER() OVER (PARTITION BY k ORDER BY at) AS n FROM t
--> inputs: t
--> n: t.at WINDOW, t.k WINDOW

-- case: a double-quoted text is a string
SELECT CONCAT(a, "b") AS x FROM t
--> inputs: t
--> x: t.a TRANSFORMATION

-- case: a recursive expression
WITH RECURSIVE r AS (SELECT id, id AS top FROM n WHERE up IS NULL UNION ALL SELECT n.id, r.top FROM n JOIN r ON n.up = r.id) SELECT top FROM r
--> inputs: n
--> top: n.id IDENTITY
--> rows: n.id JOIN, n.up FILTER, n.up JOIN

-- case: load a file
LOAD DATA INFILE '/in.csv' INTO TABLE t FIELDS TERMINATED BY ','
--> inputs: path:/in.csv
--> outputs: t

-- case: a temporary table is followed through
CREATE TEMPORARY TABLE x AS SELECT a FROM s; INSERT INTO t (a) SELECT a FROM x
--> inputs: s
--> outputs: t
--> temporary: x
--> t.a: s.a IDENTITY

-- case: USE sets the schema
USE shop; SELECT id FROM orders
--> inputs: shop.orders
--> id: shop.orders.id IDENTITY

-- case: a hash masks
SELECT SHA2(email, 256) AS h FROM t
--> inputs: t
--> h: t.email TRANSFORMATION masked

-- case: an index hint
SELECT id FROM t USE INDEX (i1) WHERE a = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.a FILTER

-- case: a natural join needs the catalog
-- catalog: a(id, x); b(id, y)
SELECT * FROM a NATURAL JOIN b
--> inputs: a, b
--> id: a.id IDENTITY, b.id IDENTITY
--> x: a.x IDENTITY
--> y: b.y IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: a view with its definer
CREATE ALGORITHM = MERGE DEFINER = `root`@`localhost` SQL SECURITY DEFINER VIEW v AS SELECT a FROM t
--> inputs: t
--> outputs: v
--> v.a: t.a IDENTITY
