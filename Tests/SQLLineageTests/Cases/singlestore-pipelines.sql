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
