"""The demonstration: a county with one published and one running assessment, told through the real actions."""
