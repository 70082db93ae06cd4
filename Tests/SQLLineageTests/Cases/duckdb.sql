-- case: FROM comes first
-- catalog: t(a, b)
FROM t SELECT a WHERE b > 0
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.b FILTER

-- case: a file is a table
SELECT a FROM 'data/x.parquet'
--> inputs: path:data/x.parquet
--> a: path:data/x.parquet.a IDENTITY

-- case: EXCLUDE and REPLACE
-- catalog: t(a, b, c)
SELECT * EXCLUDE (a) REPLACE (b * 2 AS b) FROM t
--> inputs: t
--> b: t.b TRANSFORMATION
--> c: t.c IDENTITY

-- case: the statement PIVOT
-- catalog: cities(country, yr, pop)
PIVOT cities ON yr IN (2000, 2010) USING SUM(pop) GROUP BY country
--> inputs: cities
--> country: cities.country IDENTITY
--> 2000: cities.pop AGGREGATION
--> 2010: cities.pop AGGREGATION
--> rows: cities.yr GROUP_BY

-- case: the statement UNPIVOT
-- catalog: m(k, jan, feb)
UNPIVOT m ON jan, feb INTO NAME mon VALUE v
--> inputs: m
--> k: m.k IDENTITY
--> mon: m.feb IDENTITY, m.jan IDENTITY
--> v: m.feb IDENTITY, m.jan IDENTITY

-- case: UNION BY NAME
-- catalog: a(x, y); b(y, z)
SELECT * FROM a UNION ALL BY NAME SELECT * FROM b
--> inputs: a, b
--> x: a.x IDENTITY
--> y: a.y IDENTITY, b.y IDENTITY
--> z: b.z IDENTITY

-- case: COPY to a file
-- catalog: t(a)
COPY (SELECT a FROM t) TO 'out.parquet' (FORMAT parquet)
--> inputs: t
--> outputs: path:out.parquet
--> path:out.parquet.a: t.a IDENTITY

-- case: GROUP BY ALL
-- catalog: t(k, v)
SELECT k, SUM(v) AS s FROM t GROUP BY ALL
--> inputs: t
--> k: t.k IDENTITY
--> s: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: ASOF and POSITIONAL joins
-- catalog: a(id, at); b(id, at, v)
SELECT a.id, b.v FROM a ASOF JOIN b ON a.id = b.id AND a.at >= b.at
--> inputs: a, b
--> id: a.id IDENTITY
--> v: b.v IDENTITY
--> rows: a.at JOIN, a.id JOIN, b.at JOIN, b.id JOIN

-- case: list comprehensions and lambdas
-- catalog: t(xs)
SELECT list_transform(xs, x -> x + 1) AS ys FROM t
--> inputs: t
--> ys: t.xs TRANSFORMATION

-- case: struct literals
-- catalog: t(a, b)
SELECT {'x': a, 'y': b} AS s FROM t
--> inputs: t
--> s: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: an alias before its value
-- catalog: t(a)
SELECT total: a + 1 FROM t
--> inputs: t
--> total: t.a TRANSFORMATION

-- case: QUALIFY and SAMPLE
-- catalog: t(k, v)
SELECT k FROM t USING SAMPLE 10 % QUALIFY RANK() OVER (ORDER BY v) = 1
--> inputs: t
--> k: t.k IDENTITY
--> rows: t.v FILTER

-- case: CREATE OR REPLACE TABLE
-- catalog: s(a)
CREATE OR REPLACE TABLE t AS FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: subqueries by comma see earlier ones
SELECT y FROM (SELECT 1 AS x) a, (SELECT a.x + 1 AS y) b
--> y:

-- case: COLUMNS stands for columns that are not known
-- catalog: s(a, b)
SELECT COLUMNS('a.*') FROM s
--> inputs: s
--> *: s.a TRANSFORMATION, s.b TRANSFORMATION
