-- case: names are folded to upper case unless quoted
CREATE TABLE mart.t AS SELECT id, "mixedCase" FROM raw.src
--> inputs: RAW.SRC
--> outputs: MART.T
--> MART.T.ID: RAW.SRC.ID IDENTITY
--> MART.T.mixedCase: RAW.SRC.mixedCase IDENTITY

-- case: a path into a variant belongs to its column
SELECT v:user.id::number AS user_id, v['tags'][0]::string AS tag FROM events
--> inputs: EVENTS
--> USER_ID: EVENTS.V TRANSFORMATION
--> TAG: EVENTS.V TRANSFORMATION

-- case: flatten gives values of the column it reads
SELECT e.id, f.value:name::string AS name FROM events e, LATERAL FLATTEN(input => e.v:items) f
--> inputs: EVENTS
--> ID: EVENTS.ID IDENTITY
--> NAME: EVENTS.V TRANSFORMATION

-- case: COPY loads a stage
COPY INTO raw.orders FROM @raw.landing/orders/ FILE_FORMAT = (TYPE = CSV)
--> inputs: @raw.landing/orders/
--> outputs: RAW.ORDERS

-- case: COPY unloads a query to a stage
COPY INTO @exports/daily FROM (SELECT id, total FROM mart.daily)
--> inputs: MART.DAILY
--> outputs: @exports/daily
--> @exports/daily.ID: MART.DAILY.ID IDENTITY
--> @exports/daily.TOTAL: MART.DAILY.TOTAL IDENTITY

-- case: the latest row through QUALIFY
CREATE OR REPLACE TABLE latest AS
SELECT id, state FROM history QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) = 1
--> inputs: HISTORY
--> outputs: LATEST
--> LATEST.ID: HISTORY.ID IDENTITY
--> LATEST.STATE: HISTORY.STATE IDENTITY
--> rows: HISTORY.ID FILTER, HISTORY.TS FILTER

-- case: merge updates and inserts
MERGE INTO dim d USING stage s ON d.id = s.id
WHEN MATCHED AND s.deleted THEN DELETE
WHEN MATCHED THEN UPDATE SET d.name = s.name
WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
--> inputs: STAGE
--> outputs: DIM
--> DIM.NAME: STAGE.NAME IDENTITY
--> DIM.ID: STAGE.ID IDENTITY
--> rows: DIM.ID JOIN, STAGE.DELETED FILTER, STAGE.ID JOIN

-- case: IDENTIFIER names a table
SELECT a FROM IDENTIFIER('db.s.t')
--> inputs: DB.S.T
--> A: DB.S.T.A IDENTITY

-- case: a swap exchanges both tables
ALTER TABLE a SWAP WITH b
--> inputs: A, B
--> outputs: A, B

-- case: a clone reads its source
CREATE TABLE dev.orders CLONE prod.orders
--> inputs: PROD.ORDERS
--> outputs: DEV.ORDERS

-- case: a pivot groups by the column that it turns into columns
-- catalog: SALES(EMP, MONTH, AMOUNT)
SELECT * FROM sales PIVOT (SUM(amount) FOR month IN ('JAN', 'FEB')) AS p (emp, jan, feb)
--> inputs: SALES
--> EMP: SALES.EMP IDENTITY
--> JAN: SALES.AMOUNT AGGREGATION
--> FEB: SALES.AMOUNT AGGREGATION
--> rows: SALES.MONTH GROUP_BY

-- case: rename and exclude in a star
-- catalog: T(A, B, C)
SELECT * EXCLUDE b RENAME c AS cc FROM t
--> inputs: T
--> A: T.A IDENTITY
--> CC: T.C IDENTITY

-- case: USE sets the schema of later names
USE SCHEMA db.mart;
INSERT INTO totals (n) SELECT COUNT(id) FROM orders;
--> inputs: DB.MART.ORDERS
--> outputs: DB.MART.TOTALS
--> DB.MART.TOTALS.N: DB.MART.ORDERS.ID AGGREGATION masked

-- case: a conditional insert of several tables
INSERT ALL
  WHEN kind = 'a' THEN INTO ta (id) VALUES (id)
  ELSE INTO tb (id) VALUES (id)
SELECT id, kind FROM src
--> inputs: SRC
--> outputs: TA, TB
--> TA.ID: SRC.ID IDENTITY
--> TB.ID: SRC.ID IDENTITY
--> rows: SRC.KIND FILTER

-- case: a dynamic table is a table that is written
CREATE DYNAMIC TABLE agg TARGET_LAG = '1 hour' WAREHOUSE = wh AS SELECT k, MAX(v) AS v FROM base GROUP BY k
--> inputs: BASE
--> outputs: AGG
--> AGG.K: BASE.K IDENTITY
--> AGG.V: BASE.V AGGREGATION
--> rows: BASE.K GROUP_BY
