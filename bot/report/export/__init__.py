"""Taking data home: records without names, with a codebook. Columns come from the published revisions, never from the rows."""
