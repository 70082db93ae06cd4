-- case: backticks and joins of UPDATE
-- catalog: orders(id, total); lines(order_id, price)
UPDATE `orders` o JOIN (SELECT order_id, SUM(price) AS s FROM `lines` GROUP BY order_id) l ON l.order_id = o.id SET o.total = l.s
--> inputs: lines
--> outputs: orders
--> orders.total: lines.price AGGREGATION
--> rows: lines.order_id GROUP_BY, lines.order_id JOIN, orders.id JOIN

-- case: ON DUPLICATE KEY reads the rejected row
-- catalog: hits(page, n); feed(page, n)
INSERT INTO hits (page, n) SELECT page, n FROM feed ON DUPLICATE KEY UPDATE n = hits.n + VALUES(n)
--> inputs: feed
--> outputs: hits
--> hits.page: feed.page IDENTITY
--> hits.n: feed.n IDENTITY TRANSFORMATION, hits.n TRANSFORMATION

-- case: DELETE of several tables
DELETE a, b FROM shop.a INNER JOIN shop.b ON a.id = b.a_id WHERE b.old = 1
--> outputs: shop.a, shop.b
--> rows: shop.a.id JOIN, shop.b.a_id JOIN, shop.b.old FILTER

-- case: REPLACE writes by position
-- catalog: target(id, name); source(k, title)
REPLACE INTO target SELECT k, title FROM source
--> inputs: source
--> outputs: target
--> target.id: source.k IDENTITY
--> target.name: source.title IDENTITY

-- case: double quotes are strings
SELECT "no column" AS text, name FROM people
--> inputs: people
--> text:
--> name: people.name IDENTITY

-- case: GROUP_CONCAT orders its values
-- catalog: tags(post, tag, pos)
SELECT post, GROUP_CONCAT(DISTINCT tag ORDER BY pos SEPARATOR ', ') AS list FROM tags GROUP BY post
--> inputs: tags
--> post: tags.post IDENTITY
--> list: tags.pos AGGREGATION, tags.tag AGGREGATION
--> rows: tags.post GROUP_BY

-- case: RENAME TABLE moves
RENAME TABLE old_sales TO sales_2025
--> inputs: old_sales
--> outputs: sales_2025
--> sales_2025.*: old_sales.* IDENTITY

-- case: tables keep their case, columns do not
INSERT INTO Dw.Facts (Amount) SELECT Price FROM Raw.Items
--> inputs: Raw.Items
--> outputs: Dw.Facts
--> Dw.Facts.amount: Raw.Items.price IDENTITY

-- case: CREATE TABLE LIKE copies the columns
-- catalog: base(a, b)
CREATE TABLE copy LIKE base; INSERT INTO copy SELECT b, a FROM base
--> inputs: base
--> outputs: copy
--> copy.a: base.b IDENTITY
--> copy.b: base.a IDENTITY

-- case: index hints and locks are no names
-- catalog: t(a, k)
SELECT a FROM t USE INDEX (k_idx) WHERE k = 1 LOCK IN SHARE MODE
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.k FILTER

-- case: JSON_TABLE gives columns
-- catalog: docs(id, body)
SELECT d.id, j.sku FROM docs d, JSON_TABLE(d.body, '$[*]' COLUMNS (sku VARCHAR(20) PATH '$.sku')) AS j
--> inputs: docs
--> id: docs.id IDENTITY
--> sku: docs.body TRANSFORMATION

-- case: a hash comment ends at the line
SELECT a # FROM nothing
FROM t
--> inputs: t
--> a: t.a IDENTITY

-- case: LOAD DATA reads a file
LOAD DATA INFILE '/data/x.csv' INTO TABLE staging FIELDS TERMINATED BY ','
--> inputs: path:/data/x.csv
--> outputs: staging

-- case: IF is conditional
-- catalog: t(a, b, c)
SELECT IF(a > 0, b, c) AS pick, IFNULL(b, 0) AS b0 FROM t
--> inputs: t
--> pick: t.a CONDITIONAL, t.b TRANSFORMATION, t.c TRANSFORMATION
--> b0: t.b TRANSFORMATION CONDITIONAL

-- case: straight join and comma join read both
-- catalog: a(x); b(x, y)
SELECT a.x, b.y FROM a STRAIGHT_JOIN b ON a.x = b.x
--> inputs: a, b
--> x: a.x IDENTITY
--> y: b.y IDENTITY
--> rows: a.x JOIN, b.x JOIN
