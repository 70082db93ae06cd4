-- case: an alias of FROM is updated
-- catalog: dbo.orders(id, state); dbo.shipped(order_id, at)
UPDATE o SET state = 'sent' FROM dbo.orders o JOIN dbo.shipped s ON s.order_id = o.id
--> inputs: dbo.shipped
--> outputs: dbo.orders
--> dbo.orders.state:
--> rows: dbo.orders.id JOIN, dbo.shipped.order_id JOIN

-- case: brackets are names
-- catalog: dbo.t(col a)
SELECT [col a] AS [result] FROM [dbo].[t]
--> inputs: dbo.t
--> result: dbo.t.col a IDENTITY

-- case: CROSS APPLY sees the row
-- catalog: dbo.users(id, name); dbo.logins(user_id, at)
SELECT u.name, x.last FROM dbo.users u CROSS APPLY (SELECT MAX(l.at) AS last FROM dbo.logins l WHERE l.user_id = u.id) x
--> inputs: dbo.logins, dbo.users
--> name: dbo.users.name IDENTITY
--> last: dbo.logins.at AGGREGATION
--> rows: dbo.logins.user_id FILTER, dbo.users.id FILTER

-- case: temporary tables are followed through
-- catalog: dbo.src(a, b)
SELECT a, b INTO #tmp FROM dbo.src WHERE b > 0
INSERT INTO dbo.dst (x) SELECT a FROM #tmp
--> inputs: dbo.src
--> outputs: dbo.dst
--> temporary: #tmp
--> dbo.dst.x: dbo.src.a IDENTITY
--> rows: dbo.src.b FILTER

-- case: an alias by equals sign
-- catalog: t(a, b)
SELECT total = a + b, a FROM t
--> inputs: t
--> total: t.a TRANSFORMATION, t.b TRANSFORMATION
--> a: t.a IDENTITY

-- case: TOP and hints are no columns
-- catalog: t(a)
SELECT TOP (10) PERCENT a FROM t WITH (NOLOCK) ORDER BY a
--> inputs: t
--> a: t.a IDENTITY
--> rows: t.a SORT

-- case: OUTPUT writes the deleted rows
-- catalog: q(id, body); done(id, body)
DELETE FROM q OUTPUT deleted.id, deleted.body INTO done (id, body) WHERE id < 10
--> inputs: q
--> outputs: done, q
--> done.id: q.id IDENTITY
--> done.body: q.body IDENTITY
--> rows: q.id FILTER

-- case: MERGE with an OUTPUT
-- catalog: dbo.t(id, v); dbo.s(id, v)
MERGE dbo.t AS t USING dbo.s AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED BY TARGET THEN INSERT (id, v) VALUES (s.id, s.v) WHEN NOT MATCHED BY SOURCE THEN DELETE;
--> inputs: dbo.s
--> outputs: dbo.t
--> dbo.t.v: dbo.s.v IDENTITY
--> dbo.t.id: dbo.s.id IDENTITY
--> rows: dbo.s.id JOIN, dbo.t.id JOIN

-- case: a procedure with TRY and IF
-- catalog: s(a); d(a)
CREATE PROCEDURE dbo.p AS BEGIN TRY IF EXISTS (SELECT 1 FROM flags) BEGIN INSERT INTO d (a) SELECT a FROM s END END TRY BEGIN CATCH THROW END CATCH
--> inputs: flags, s
--> outputs: d
--> d.a: s.a IDENTITY

-- case: PIVOT makes columns of values
-- catalog: sales(yr, region, amount)
SELECT region, [2024], [2025] FROM sales PIVOT (SUM(amount) FOR yr IN ([2024], [2025])) p
--> inputs: sales
--> region: sales.region IDENTITY
--> 2024: sales.amount AGGREGATION
--> 2025: sales.amount AGGREGATION
--> rows: sales.yr GROUP_BY

-- case: a variable takes a value
-- catalog: t(a)
DECLARE @x INT; SELECT @x = MAX(a) FROM t;
--> inputs: t

-- case: CONVERT names the type first
-- catalog: t(a)
SELECT CONVERT(VARCHAR(10), a, 120) AS a FROM t
--> inputs: t
--> a: t.a TRANSFORMATION

-- case: a common table is the target
-- catalog: t(id, k)
WITH d AS (SELECT id, ROW_NUMBER() OVER (PARTITION BY k ORDER BY id) AS n FROM t) DELETE FROM d WHERE n > 1
--> inputs: t
--> outputs: t
--> rows: t.id FILTER, t.k FILTER

-- case: statements need no semicolon
-- catalog: a(x); b(x)
INSERT INTO b SELECT x FROM a UPDATE b SET x = 0 DELETE FROM a
--> inputs: a
--> outputs: a, b
--> b.x: a.x IDENTITY

-- case: three and four part names
SELECT x FROM srv.db.dbo.t
--> inputs: srv.db.dbo.t
--> x: srv.db.dbo.t.x IDENTITY

-- case: STRING_AGG and IIF
-- catalog: t(k, v, w)
SELECT k, STRING_AGG(v, ',') WITHIN GROUP (ORDER BY w) AS l, IIF(MAX(w) > 1, 'y', 'n') AS f FROM t GROUP BY k
--> inputs: t
--> k: t.k IDENTITY
--> l: t.v AGGREGATION, t.w WINDOW
--> f: t.w CONDITIONAL
--> rows: t.k GROUP_BY
