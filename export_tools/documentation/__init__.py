"""The documentation site: what its pages take from the code and from other documents. MkDocs runs the hooks."""
