"""Pages of clusters and blocks: the list, one cluster by year, what is recorded there."""
