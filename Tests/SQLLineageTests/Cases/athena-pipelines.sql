-- case: unload a query
UNLOAD (SELECT id, total FROM mart.daily) TO 's3://b/out/' WITH (format = 'PARQUET')
--> inputs: mart.daily
--> outputs: path:s3://b/out/
--> path:s3://b/out/.id: mart.daily.id IDENTITY
--> path:s3://b/out/.total: mart.daily.total IDENTITY

-- case: a table from a query with a location
CREATE TABLE mart.t WITH (external_location = 's3://b/t/', format = 'PARQUET') AS SELECT id FROM raw.t
--> inputs: raw.t
--> outputs: mart.t
--> mart.t.id: raw.t.id IDENTITY

-- case: insert into
INSERT INTO mart.t SELECT id, day FROM "raw"."t" WHERE day = date '2026-01-01'
--> inputs: raw.t
--> outputs: mart.t
--> mart.t.id: raw.t.id IDENTITY
--> mart.t.day: raw.t.day IDENTITY
--> rows: raw.t.day FILTER

-- case: an external table in Hive's words
CREATE EXTERNAL TABLE `raw`.`x` (`id` bigint) ROW FORMAT SERDE 'org.x' LOCATION 's3://b/x/'
--> outputs: raw.x

-- case: a merge into an Iceberg table
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)
--> inputs: s
--> outputs: t
--> t.v: s.v IDENTITY
--> t.id: s.id IDENTITY
--> rows: s.id JOIN, t.id JOIN

-- case: partitions are added and repaired without moving data
MSCK REPAIR TABLE raw.x; SELECT id FROM raw.x
--> inputs: raw.x
--> id: raw.x.id IDENTITY

-- case: a row's field
SELECT person.name AS name FROM t
--> inputs: t
--> name: t.person TRANSFORMATION

-- case: time travel
SELECT id FROM t FOR TIMESTAMP AS OF current_timestamp - interval '1' day
--> inputs: t
--> id: t.id IDENTITY

-- case: a hash masks
SELECT sha256(to_utf8(email)) AS h FROM users
--> inputs: users
--> h: users.email TRANSFORMATION masked

-- case: unnest with a position
SELECT id, n FROM t CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u (x, n)
--> inputs: t
--> id: t.id IDENTITY
--> n:

-- case: a federated catalog
SELECT id FROM "lambda:cat"."db"."t"
--> inputs: lambda:cat.db.t
--> id: lambda:cat.db.t.id IDENTITY

-- case: a view
CREATE OR REPLACE VIEW v AS SELECT upper(name) AS name FROM t
--> inputs: t
--> outputs: v
--> v.name: t.name TRANSFORMATION

-- case: a lambda over an array
SELECT filter(xs, x -> x > low) AS xs FROM t
--> inputs: t
--> xs: t.low TRANSFORMATION, t.xs TRANSFORMATION

-- case: an update of an Iceberg table
UPDATE t SET v = v + 1 WHERE id = 7
--> outputs: t
--> t.v: t.v TRANSFORMATION
--> rows: t.id FILTER

-- case: a delete of an Iceberg table
DELETE FROM t WHERE id IN (SELECT id FROM gone)
--> inputs: gone
--> outputs: t
--> rows: gone.id FILTER, t.id FILTER

-- case: optimise and vacuum move no data
OPTIMIZE t REWRITE DATA USING BIN_PACK; VACUUM t; SELECT id FROM t
--> inputs: t
--> id: t.id IDENTITY

-- case: a map's element
SELECT element_at(attrs, 'k') AS k, attrs['m'] AS m FROM t
--> inputs: t
--> k: t.attrs TRANSFORMATION
--> m: t.attrs TRANSFORMATION

-- case: approximate counts mask
SELECT approx_distinct(uid) AS n FROM t
--> inputs: t
--> n: t.uid AGGREGATION masked

-- case: a common table expression in front of an insert's query
INSERT INTO a WITH x AS (SELECT id FROM s) SELECT id FROM x
--> inputs: s
--> outputs: a
--> a.id: s.id IDENTITY

-- case: time zones
SELECT at AT TIME ZONE 'UTC' AS at FROM t
--> inputs: t
--> at: t.at TRANSFORMATION

-- case: grouping sets by ROLLUP
SELECT a, b, count(c) AS n FROM t GROUP BY ROLLUP (a, b)
--> inputs: t
--> a: t.a IDENTITY
--> b: t.b IDENTITY
--> n: t.c AGGREGATION masked
--> rows: t.a GROUP_BY, t.b GROUP_BY

-- case: an IF
SELECT if(a > 0, b, c) AS x FROM t
--> inputs: t
--> x: t.a CONDITIONAL, t.b TRANSFORMATION, t.c TRANSFORMATION

-- case: a full outer join with USING
SELECT id, x, y FROM a FULL OUTER JOIN b USING (id)
--> inputs: a, b
--> id: a.id IDENTITY, b.id IDENTITY
--> x:
--> y:
--> rows: a.id JOIN, b.id JOIN
--> says: candidates

-- case: a struct of columns
SELECT cast(row(a, b) AS row(x int, y int)) AS s FROM t
--> inputs: t
--> s: t.a TRANSFORMATION, t.b TRANSFORMATION

-- case: a window
SELECT lag(v) OVER (PARTITION BY k ORDER BY at) AS before FROM t
--> inputs: t
--> before: t.at WINDOW, t.k WINDOW, t.v TRANSFORMATION
