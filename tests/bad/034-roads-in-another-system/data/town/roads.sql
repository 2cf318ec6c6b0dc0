-- A street from west to east, nodes 1 to 6 each 701 m apart, both directions; and an island of two nodes.
--   c1=1     c2=2=s1    3    c3=4    5=s2    c4=6        island 8 — 9
CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
INSERT INTO gpkg_contents VALUES ('nodes', 'features', 25832), ('edges', 'features', 25832);
CREATE TABLE nodes (fid INTEGER PRIMARY KEY, geom BLOB, osmid INTEGER, x REAL, y REAL);
INSERT INTO nodes (osmid, x, y) VALUES
  (1, 13.00, 51.0), (2, 13.01, 51.0), (3, 13.02, 51.0), (4, 13.03, 51.0), (5, 13.04, 51.0), (6, 13.05, 51.0),
  (8, 13.08, 51.0), (9, 13.09, 51.0);
CREATE TABLE edges (
  fid INTEGER PRIMARY KEY, geom BLOB, u INTEGER, v INTEGER, key INTEGER, length REAL, highway TEXT,
  walk INTEGER, bike INTEGER, drive INTEGER
);
INSERT INTO edges (u, v, key, length, highway, walk, bike, drive) VALUES
  (1, 2, 0, 701, 'residential', 1, 1, 1), (2, 1, 0, 701, 'residential', 1, 1, 1),
  (2, 3, 0, 701, 'residential', 1, 1, 1), (3, 2, 0, 701, 'residential', 1, 1, 1),
  (3, 4, 0, 701, 'residential', 1, 1, 1), (4, 3, 0, 701, 'residential', 1, 1, 1),
  (4, 5, 0, 701, 'residential', 1, 1, 1), (5, 4, 0, 701, 'residential', 1, 1, 1),
  (5, 6, 0, 701, 'residential', 1, 1, 1), (6, 5, 0, 701, 'residential', 1, 1, 1),
  (8, 9, 0, 701, 'residential', 1, 1, 1), (9, 8, 0, 701, 'residential', 1, 1, 1);
