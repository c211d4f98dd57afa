"""The test kit of core and of plugins: real databases, real migrations, fixtures."""
