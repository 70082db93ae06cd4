-- case: an upsert writes the columns of its list and of DO UPDATE
INSERT INTO stock (sku, qty) SELECT sku, qty FROM delivery
ON CONFLICT (sku) DO UPDATE SET qty = stock.qty + EXCLUDED.qty
--> inputs: delivery
--> outputs: stock
--> stock.sku: delivery.sku IDENTITY
--> stock.qty: delivery.qty IDENTITY TRANSFORMATION, stock.qty TRANSFORMATION

-- case: DISTINCT ON decides about rows
SELECT DISTINCT ON (customer) customer, total FROM orders ORDER BY customer, placed DESC
--> inputs: orders
--> customer: orders.customer IDENTITY
--> total: orders.total IDENTITY
--> rows: orders.customer GROUP_BY, orders.customer SORT, orders.placed SORT

-- case: a quoted name keeps its case, an unquoted one is folded
CREATE TABLE "Report" AS SELECT "Id", NAME FROM Customers
--> inputs: customers
--> outputs: Report
--> Report.Id: customers.Id IDENTITY
--> Report.name: customers.name IDENTITY

-- case: json operators are expressions over the document column
SELECT payload->'user'->>'id' AS user_id, payload #>> '{a,b}' AS ab FROM events
--> inputs: events
--> user_id: events.payload TRANSFORMATION
--> ab: events.payload TRANSFORMATION

-- case: a filtered aggregate depends on its filter
SELECT count(*) FILTER (WHERE state = 'open') AS open_count, sum(total) AS total FROM orders
--> inputs: orders
--> open_count: orders.state CONDITIONAL
--> total: orders.total AGGREGATION

-- case: a lateral query sees the tables before it
SELECT c.id, last.total FROM customers c
CROSS JOIN LATERAL (SELECT total FROM orders o WHERE o.customer_id = c.id ORDER BY placed DESC LIMIT 1) last
--> inputs: customers, orders
--> id: customers.id IDENTITY
--> total: orders.total IDENTITY
--> rows: customers.id FILTER, orders.customer_id FILTER, orders.placed SORT

-- case: an update takes values from joined tables
UPDATE orders AS o SET region = c.region, total = o.total * r.rate
FROM customers c JOIN rates r ON r.currency = c.currency WHERE c.id = o.customer_id
--> inputs: customers, rates
--> outputs: orders
--> orders.region: customers.region IDENTITY
--> orders.total: orders.total TRANSFORMATION, rates.rate TRANSFORMATION
--> rows: customers.currency JOIN, customers.id FILTER, orders.customer_id FILTER, rates.currency JOIN

-- case: a materialised view is a table that is written
CREATE MATERIALIZED VIEW mart.daily AS SELECT placed::date AS day, sum(total) AS total FROM shop.orders GROUP BY 1
--> inputs: shop.orders
--> outputs: mart.daily
--> mart.daily.day: shop.orders.placed TRANSFORMATION
--> mart.daily.total: shop.orders.total AGGREGATION
--> rows: shop.orders.placed GROUP_BY

-- case: elements of an array column come from that column
SELECT t.id, tag FROM posts t, unnest(t.tags) AS tag
--> inputs: posts
--> id: posts.id IDENTITY
--> tag: posts.tags TRANSFORMATION

-- case: a temporary table is followed through
CREATE TEMP TABLE staging AS SELECT id, upper(name) AS name FROM people;
INSERT INTO clean (id, name) SELECT id, name FROM staging;
--> inputs: people
--> outputs: clean
--> temporary: staging
--> clean.id: people.id IDENTITY
--> clean.name: people.name TRANSFORMATION

-- case: COPY takes a file into columns
COPY sales (id, amount) FROM '/data/sales.csv' WITH (FORMAT csv, HEADER)
--> inputs: path:/data/sales.csv
--> outputs: sales

-- case: delete using another table
DELETE FROM orders USING blocked b WHERE orders.customer_id = b.customer_id
--> inputs: blocked
--> outputs: orders
--> rows: blocked.customer_id FILTER, orders.customer_id FILTER

-- case: the body of a function is read
CREATE FUNCTION refresh() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE mart.totals;
    INSERT INTO mart.totals (day, total) SELECT placed, sum(total) FROM orders GROUP BY placed;
END;
$$
--> inputs: orders
--> outputs: mart.totals
--> mart.totals.day: orders.placed IDENTITY
--> mart.totals.total: orders.total AGGREGATION
--> rows: orders.placed GROUP_BY

-- case: a recursive expression reaches its start
WITH RECURSIVE tree(id, root) AS (
    SELECT id, id FROM nodes WHERE parent IS NULL
    UNION ALL
    SELECT n.id, t.root FROM nodes n JOIN tree t ON n.parent = t.id)
SELECT id, root FROM tree
--> inputs: nodes
--> id: nodes.id IDENTITY
--> root: nodes.id IDENTITY
--> rows: nodes.id JOIN, nodes.parent FILTER, nodes.parent JOIN

-- case: a rank within an ordered set
SELECT k, percentile_cont(0.5) WITHIN GROUP (ORDER BY v) AS mid FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> mid: t.v WINDOW
--> rows: t.k GROUP_BY
