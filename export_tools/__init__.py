"""Around the network: train, export and verify models, build the site. It may import glasscnn, never the other way."""
