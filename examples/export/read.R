# Counts by type and month in base R, from what `mizan export csv --out out` wrote:
#   Rscript examples/export/read.R out
folder <- commandArgs(trailingOnly = TRUE)[1]
events <- read.csv(file.path(folder, "events.csv"), encoding = "UTF-8", na.strings = "")
events$month <- substr(events$day, 1, 7)
leads <- events[!duplicated(events$story), ]
print(table(leads$month, leads$type))
stopifnot(nrow(events) > 0, all(events$quad %in% 0:4))
