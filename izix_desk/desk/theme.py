"""How the window looks: palette, fonts, sizes and icons, for one theme at one zoom."""

from dataclasses import asdict
from enum import Enum
from string import Template
from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from izix_desk.desk.palettes import PALETTES, Colours
from izix_desk.services.resources import resource

FAMILIES: Final = ["Roboto", "Segoe UI", "DejaVu Sans"]
PLATE_FAMILIES: Final = ["Consolas", "Menlo", "DejaVu Sans Mono", "Liberation Mono", "Roboto"]
FONT_FILES: Final = ("Roboto-Regular.ttf", "Roboto-Medium.ttf")
ZOOMS: Final = (100, 110, 125, 150, 175, 200)


class Size(Enum):
    """The three sizes of text, in pixels at 100 %."""

    SMALL = 14
    BODY = 16
    BIG = 24


class Look(QObject):
    """Theme and zoom of the whole window; custom-painted panes ask it for every measure."""

    changed = Signal()

    def __init__(self, theme: str = "day", zoom: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.zoom = zoom
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._fonts: dict[tuple[Size, bool, bool], QFont] = {}

    @property
    def colours(self) -> Colours:
        """Colours of the theme in use."""
        return PALETTES[self.theme]

    def px(self, length: int) -> int:
        """Return a length of the 4 px grid at the zoom in use."""
        return round(length * self.zoom / 100)

    def font(self, size: Size = Size.BODY, *, bold: bool = False, plate: bool = False) -> QFont:
        """Return one of the fonts; a plate is monospaced."""
        key = (size, bold, plate)
        if key not in self._fonts:
            font = QFont(PLATE_FAMILIES if plate else FAMILIES)
            font.setPixelSize(self.px(size.value))
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            self._fonts[key] = font
        return self._fonts[key]

    def pixmap(self, name: str, colour: str, size: int = 20, ratio: float = 1.0) -> QPixmap:
        """Return an icon of resources/icons in a colour; `size` is at 100 %."""
        key = (name, colour, self.px(size), ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = tinted(name, colour, self.px(size), ratio)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """Return an icon for a button or menu, in the text colour unless told."""
        icon = QIcon(self.pixmap(name, colour or self.colours.text, 20, 2.0))
        icon.addPixmap(self.pixmap(name, self.colours.edge, 20, 2.0), QIcon.Mode.Disabled)
        # Qt would tint it where its row is chosen, and take its meaning away.
        icon.addPixmap(self.pixmap(name, colour or self.colours.text, 20, 2.0), QIcon.Mode.Selected)
        return icon

    def set_theme(self, theme: str) -> None:
        """Change the theme of everything on screen."""
        self.theme = theme if theme in PALETTES else "day"
        self.apply()

    def set_zoom(self, zoom: int) -> None:
        """Change the size of everything on screen, in percent."""
        self.zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self.apply()

    def apply(self) -> None:
        """Give palette, font and stylesheet to the application and tell the panes."""
        self._pixmaps.clear()
        self._fonts.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(qt_palette(self.colours))
            app.setFont(self.font())
            app.setStyleSheet(self._stylesheet())
        self.changed.emit()

    def _stylesheet(self) -> str:
        # `$n8` in the sheet is 8 px at the zoom in use, `$red` a colour of the theme.
        sizes = {f"n{n}": f"{self.px(n)}px" for n in (1, 2, 3, 4, 6, 8, 12, 14, 16, 20, 24, 32, 40)}
        sizes |= {f"f{n}": f"{self.px(n) - 1}px" for n in (4, 6, 8, 12)}
        sheet = resource("style/desk.qss").read_text(encoding="utf-8")
        icons = resource("icons").as_posix()
        check = "light" if self.theme == "day" else "dark"
        return Template(sheet).substitute(sizes, icons=icons, check=check, **asdict(self.colours))


def prepare(app: QApplication) -> None:
    """Set what does not depend on the theme: the style and our own fonts."""
    app.setStyle("Fusion")
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))


def tinted(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an SVG of ours, whose strokes and fills are black, in another colour."""
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("#000", colour)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def qt_palette(colours: Colours) -> QPalette:
    """Return Fusion's palette in our colours."""
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: colours.surface,
        role.WindowText: colours.text,
        role.Base: colours.raised,
        role.AlternateBase: colours.surface,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_banner,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.blue,
        role.LinkVisited: colours.blue,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.dim,
        role.Light: colours.raised,
        role.Midlight: colours.hover,
        role.Mid: colours.line,
        role.Dark: colours.edge,
        role.Shadow: colours.window,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.edge))
    return palette
