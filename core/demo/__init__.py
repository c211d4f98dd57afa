"""Demo data of core: the customers of Northwind, and real companies of two stock exchanges."""
