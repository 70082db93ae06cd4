-- case: a project with dashes in backticks or without
SELECT a.id, b.name FROM `my-project.shop.orders` a JOIN my-project.shop.customers b ON a.cid = b.id
--> inputs: my-project.shop.customers, my-project.shop.orders
--> id: my-project.shop.orders.id IDENTITY
--> name: my-project.shop.customers.name IDENTITY
--> rows: my-project.shop.customers.id JOIN, my-project.shop.orders.cid JOIN

-- case: elements of a repeated record
SELECT o.id, item.sku FROM shop.orders o, UNNEST(o.items) AS item
--> inputs: shop.orders
--> id: shop.orders.id IDENTITY
--> sku: shop.orders.items TRANSFORMATION

-- case: except and replace in a star
-- catalog: d.t(a, b, c)
SELECT * EXCEPT (a) REPLACE (UPPER(b) AS b) FROM d.t
--> inputs: d.t
--> b: d.t.b TRANSFORMATION
--> c: d.t.c IDENTITY

-- case: strings in double quotes are no columns
SELECT IF(state = "open", 1, 0) AS is_open FROM d.tickets
--> inputs: d.tickets
--> is_open: d.tickets.state CONDITIONAL

-- case: wildcard tables stay one table, and their suffix is no column
SELECT event_name FROM `p.analytics.events_*` WHERE _TABLE_SUFFIX BETWEEN '20260101' AND '20260131'
--> inputs: p.analytics.events_*
--> event_name: p.analytics.events_*.event_name IDENTITY

-- case: a struct is made of columns
CREATE TABLE d.out AS SELECT STRUCT(a AS x, b AS y) AS s, ARRAY_AGG(c) AS cs FROM d.src
--> inputs: d.src
--> outputs: d.out
--> d.out.s: d.src.a TRANSFORMATION, d.src.b TRANSFORMATION
--> d.out.cs: d.src.c AGGREGATION

-- case: pipes pass a table on
FROM d.orders |> WHERE total > 10 |> AGGREGATE SUM(total) AS total GROUP BY customer
--> inputs: d.orders
--> customer: d.orders.customer IDENTITY
--> total: d.orders.total AGGREGATION
--> rows: d.orders.customer GROUP_BY, d.orders.total FILTER

-- case: merge with INSERT ROW
-- catalog: d.t(id, v); d.s(id, v)
MERGE d.t USING d.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT ROW
--> inputs: d.s
--> outputs: d.t
--> d.t.v: d.s.v IDENTITY
--> d.t.id: d.s.id IDENTITY
--> rows: d.s.id JOIN, d.t.id JOIN

-- case: a script's variables are no columns
DECLARE day DATE DEFAULT CURRENT_DATE();
INSERT INTO d.daily (day, n) SELECT day, COUNT(*) FROM d.events WHERE event_day = day;
--> inputs: d.events
--> outputs: d.daily
--> d.daily.day:
--> d.daily.n:
--> rows: d.events.event_day FILTER

-- case: export writes to a bucket
EXPORT DATA OPTIONS (uri = 'gs://bucket/out/*.csv', format = 'CSV') AS SELECT id FROM d.t
--> inputs: d.t
--> outputs: path:gs://bucket/out/*.csv
--> path:gs://bucket/out/*.csv.id: d.t.id IDENTITY

-- case: a value table and its star
-- catalog: d.t(id, name)
SELECT AS STRUCT * FROM d.t
--> inputs: d.t
--> id: d.t.id IDENTITY
--> name: d.t.name IDENTITY

-- case: names of tables keep their case, names of columns do not
SELECT Id FROM Sales.Orders
--> inputs: Sales.Orders
--> id: Sales.Orders.id IDENTITY

-- case: time travel reads the table
SELECT id FROM d.t FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY)
--> inputs: d.t
--> id: d.t.id IDENTITY

-- case: a hash of a column masks it
SELECT TO_HEX(SHA256(email)) AS email_hash FROM d.users
--> inputs: d.users
--> email_hash: d.users.email TRANSFORMATION masked
