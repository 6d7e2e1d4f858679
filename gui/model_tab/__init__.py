"""The Model tab: what is trained, and how."""

from gui.model_tab.model_tab import ModelTab

__all__ = ["ModelTab"]
