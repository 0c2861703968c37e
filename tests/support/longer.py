"""A language that needs more room than English."""

from PySide6.QtCore import QTranslator
from typing_extensions import override


class Longer(QTranslator):
    """Plays a language whose words are 40 % longer than the English ones."""

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self, context: object, source: object, disambiguation: object = None, n: int = -1
    ) -> str:
        words = source if isinstance(source, str) else bytes(source).decode()  # pyright: ignore[reportArgumentType] bytes, says Qt
        return words + "é" * max(1, len(words) * 2 // 5) if words else words
