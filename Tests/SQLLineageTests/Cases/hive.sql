-- case: several inserts from one source
-- catalog: s(a, b)
FROM s INSERT OVERWRITE TABLE x SELECT a WHERE b > 0 INSERT INTO TABLE y SELECT b
--> inputs: s
--> outputs: x, y
--> x.a: s.a IDENTITY
--> y.b: s.b IDENTITY
--> rows: s.b FILTER

-- case: a bare branch stays IDENTITY
-- catalog: t(a, b, c)
SELECT CASE WHEN a > 0 THEN b ELSE c END AS v FROM t
--> inputs: t
--> v: t.a CONDITIONAL, t.b IDENTITY, t.c IDENTITY

-- case: LATERAL VIEW OUTER
-- catalog: t(id, m)
SELECT id, k, v FROM t LATERAL VIEW OUTER explode(m) x AS k, v
--> inputs: t
--> id: t.id IDENTITY
--> k: t.m TRANSFORMATION
--> v: t.m TRANSFORMATION

-- case: variables
INSERT OVERWRITE TABLE t PARTITION (d = '${hiveconf:d}') SELECT a FROM s WHERE d = '${hiveconf:d}'
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> rows: s.d FILTER

-- case: a directory is written
-- catalog: s(a)
INSERT OVERWRITE DIRECTORY '/out/x' SELECT a FROM s
--> inputs: s
--> outputs: path:/out/x
--> path:/out/x.a: s.a IDENTITY

-- case: SORT BY and DISTRIBUTE BY
-- catalog: t(a, b)
SELECT a FROM t DISTRIBUTE BY b SORT BY a
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.a SORT

-- case: collect_list aggregates
-- catalog: t(k, v)
SELECT k, collect_list(v) AS vs FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> vs: t.v AGGREGATION
--> rows: t.k GROUP_BY

-- case: semi joins
-- catalog: a(id, x); b(id)
SELECT a.x FROM a LEFT SEMI JOIN b ON a.id = b.id
--> inputs: a, b
--> x: a.x IDENTITY
--> rows: a.id JOIN, b.id JOIN

-- case: an external table
CREATE EXTERNAL TABLE t (a INT, b STRING) PARTITIONED BY (d STRING) STORED AS ORC LOCATION '/x'
--> outputs: t

-- case: LOAD DATA
LOAD DATA INPATH '/in/x' OVERWRITE INTO TABLE t PARTITION (d = '1')
--> inputs: path:/in/x
--> outputs: t

-- case: numbers may begin names
SELECT 1st_col FROM db.2nd_table
--> inputs: db.2nd_table
--> 1st_col: db.2nd_table.1st_col IDENTITY

-- case: EXCHANGE PARTITION moves one way
ALTER TABLE a EXCHANGE PARTITION (d = '1') WITH TABLE b
--> inputs: b
--> outputs: a
--> a.*: b.* IDENTITY
