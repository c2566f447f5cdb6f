"""Networks of other frameworks as glasscnn models: what the visitor's browser and the command line both run."""
