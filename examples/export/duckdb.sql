-- Months of material conflict by target, from what `mizan export parquet --out out` wrote. Run in that folder:
--   duckdb < examples/export/duckdb.sql
-- A story counts once, on its first day, whoever reprints it.
WITH stories AS (
  SELECT story, min(day) AS day, any_value(targets) AS targets, count(DISTINCT origin) AS sources
  FROM 'events.parquet'
  WHERE quad = 4 AND status IN ('occurred', 'ongoing') AND zone = 'report'
  GROUP BY story
)
SELECT strftime(day, '%Y-%m') AS month, targets, count(*) AS stories, sum(sources) AS reports
FROM stories GROUP BY ALL ORDER BY month, targets;
