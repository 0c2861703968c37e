"""Generated from ui/main_window.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
    QSize,
    Qt,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

class Ui_MainWindow(object):
    def setupUi(self, MainWindow):
        if not MainWindow.objectName():
            MainWindow.setObjectName(u"MainWindow")
        MainWindow.setMinimumSize(QSize(960, 600))
        self.desk = QWidget(MainWindow)
        self.desk.setObjectName(u"desk")
        self.rows = QVBoxLayout(self.desk)
        self.rows.setSpacing(0)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.header = QFrame(self.desk)
        self.header.setObjectName(u"header")
        self.header_row = QHBoxLayout(self.header)
        self.header_row.setObjectName(u"header_row")
        self.title = QLabel(self.header)
        self.title.setObjectName(u"title")
        self.title.setProperty(u"role", u"title")

        self.header_row.addWidget(self.title)

        self.search_slot = QHBoxLayout()
        self.search_slot.setObjectName(u"search_slot")

        self.header_row.addLayout(self.search_slot)

        self.lamps_slot = QHBoxLayout()
        self.lamps_slot.setObjectName(u"lamps_slot")

        self.header_row.addLayout(self.lamps_slot)

        self.operator_menu = QToolButton(self.header)
        self.operator_menu.setObjectName(u"operator_menu")
        self.operator_menu.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        self.header_row.addWidget(self.operator_menu)

        self.clock = QLabel(self.header)
        self.clock.setObjectName(u"clock")

        self.header_row.addWidget(self.clock)

        self.header_row.setStretch(1, 1)

        self.rows.addWidget(self.header)

        self.banner = QFrame(self.desk)
        self.banner.setObjectName(u"banner")
        self.banner_row = QHBoxLayout(self.banner)
        self.banner_row.setObjectName(u"banner_row")
        self.banner_icon = QLabel(self.banner)
        self.banner_icon.setObjectName(u"banner_icon")

        self.banner_row.addWidget(self.banner_icon)

        self.banner_text = QLabel(self.banner)
        self.banner_text.setObjectName(u"banner_text")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.banner_text.sizePolicy().hasHeightForWidth())
        self.banner_text.setSizePolicy(sizePolicy)
        self.banner_text.setWordWrap(True)

        self.banner_row.addWidget(self.banner_text)


        self.rows.addWidget(self.banner)

        self.panes = QSplitter(self.desk)
        self.panes.setObjectName(u"panes")
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sizePolicy1.setHorizontalStretch(0)
        sizePolicy1.setVerticalStretch(1)
        sizePolicy1.setHeightForWidth(self.panes.sizePolicy().hasHeightForWidth())
        self.panes.setSizePolicy(sizePolicy1)
        self.panes.setOrientation(Qt.Orientation.Horizontal)
        self.panes.setHandleWidth(4)
        self.panes.setChildrenCollapsible(False)

        self.rows.addWidget(self.panes)

        MainWindow.setCentralWidget(self.desk)

        self.retranslateUi(MainWindow)
    # setupUi

    def retranslateUi(self, MainWindow):
        MainWindow.setWindowTitle(QCoreApplication.translate("MainWindow", u"Izix Desk: Control Room", None))
        self.title.setText(QCoreApplication.translate("MainWindow", u"Control Room", None))
#if QT_CONFIG(accessibility)
        self.operator_menu.setAccessibleName(QCoreApplication.translate("MainWindow", u"Operator and settings", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.clock.setAccessibleName(QCoreApplication.translate("MainWindow", u"Date and time", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

