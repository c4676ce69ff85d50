"""The chat page in the browser; only the modules that build components import gradio."""
