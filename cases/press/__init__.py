"""The process that prints. It knows nothing of cases: it starts fast and holds nothing worth having."""
