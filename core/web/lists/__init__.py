"""Lists: the page of every kind of records, its filters, columns, views, selections and exports."""
