-- case: UNLOAD a query
-- catalog: t(a)
UNLOAD (SELECT a FROM t) TO 's3://b/x' WITH (format = 'PARQUET')
--> inputs: t
--> outputs: path:s3://b/x
--> path:s3://b/x.a: t.a IDENTITY

-- case: CTAS with properties
-- catalog: s(a)
CREATE TABLE t WITH (external_location = 's3://b/t') AS SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: backticks in DDL
CREATE EXTERNAL TABLE `t` (`a` int) PARTITIONED BY (`d` string) LOCATION 's3://b/t'
--> outputs: t

-- case: INSERT INTO
-- catalog: s(a)
INSERT INTO t SELECT a FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: MSCK is no lineage
MSCK REPAIR TABLE t
