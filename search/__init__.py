"""Finding things: one port, the embedded index or Meilisearch behind it, the owners' policies in front."""
