"""Archives: zip files whose manifest names, measures and hashes every other member."""
