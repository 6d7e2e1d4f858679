"""Which pictures are alike: pure functions on features, for sorting and for finding mistakes."""
