-- case: names in brackets, and several parts
SELECT [o].[Id] FROM [Shop].[dbo].[Orders] AS [o]
--> inputs: shop.dbo.orders
--> id: shop.dbo.orders.id IDENTITY

-- case: a temporary table is followed through
SELECT id, UPPER(name) AS name INTO #t FROM dbo.people;
INSERT INTO dbo.clean (id, name) SELECT id, name FROM #t;
--> inputs: dbo.people
--> outputs: dbo.clean
--> temporary: #t
--> dbo.clean.id: dbo.people.id IDENTITY
--> dbo.clean.name: dbo.people.name TRANSFORMATION

-- case: SELECT INTO makes a table
SELECT c.id, total = SUM(o.amount) INTO dbo.totals FROM dbo.customers c JOIN dbo.orders o ON o.cid = c.id GROUP BY c.id
--> inputs: dbo.customers, dbo.orders
--> outputs: dbo.totals
--> dbo.totals.id: dbo.customers.id IDENTITY
--> dbo.totals.total: dbo.orders.amount AGGREGATION
--> rows: dbo.customers.id GROUP_BY, dbo.customers.id JOIN, dbo.orders.cid JOIN

-- case: an update through an alias
UPDATE o SET o.region = c.region FROM dbo.orders o JOIN dbo.customers c ON c.id = o.cid
--> inputs: dbo.customers
--> outputs: dbo.orders
--> dbo.orders.region: dbo.customers.region IDENTITY
--> rows: dbo.customers.id JOIN, dbo.orders.cid JOIN

-- case: cross apply of a table function over a column
SELECT p.id, s.value FROM dbo.posts p CROSS APPLY STRING_SPLIT(p.tags, ',') s
--> inputs: dbo.posts
--> id: dbo.posts.id IDENTITY
--> value: dbo.posts.tags TRANSFORMATION

-- case: outer apply of a query
SELECT c.id, x.total FROM dbo.customers c OUTER APPLY (SELECT TOP 1 total FROM dbo.orders o WHERE o.cid = c.id) x
--> inputs: dbo.customers, dbo.orders
--> id: dbo.customers.id IDENTITY
--> total: dbo.orders.total IDENTITY
--> rows: dbo.customers.id FILTER, dbo.orders.cid FILTER

-- case: merge with its clauses
MERGE dbo.dim AS t USING dbo.stage AS s ON t.id = s.id
WHEN MATCHED THEN UPDATE SET t.name = s.name
WHEN NOT MATCHED BY TARGET THEN INSERT (id, name) VALUES (s.id, s.name)
WHEN NOT MATCHED BY SOURCE THEN DELETE;
--> inputs: dbo.stage
--> outputs: dbo.dim
--> dbo.dim.name: dbo.stage.name IDENTITY
--> dbo.dim.id: dbo.stage.id IDENTITY
--> rows: dbo.dim.id JOIN, dbo.stage.id JOIN

-- case: the body of a procedure, with a variable
CREATE PROCEDURE dbo.load @day DATE AS
BEGIN
    DECLARE @n INT = 0;
    DELETE FROM dbo.daily WHERE day = @day;
    INSERT INTO dbo.daily (day, total) SELECT day, SUM(total) FROM dbo.orders WHERE day = @day GROUP BY day;
END
--> inputs: dbo.orders
--> outputs: dbo.daily
--> dbo.daily.day: dbo.orders.day IDENTITY
--> dbo.daily.total: dbo.orders.total AGGREGATION
--> rows: dbo.daily.day FILTER, dbo.orders.day FILTER, dbo.orders.day GROUP_BY

-- case: IIF and ISNULL
SELECT IIF(a > 0, b, c) AS x, ISNULL(d, e) AS y FROM dbo.t
--> inputs: dbo.t
--> x: dbo.t.a CONDITIONAL, dbo.t.b TRANSFORMATION, dbo.t.c TRANSFORMATION
--> y: dbo.t.d TRANSFORMATION CONDITIONAL, dbo.t.e TRANSFORMATION CONDITIONAL

-- case: statements without semicolons
INSERT INTO a (x) SELECT x FROM b
INSERT INTO c (y) SELECT y FROM d
--> inputs: b, d
--> outputs: a, c
--> a.x: b.x IDENTITY
--> c.y: d.y IDENTITY

-- case: batches with GO, and USE
USE Mart
GO
INSERT INTO dbo.t (a) SELECT a FROM dbo.s
GO
--> inputs: mart.dbo.s
--> outputs: mart.dbo.t
--> mart.dbo.t.a: mart.dbo.s.a IDENTITY

-- case: a hint behind a table is no column
SELECT o.id FROM dbo.orders o WITH (NOLOCK) WHERE o.total > 0 OPTION (MAXDOP 1)
--> inputs: dbo.orders
--> id: dbo.orders.id IDENTITY
--> rows: dbo.orders.total FILTER

-- case: OUTPUT writes what was deleted
DELETE FROM dbo.live OUTPUT deleted.id, deleted.body INTO dbo.archive (id, body) WHERE age > 30
--> inputs: dbo.live
--> outputs: dbo.archive, dbo.live
--> dbo.archive.id: dbo.live.id IDENTITY
--> dbo.archive.body: dbo.live.body IDENTITY
--> rows: dbo.live.age FILTER

-- case: a pivot by brackets
SELECT region, [2025], [2026] FROM (SELECT region, yr, amount FROM dbo.sales) s
PIVOT (SUM(amount) FOR yr IN ([2025], [2026])) p
--> inputs: dbo.sales
--> region: dbo.sales.region IDENTITY
--> 2025: dbo.sales.amount AGGREGATION
--> 2026: dbo.sales.amount AGGREGATION
--> rows: dbo.sales.yr GROUP_BY

-- case: a hash masks
SELECT HASHBYTES('SHA2_256', email) AS h FROM dbo.users
--> inputs: dbo.users
--> h: dbo.users.email TRANSFORMATION masked
