"""Who is likely to buy the next car: worked out of invoices, opened as a task, closed by a purchase."""
