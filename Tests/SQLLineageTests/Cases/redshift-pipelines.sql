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
