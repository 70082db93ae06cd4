-- case: insert overwrite of a partition
-- catalog: db.daily(id, total, day)
INSERT OVERWRITE TABLE db.daily PARTITION (day = '2026-01-01') SELECT id, sum(total) FROM db.orders GROUP BY id
--> inputs: db.orders
--> outputs: db.daily
--> db.daily.id: db.orders.id IDENTITY
--> db.daily.total: db.orders.total AGGREGATION
--> rows: db.orders.id GROUP_BY

-- case: lateral view explode
SELECT id, tag FROM posts LATERAL VIEW explode(tags) t AS tag
--> inputs: posts
--> id: posts.id IDENTITY
--> tag: posts.tags TRANSFORMATION

-- case: a file format in front of a path
CREATE TABLE out USING parquet AS SELECT id FROM parquet.`s3a://lake/in`
--> inputs: path:s3a://lake/in
--> outputs: out
--> out.id: path:s3a://lake/in.id IDENTITY

-- case: a branch of CASE is a transformation, its condition a condition
SELECT CASE WHEN vip THEN gross ELSE net END AS price FROM carts
--> inputs: carts
--> price: carts.gross TRANSFORMATION, carts.net TRANSFORMATION, carts.vip CONDITIONAL

-- case: a semi join gives the columns of its left side
-- catalog: a(id, x); b(id, y)
SELECT * FROM a LEFT SEMI JOIN b ON a.id = b.id
--> inputs: a, b
--> id: a.id IDENTITY
--> x: a.x IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: a temporary view is followed through
CREATE OR REPLACE TEMPORARY VIEW clean AS SELECT id, trim(name) AS name FROM raw;
INSERT INTO dim SELECT id, name FROM clean;
--> inputs: raw
--> outputs: dim
--> temporary: clean
--> dim.id: raw.id IDENTITY
--> dim.name: raw.name TRANSFORMATION

-- case: higher-order functions have parameters
SELECT filter(xs, x -> x > threshold) AS xs FROM t
--> inputs: t
--> xs: t.threshold TRANSFORMATION, t.xs TRANSFORMATION

-- case: names are folded, also in backticks
SELECT `Id` FROM `Db`.`Orders`
--> inputs: db.orders
--> id: db.orders.id IDENTITY

-- case: cache and refresh move no data
REFRESH TABLE db.orders; CACHE TABLE db.orders; SELECT id FROM db.orders
--> inputs: db.orders
--> id: db.orders.id IDENTITY

-- case: a directory is written
INSERT OVERWRITE DIRECTORY 's3a://out/x' USING csv SELECT id FROM t
--> inputs: t
--> outputs: path:s3a://out/x
--> path:s3a://out/x.id: t.id IDENTITY

-- case: distribute and sort order rows
SELECT id FROM t DISTRIBUTE BY day SORT BY at
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.at SORT

-- case: a named struct is made of columns
SELECT named_struct('a', x, 'b', y) AS s FROM t
--> inputs: t
--> s: t.x TRANSFORMATION, t.y TRANSFORMATION

-- case: an anti join filters by the other table
SELECT c.id FROM customers c LEFT ANTI JOIN orders o ON c.id = o.customer_id
--> inputs: customers, orders
--> id: customers.id IDENTITY
--> rows: customers.id JOIN, orders.customer_id JOIN

-- case: stack turns columns into rows
SELECT id, k, v FROM t LATERAL VIEW stack(2, 'a', a, 'b', b) s AS k, v
--> inputs: t
--> id: t.id IDENTITY
--> k: t.a TRANSFORMATION, t.b TRANSFORMATION
--> v: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: inline rows
SELECT x.a, t.b FROM VALUES (1), (2) AS x(a) JOIN t ON t.k = x.a
--> inputs: t
--> a:
--> b: t.b IDENTITY
--> rows: t.k JOIN
