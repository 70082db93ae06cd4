-- case: UNLOAD reads its text
UNLOAD ('SELECT a FROM s.t WHERE b = ''x''') TO 's3://b/x' IAM_ROLE 'r'
--> inputs: s.t
--> outputs: path:s3://b/x
--> path:s3://b/x.a: s.t.a IDENTITY
--> rows: s.t.b FILTER

-- case: COPY reads a bucket
COPY s.t (a, b) FROM 's3://b/x' IAM_ROLE 'r' CSV
--> inputs: path:s3://b/x
--> outputs: s.t

-- case: SUPER arrays by comma
-- catalog: o(id, items)
SELECT o.id, i.sku FROM o, o.items AS i
--> inputs: o
--> id: o.id IDENTITY
--> sku: o.items TRANSFORMATION

-- case: a lateral alias
-- catalog: t(a)
SELECT a AS b, b + 1 AS c FROM t
--> inputs: t
--> b: t.a IDENTITY
--> c: t.a TRANSFORMATION

-- case: temporary tables by sign
-- catalog: t(a)
CREATE TABLE #x AS SELECT a FROM t; INSERT INTO u SELECT a FROM #x
--> inputs: t
--> outputs: u
--> temporary: #x
--> u.a: t.a IDENTITY

-- case: late binding views
-- catalog: s.t(a)
CREATE VIEW v AS SELECT a FROM s.t WITH NO SCHEMA BINDING
--> inputs: s.t
--> outputs: v
--> v.a: s.t.a IDENTITY

-- case: ALTER TABLE APPEND moves rows
ALTER TABLE t APPEND FROM s
--> inputs: s
--> outputs: t
--> t.*: s.* IDENTITY

-- case: LISTAGG and NVL
-- catalog: t(k, v)
SELECT k, LISTAGG(NVL(v, ''), ',') WITHIN GROUP (ORDER BY v) AS l FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> l: t.v AGGREGATION CONDITIONAL WINDOW
--> rows: t.k GROUP_BY

-- case: DISTKEY and SORTKEY
-- catalog: s(a, b)
CREATE TABLE t DISTKEY (a) SORTKEY (b) AS SELECT a, b FROM s
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY
--> t.b: s.b IDENTITY

-- case: QUALIFY
-- catalog: t(k, d)
SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY d) = 1
--> inputs: t
--> k: t.k IDENTITY
--> rows: t.d FILTER, t.k FILTER

-- case: DELETE USING
DELETE FROM t USING s WHERE t.id = s.id
--> inputs: s
--> outputs: t
--> rows: s.id FILTER, t.id FILTER

-- case: quoted names are folded
SELECT "A" FROM "T"
--> inputs: t
--> a: t.a IDENTITY
