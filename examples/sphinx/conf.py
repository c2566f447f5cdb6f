project = "A course"
extensions = ["myst_parser"]
html_js_files = [("https://glasscnn.example/glass-cnn.js", {"defer": "defer"})]
exclude_patterns = ["README.md", "_build"]
