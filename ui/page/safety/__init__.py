"""The rules by which the page's server tells its own requests from those of others; nothing here imports gradio."""
