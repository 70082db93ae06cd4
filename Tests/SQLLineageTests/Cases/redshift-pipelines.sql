-- case: copy from a bucket
COPY staging.orders (id, total) FROM 's3://b/orders/' IAM_ROLE 'arn:aws:iam::1:role/r' FORMAT AS PARQUET
--> inputs: path:s3://b/orders/
--> outputs: staging.orders

-- case: a temporary table by its name
CREATE TABLE #s AS SELECT id FROM raw.t; INSERT INTO mart.t (id) SELECT id FROM #s
--> inputs: raw.t
--> outputs: mart.t
--> temporary: #s
--> mart.t.id: raw.t.id IDENTITY

-- case: a later column uses an alias
SELECT price * qty AS gross, gross * 0.2 AS tax FROM items
--> inputs: items
--> gross: items.price TRANSFORMATION, items.qty TRANSFORMATION
--> tax: items.price TRANSFORMATION, items.qty TRANSFORMATION

-- case: delete and insert in a transaction
BEGIN;
DELETE FROM mart.t USING staging.t s WHERE mart.t.id = s.id;
INSERT INTO mart.t SELECT id, name FROM staging.t;
END;
--> inputs: staging.t
--> outputs: mart.t
--> mart.t.id: staging.t.id IDENTITY
--> mart.t.name: staging.t.name IDENTITY
--> rows: mart.t.id FILTER, staging.t.id FILTER

-- case: LISTAGG and MEDIAN
SELECT k, LISTAGG(name, ',') WITHIN GROUP (ORDER BY at) AS names, MEDIAN(v) AS mid FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> names: t.at WINDOW, t.name AGGREGATION
--> mid: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: keys and encodings of a new table
CREATE TABLE mart.t DISTKEY (id) SORTKEY (day) AS SELECT id, day FROM raw.t
--> inputs: raw.t
--> outputs: mart.t
--> mart.t.id: raw.t.id IDENTITY
--> mart.t.day: raw.t.day IDENTITY

-- case: an external schema's table
INSERT INTO mart.t (id) SELECT id FROM spectrum.events
--> inputs: spectrum.events
--> outputs: mart.t
--> mart.t.id: spectrum.events.id IDENTITY

-- case: append moves the rows of a table
ALTER TABLE mart.t APPEND FROM staging.t
--> inputs: staging.t
--> outputs: mart.t
--> mart.t.*: staging.t.* IDENTITY

-- case: an approximate count masks
SELECT APPROXIMATE COUNT(DISTINCT user_id) AS users FROM visits
--> inputs: visits
--> users: visits.user_id AGGREGATION masked

-- case: a late-binding view
CREATE VIEW mart.v AS SELECT id FROM raw.t WITH NO SCHEMA BINDING
--> inputs: raw.t
--> outputs: mart.v
--> mart.v.id: raw.t.id IDENTITY

-- case: navigation in a SUPER column
SELECT c.id, o.total FROM customers c, c.orders o
--> inputs: customers
--> id: customers.id IDENTITY
--> total: customers.orders TRANSFORMATION

-- case: a system table
SELECT query FROM stl_query WHERE userid > 1
--> inputs: stl_query
--> query: stl_query.query IDENTITY
--> rows: stl_query.userid FILTER

-- case: DECODE and NVL2
SELECT DECODE(k, 1, a, b) AS x, NVL2(c, d, e) AS y FROM t
--> inputs: t
--> x: t.a TRANSFORMATION, t.b TRANSFORMATION, t.k CONDITIONAL
--> y: t.c CONDITIONAL, t.d TRANSFORMATION, t.e TRANSFORMATION

-- case: QUALIFY
SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY at DESC) = 1
--> inputs: t
--> id: t.id IDENTITY
--> rows: t.at FILTER, t.id FILTER

-- case: a materialised view that refreshes itself
CREATE MATERIALIZED VIEW mv AUTO REFRESH YES AS SELECT k, SUM(v) AS v FROM t GROUP BY k
--> inputs: t
--> outputs: mv
--> mv.k: t.k IDENTITY
--> mv.v: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: a stored procedure
CREATE PROCEDURE p() AS $$ BEGIN INSERT INTO m.t (a) SELECT a FROM r.s; END; $$ LANGUAGE plpgsql
--> inputs: r.s
--> outputs: m.t
--> m.t.a: r.s.a IDENTITY

-- case: dates have units
SELECT DATEADD(day, n, at) AS d, DATEDIFF(hour, a, b) AS h FROM t
--> inputs: t
--> d: t.at TRANSFORMATION, t.n TRANSFORMATION
--> h: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: a hash masks
SELECT FUNC_SHA1(email) AS h FROM t
--> inputs: t
--> h: t.email TRANSFORMATION masked
