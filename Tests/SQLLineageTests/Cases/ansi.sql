-- case: a copied column is IDENTITY, an expression TRANSFORMATION, an aggregate AGGREGATION
-- catalog: orders(id, amount, placed)
INSERT INTO daily (day, total, first_id)
SELECT CAST(placed AS DATE), SUM(amount), id FROM orders GROUP BY CAST(placed AS DATE), id
--> inputs: orders
--> outputs: daily
--> daily.day: orders.placed TRANSFORMATION
--> daily.total: orders.amount AGGREGATION
--> daily.first_id: orders.id IDENTITY
--> rows: orders.id GROUP_BY, orders.placed GROUP_BY

-- case: a common table expression that nobody reads contributes nothing
WITH unused AS (SELECT * FROM ghosts), used AS (SELECT a FROM s)
SELECT a FROM used
--> inputs: s
--> a: s.a IDENTITY

-- case: COUNT hides its argument
-- catalog: visits(user_id, page)
SELECT page, COUNT(DISTINCT user_id) AS visitors FROM visits GROUP BY page
--> inputs: visits
--> page: visits.page IDENTITY
--> visitors: visits.user_id AGGREGATION masked
--> rows: visits.page GROUP_BY
