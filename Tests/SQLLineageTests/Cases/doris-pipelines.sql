-- case: lateral view
SELECT id, tag FROM t LATERAL VIEW EXPLODE_SPLIT(tags, ',') l AS tag
--> inputs: t
--> id: t.id IDENTITY
--> tag: t.tags TRANSFORMATION

-- case: insert overwrite
INSERT OVERWRITE TABLE mart.t SELECT id, v FROM raw.s
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.id: raw.s.id IDENTITY
--> mart.t.v: raw.s.v IDENTITY

-- case: a label in front of the query
INSERT INTO mart.t WITH LABEL l1 (id) SELECT id FROM raw.s
--> inputs: raw.s
--> outputs: mart.t
--> mart.t.id: raw.s.id IDENTITY

-- case: a view keeps the spelling of tables
CREATE VIEW Mart.V AS SELECT Id FROM Raw.S
--> inputs: Raw.S
--> outputs: Mart.V
--> Mart.V.id: Raw.S.id IDENTITY

-- case: windows over partitions
SELECT id, SUM(v) OVER (PARTITION BY k ORDER BY at) AS run FROM t
--> inputs: t
--> id: t.id IDENTITY
--> run: t.at WINDOW, t.k WINDOW, t.v AGGREGATION

-- case: star without some columns
-- catalog: t(a, b, c)
SELECT * EXCEPT (b) FROM t
--> inputs: t
--> a: t.a IDENTITY
--> c: t.c IDENTITY

-- case: delete from a joined table
DELETE FROM t USING s WHERE t.id = s.id
--> inputs: s
--> outputs: t
--> rows: s.id FILTER, t.id FILTER
