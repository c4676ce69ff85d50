"""The parts of the chat page; only the modules that build components import gradio."""
