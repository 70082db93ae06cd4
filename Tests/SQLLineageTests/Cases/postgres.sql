-- case: DISTINCT ON groups by its columns
-- catalog: readings(sensor, at, value)
SELECT DISTINCT ON (sensor) sensor, value FROM readings ORDER BY sensor, at DESC
--> inputs: readings
--> sensor: readings.sensor IDENTITY
--> value: readings.value IDENTITY
--> rows: readings.at SORT, readings.sensor GROUP_BY, readings.sensor SORT

-- case: a lateral subquery sees the table before it
-- catalog: users(id, name); logins(user_id, at)
SELECT u.name, l.at FROM users u CROSS JOIN LATERAL (SELECT at FROM logins WHERE user_id = u.id ORDER BY at DESC LIMIT 1) l
--> inputs: logins, users
--> name: users.name IDENTITY
--> at: logins.at IDENTITY
--> rows: logins.at SORT, logins.user_id FILTER, users.id FILTER

-- case: ON CONFLICT updates from the rejected row
-- catalog: stock(sku, amount); delivery(sku, amount)
INSERT INTO stock (sku, amount) SELECT sku, amount FROM delivery ON CONFLICT (sku) DO UPDATE SET amount = stock.amount + excluded.amount
--> inputs: delivery
--> outputs: stock
--> stock.sku: delivery.sku IDENTITY
--> stock.amount: delivery.amount IDENTITY TRANSFORMATION, stock.amount TRANSFORMATION

-- case: quoted names keep their case, others are folded
-- catalog: "Order"(Id, total)
INSERT INTO Audit ("Id", Total) SELECT "Id", Total FROM "Order"
--> inputs: Order
--> outputs: audit
--> audit.Id: Order.Id IDENTITY
--> audit.total: Order.total IDENTITY

-- case: FILTER decides about an aggregate
-- catalog: sales(region, amount, ok)
SELECT region, SUM(amount) FILTER (WHERE ok) AS good FROM sales GROUP BY region
--> inputs: sales
--> region: sales.region IDENTITY
--> good: sales.amount AGGREGATION, sales.ok CONDITIONAL
--> rows: sales.region GROUP_BY

-- case: a writing common table gives what it returns
-- catalog: jobs(id, state); archive(id, state)
WITH gone AS (DELETE FROM jobs WHERE state = 'done' RETURNING id, state) INSERT INTO archive SELECT id, state FROM gone
--> outputs: archive, jobs
--> archive.id: jobs.id IDENTITY
--> archive.state: jobs.state IDENTITY

-- case: UPDATE reads another table
-- catalog: items(id, price); prices(item_id, price)
UPDATE items AS i SET price = p.price * 1.2 FROM prices p WHERE p.item_id = i.id
--> inputs: prices
--> outputs: items
--> items.price: prices.price TRANSFORMATION
--> rows: items.id FILTER, prices.item_id FILTER

-- case: casts and document access are transformations
-- catalog: events(id, payload)
SELECT id::text AS id, payload -> 'user' ->> 'name' AS user_name FROM events
--> inputs: events
--> id: events.id TRANSFORMATION
--> user_name: events.payload TRANSFORMATION

-- case: the body of a function is read
-- catalog: log(line); src(a)
CREATE FUNCTION fill() RETURNS void AS $$ BEGIN INSERT INTO log (line) SELECT a FROM src; END; $$ LANGUAGE plpgsql
--> inputs: src
--> outputs: log
--> log.line: src.a IDENTITY

-- case: COPY writes a file from a query
COPY (SELECT a FROM t) TO '/tmp/out.csv' WITH (FORMAT csv)
--> inputs: t
--> outputs: path:/tmp/out.csv
--> path:/tmp/out.csv.a: t.a IDENTITY

-- case: a temporary table is followed through
-- catalog: raw.visits(id, url)
CREATE TEMP TABLE v AS SELECT id, lower(url) AS url FROM raw.visits; INSERT INTO dw.visits (id, url) SELECT id, url FROM v
--> inputs: raw.visits
--> outputs: dw.visits
--> temporary: v
--> dw.visits.id: raw.visits.id IDENTITY
--> dw.visits.url: raw.visits.url TRANSFORMATION

-- case: generate_series has no table
SELECT day FROM generate_series('2026-01-01'::date, '2026-01-31', '1 day') AS g(day)
--> day:

-- case: WITH RECURSIVE follows its own rows
-- catalog: nodes(id, parent)
WITH RECURSIVE up AS (SELECT id, parent FROM nodes WHERE id = 7 UNION ALL SELECT n.id, n.parent FROM nodes n JOIN up ON n.id = up.parent) SELECT id FROM up
--> inputs: nodes
--> id: nodes.id IDENTITY
--> rows: nodes.id FILTER, nodes.id JOIN, nodes.parent JOIN

-- case: arrays are unnested into rows
-- catalog: posts(id, tags)
SELECT p.id, t.tag FROM posts p, unnest(p.tags) AS t(tag)
--> inputs: posts
--> id: posts.id IDENTITY
--> tag: posts.tags TRANSFORMATION

-- case: SELECT INTO creates a table
-- catalog: a(x)
SELECT x, count(*) AS n INTO summary FROM a GROUP BY x
--> inputs: a
--> outputs: summary
--> summary.x: a.x IDENTITY
--> summary.n:
--> rows: a.x GROUP_BY
