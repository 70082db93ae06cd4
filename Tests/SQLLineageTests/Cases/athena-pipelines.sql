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
