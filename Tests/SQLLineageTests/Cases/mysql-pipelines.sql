-- case: backticks, and tables as they are written
SELECT `Id` FROM `Shop`.`Orders`
--> inputs: Shop.Orders
--> id: Shop.Orders.id IDENTITY

-- case: a double-quoted text is a string
SELECT IF(state = "open", 1, 0) AS is_open FROM tickets
--> inputs: tickets
--> is_open: tickets.state CONDITIONAL

-- case: insert or update
INSERT INTO totals (day, n) SELECT day, n FROM counts AS c ON DUPLICATE KEY UPDATE n = totals.n + VALUES(n)
--> inputs: counts
--> outputs: totals
--> totals.day: counts.day IDENTITY
--> totals.n: counts.n IDENTITY TRANSFORMATION, totals.n TRANSFORMATION

-- case: REPLACE writes as INSERT does
REPLACE INTO cache (k, v) SELECT k, v FROM source
--> inputs: source
--> outputs: cache
--> cache.k: source.k IDENTITY
--> cache.v: source.v IDENTITY

-- case: an update of joined tables
UPDATE orders o JOIN customers c ON c.id = o.cid SET o.region = c.region WHERE c.active = 1
--> inputs: customers
--> outputs: orders
--> orders.region: customers.region IDENTITY
--> rows: customers.active FILTER, customers.id JOIN, orders.cid JOIN

-- case: a delete of one of two joined tables
DELETE o FROM orders o JOIN blocked b ON b.cid = o.cid
--> inputs: blocked
--> outputs: orders
--> rows: blocked.cid JOIN, orders.cid JOIN

-- case: load a file
LOAD DATA LOCAL INFILE '/tmp/in.csv' INTO TABLE staging FIELDS TERMINATED BY ',' (a, b, @c) SET d = @c
--> inputs: path:/tmp/in.csv
--> outputs: staging

-- case: GROUP_CONCAT with its own order
SELECT dept, GROUP_CONCAT(DISTINCT name ORDER BY hired SEPARATOR ', ') AS names FROM emp GROUP BY dept
--> inputs: emp
--> dept: emp.dept IDENTITY
--> names: emp.hired AGGREGATION, emp.name AGGREGATION
--> rows: emp.dept GROUP_BY

-- case: user variables are no columns
SELECT @n := @n + 1 AS n, id FROM t, (SELECT @n := 0) init
--> inputs: t
--> n:
--> id: t.id IDENTITY

-- case: comments with a hash and with a version
SELECT /*!40001 SQL_NO_CACHE */ a # the rest
FROM t
--> inputs: t
--> a: t.a IDENTITY

-- case: rename several tables
RENAME TABLE a TO a_old, a_new TO a
--> inputs: a, a_new
--> outputs: a, a_old
--> a_old.*: a.* IDENTITY
--> a.*: a_new.* IDENTITY

-- case: a procedure with a delimiter
DELIMITER //
CREATE PROCEDURE fill()
BEGIN
    INSERT INTO t (a) SELECT a FROM s;
END //
DELIMITER ;
--> inputs: s
--> outputs: t
--> t.a: s.a IDENTITY

-- case: JSON arrows read the document column
SELECT doc->>'$.user.id' AS uid FROM events
--> inputs: events
--> uid: events.doc TRANSFORMATION

-- case: create like and create from a query
CREATE TABLE copy LIKE orig; CREATE TABLE agg AS SELECT k, MAX(v) AS v FROM orig GROUP BY k
--> inputs: orig
--> outputs: agg, copy
--> agg.k: orig.k IDENTITY
--> agg.v: orig.v AGGREGATION
--> rows: orig.k GROUP_BY

-- case: a lateral query
SELECT c.id, o.total FROM c, LATERAL (SELECT SUM(total) AS total FROM o WHERE o.cid = c.id) AS o
--> inputs: c, o
--> id: c.id IDENTITY
--> total: o.total AGGREGATION
--> rows: c.id FILTER, o.cid FILTER
