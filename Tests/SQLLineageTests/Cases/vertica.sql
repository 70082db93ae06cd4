-- case: partitions are swapped
SELECT swap_partitions_between_tables('stg.a', '1', '2', 'dw.b')
--> inputs: stg.a
--> outputs: dw.b
--> $1:

-- case: local temporary tables
-- catalog: s(a)
CREATE LOCAL TEMP TABLE x ON COMMIT PRESERVE ROWS AS SELECT a FROM s; INSERT INTO t SELECT a FROM x
--> inputs: s
--> outputs: t
--> temporary: x
--> t.a: s.a IDENTITY

-- case: COPY from a file
COPY t FROM '/x.csv' DELIMITER ','
--> inputs: path:/x.csv
--> outputs: t

-- case: TIMESERIES-free windows
-- catalog: t(k, v)
SELECT k, LEAD(v) OVER (PARTITION BY k ORDER BY v) AS n FROM t
--> inputs: t
--> k: t.k IDENTITY
--> n: t.k WINDOW, t.v TRANSFORMATION WINDOW
