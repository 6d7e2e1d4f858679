"""The document: what is trained on, what is trained, and how."""
