-- case: a file in FROM is a location
CREATE TABLE trips AS SELECT id, fare FROM 's3://lake/trips/*.parquet'
--> inputs: path:s3://lake/trips/*.parquet
--> outputs: trips
--> trips.id: path:s3://lake/trips/*.parquet.id IDENTITY
--> trips.fare: path:s3://lake/trips/*.parquet.fare IDENTITY

-- case: FROM may come first, and SELECT may be missing
-- catalog: t(a, b)
FROM t
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY

-- case: EXCLUDE and REPLACE change what a star gives
-- catalog: t(a, b, c)
SELECT * EXCLUDE (c) REPLACE (b * 2 AS b) FROM t
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b TRANSFORMATION

-- case: GROUP BY ALL groups by what is not aggregated
SELECT region, year, sum(amount) AS amount FROM sales GROUP BY ALL
--> inputs: sales
--> region: sales.region IDENTITY
--> year: sales.year IDENTITY
--> amount: sales.amount AGGREGATION
--> rows: sales.region GROUP_BY, sales.year GROUP_BY

-- case: union by name matches columns by their names
SELECT a, b FROM s UNION ALL BY NAME SELECT b, c FROM t
--> inputs: s, t
--> a: s.a IDENTITY
--> b: s.b IDENTITY, t.b IDENTITY
--> c: t.c IDENTITY

-- case: a later column uses an alias of an earlier one
SELECT price * qty AS gross, gross * 0.2 AS tax FROM items
--> inputs: items
--> gross: items.price TRANSFORMATION, items.qty TRANSFORMATION
--> tax: items.price TRANSFORMATION, items.qty TRANSFORMATION

-- case: insert by name ignores the order
-- catalog: target(x, y)
INSERT INTO target BY NAME SELECT b AS y, a AS x FROM source
--> inputs: source
--> outputs: target
--> target.y: source.b IDENTITY
--> target.x: source.a IDENTITY

-- case: COPY writes a query to a file
COPY (SELECT id, name FROM people) TO 'out/people.parquet' (FORMAT parquet)
--> inputs: people
--> outputs: path:out/people.parquet
--> path:out/people.parquet.id: people.id IDENTITY
--> path:out/people.parquet.name: people.name IDENTITY

-- case: reading functions name their files
SELECT * FROM read_csv('data/in.csv', header = true)
--> inputs: path:data/in.csv
--> *: path:data/in.csv.* IDENTITY

-- case: a struct field belongs to its column
SELECT person.name.first AS first_name, list[1] AS head FROM people
--> inputs: people
--> first_name: people.person TRANSFORMATION
--> head: people.list TRANSFORMATION

-- case: an asof join is a join
SELECT t.id, p.price FROM trades t ASOF JOIN prices p ON t.symbol = p.symbol AND t.at >= p.at
--> inputs: prices, trades
--> id: trades.id IDENTITY
--> price: prices.price IDENTITY
--> rows: prices.at JOIN, prices.symbol JOIN, trades.at JOIN, trades.symbol JOIN

-- case: QUALIFY filters after windows
SELECT id FROM logins QUALIFY row_number() OVER (PARTITION BY account ORDER BY at DESC) = 1
--> inputs: logins
--> id: logins.id IDENTITY
--> rows: logins.account FILTER, logins.at FILTER

-- case: a lambda's parameter is no column
SELECT list_transform(scores, x -> x + bonus) AS scores FROM players
--> inputs: players
--> scores: players.bonus TRANSFORMATION, players.scores TRANSFORMATION

-- case: SUMMARIZE reads a table
SUMMARIZE t; SELECT a FROM t
--> inputs: t
--> a: t.a IDENTITY

-- case: a map's element
SELECT attrs['k'] AS k FROM t
--> inputs: t
--> k: t.attrs TRANSFORMATION
