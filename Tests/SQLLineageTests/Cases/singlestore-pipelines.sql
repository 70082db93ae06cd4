-- case: a cast by an operator
SELECT price :> DECIMAL(10, 2) AS price FROM t
--> inputs: t
--> price: t.price TRANSFORMATION

-- case: insert or update
INSERT INTO t (k, v) SELECT k, v FROM s ON DUPLICATE KEY UPDATE v = VALUES(v)
--> inputs: s
--> outputs: t
--> t.k: s.k IDENTITY
--> t.v: s.v IDENTITY

-- case: a columnstore table from a query
CREATE TABLE agg (SORT KEY (k)) AS SELECT k, COUNT(v) AS n FROM raw.t GROUP BY k
--> inputs: raw.t
--> outputs: agg
--> agg.k: raw.t.k IDENTITY
--> agg.n: raw.t.v AGGREGATION masked
--> rows: raw.t.k GROUP_BY

-- case: replace
REPLACE INTO t (k, v) SELECT k, v FROM s
--> inputs: s
--> outputs: t
--> t.k: s.k IDENTITY
--> t.v: s.v IDENTITY

-- case: rows from a JSON array
SELECT t.id, j.table_col AS item FROM t JOIN TABLE(JSON_TO_ARRAY(t.items)) j
--> inputs: t
--> id: t.id IDENTITY
--> item: t.items TRANSFORMATION

-- case: an update of joined tables
UPDATE o JOIN c ON c.id = o.cid SET o.region = c.region
--> inputs: c
--> outputs: o
--> o.region: c.region IDENTITY
--> rows: c.id JOIN, o.cid JOIN

-- case: backticks
INSERT INTO `m`.`t` (`a`) SELECT `a` FROM `r`.`s`
--> inputs: r.s
--> outputs: m.t
--> m.t.a: r.s.a IDENTITY

-- case: GROUP_CONCAT
SELECT k, GROUP_CONCAT(v SEPARATOR ',') AS vs FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> vs: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: JSON functions
SELECT JSON_EXTRACT_STRING(doc, 'a') AS a FROM t
--> inputs: t
--> a: t.doc TRANSFORMATION

-- case: a view
CREATE VIEW v AS SELECT a, b FROM t
--> inputs: t
--> outputs: v
--> v.a: t.a IDENTITY
--> v.b: t.b IDENTITY

-- case: a temporary table
CREATE TEMPORARY TABLE x AS SELECT a FROM s; INSERT INTO t (a) SELECT a FROM x
--> inputs: s
--> outputs: t
--> temporary: x
--> t.a: s.a IDENTITY

-- case: a delete of joined tables
DELETE a FROM a JOIN b ON a.id = b.id
--> inputs: b
--> outputs: a
--> rows: a.id JOIN, b.id JOIN

-- case: a window
SELECT RANK() OVER (PARTITION BY k ORDER BY v) AS r FROM t
--> inputs: t
--> r: t.k WINDOW, t.v WINDOW

-- case: sharded tables from a query
CREATE TABLE t2 (SHARD KEY (id)) AS SELECT id, v FROM t
--> inputs: t
--> outputs: t2
--> t2.id: t.id IDENTITY
--> t2.v: t.v IDENTITY

-- case: IF and IFNULL
SELECT IF(a, b, c) AS x, IFNULL(d, e) AS y FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b TRANSFORMATION, t.c TRANSFORMATION
--> y: t.d TRANSFORMATION CONDITIONAL, t.e TRANSFORMATION CONDITIONAL

-- case: approximate counts mask
SELECT APPROX_COUNT_DISTINCT(v) AS n FROM t
--> inputs: t
--> n: t.v AGGREGATION masked

-- case: a dot product of vectors
SELECT id, DOT_PRODUCT(v, w) AS s FROM t ORDER BY s DESC LIMIT 5
--> inputs: t
--> id: t.id IDENTITY
--> s: t.v TRANSFORMATION, t.w TRANSFORMATION
--> rows: t.v SORT, t.w SORT

-- case: load a file
LOAD DATA INFILE '/in.csv' INTO TABLE t FIELDS TERMINATED BY ','
--> inputs: path:/in.csv
--> outputs: t

-- case: a set operation
SELECT a FROM s UNION ALL SELECT b FROM t
--> inputs: s, t
--> a: s.a IDENTITY, t.b IDENTITY

-- case: a hash masks
SELECT SHA1(email) AS h FROM t
--> inputs: t
--> h: t.email TRANSFORMATION masked

-- case: comments with a hash
SELECT a # no b
FROM t
--> inputs: t
--> a: t.a IDENTITY

-- case: a user variable is no column
SET @d = '2026-01-01'; SELECT a FROM t WHERE day = @d
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.day FILTER
