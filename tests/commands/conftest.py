from tests.core.prediction.conftest import clothes_run

__all__ = ["clothes_run"]
