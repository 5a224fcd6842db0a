"""The built-in catalogue: one YAML file a programme under ``data``, and the sources."""
