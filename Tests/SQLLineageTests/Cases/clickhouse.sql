-- case: names are kept as written
INSERT INTO Dw.Facts (UserID) SELECT UserID FROM Raw.Events
--> inputs: Raw.Events
--> outputs: Dw.Facts
--> Dw.Facts.UserID: Raw.Events.UserID IDENTITY

-- case: a materialized view writes to its target
-- catalog: e.hits(Url, Day)
CREATE MATERIALIZED VIEW e.mv TO e.daily AS SELECT Day, count() AS n FROM e.hits GROUP BY Day
--> inputs: e.hits
--> outputs: e.daily
--> e.daily.Day: e.hits.Day IDENTITY
--> e.daily.n:
--> rows: e.hits.Day GROUP_BY

-- case: ARRAY JOIN gives rows of a column
-- catalog: t(id, tags)
SELECT id, tag FROM t ARRAY JOIN tags AS tag
--> inputs: t
--> id: t.id IDENTITY
--> tag: t.tags TRANSFORMATION

-- case: FINAL, PREWHERE and SETTINGS are no names
-- catalog: t(a, b)
SELECT a FROM t FINAL PREWHERE b = 1 SETTINGS max_threads = 2
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.b FILTER

-- case: parametric aggregates
-- catalog: t(k, v)
SELECT k, quantile(0.9)(v) AS p90 FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> p90: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: a dictionary is read
-- catalog: t(id)
SELECT dictGet('geo', 'name', id) AS geo_name, dictGet(geo.cities, 'n', id) AS city FROM t
--> inputs: geo, geo.cities, t
--> geo_name: t.id TRANSFORMATION
--> city: t.id TRANSFORMATION

-- case: an expression has a name
-- catalog: t(a)
WITH a * 2 AS twice SELECT twice AS x FROM t
--> inputs: t
--> x: t.a TRANSFORMATION

-- case: GLOBAL IN reads the other table
-- catalog: t(id, a); f(id)
SELECT a FROM t WHERE id GLOBAL IN (SELECT id FROM f)
--> inputs: f, t
--> a: t.a IDENTITY
--> rows: f.id FILTER, t.id FILTER

-- case: LIMIT BY keeps rows
-- catalog: t(k, v)
SELECT k, v FROM t ORDER BY v LIMIT 1 BY k
--> inputs: t
--> k: t.k IDENTITY
--> v: t.v IDENTITY
--> rows: t.v SORT

-- case: a lambda's parameter is no column
-- catalog: t(xs)
SELECT arrayMap(x -> x + 1, xs) AS ys FROM t
--> inputs: t
--> ys: t.xs TRANSFORMATION

-- case: ASOF joins
-- catalog: a(id, at); b(id, at, v)
SELECT a.id, b.v FROM a ASOF LEFT JOIN b USING (id, at)
--> inputs: a, b
--> id: a.id IDENTITY
--> v: b.v IDENTITY
--> rows: a.at JOIN, a.id JOIN, b.at JOIN, b.id JOIN

-- case: EXCHANGE swaps two tables
EXCHANGE TABLES a AND b
--> inputs: a, b
--> outputs: a, b

-- case: ternary operator
-- catalog: t(a, b, c)
SELECT a > 0 ? b : c AS v FROM t
--> inputs: t
--> v: t.a TRANSFORMATION, t.b TRANSFORMATION, t.c TRANSFORMATION

-- case: a table function reads a file only
SELECT c1 FROM s3('https://b/x.csv', 'CSV')
--> inputs: path:https://b/x.csv
--> c1: path:https://b/x.csv.c1 IDENTITY

-- case: DELETE on a cluster
DELETE FROM db.t ON CLUSTER c WHERE old = 1
--> outputs: db.t
--> rows: db.t.old FILTER
