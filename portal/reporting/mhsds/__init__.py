"""A month of records in the shape of the national Mental Health Services Data Set: tables, and how whole they are."""
