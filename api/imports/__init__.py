"""Taking in cases, articles and notes from files. Record by record, in batches, safe to repeat."""
