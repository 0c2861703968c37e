"""Generated from ui/loading.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
    QSize,
)
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QVBoxLayout,
)
class Ui_LoadingWindow(object):
    def setupUi(self, LoadingWindow):
        if not LoadingWindow.objectName():
            LoadingWindow.setObjectName(u"LoadingWindow")
        LoadingWindow.setMinimumSize(QSize(480, 0))
        self.rows = QVBoxLayout(LoadingWindow)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(24, 24, 24, 24)
        self.title = QLabel(LoadingWindow)
        self.title.setObjectName(u"title")
        self.title.setProperty(u"role", u"title")

        self.rows.addWidget(self.title)

        self.bar = QProgressBar(LoadingWindow)
        self.bar.setObjectName(u"bar")
        self.bar.setMaximum(1000)
        self.bar.setTextVisible(False)

        self.rows.addWidget(self.bar)

        self.count = QLabel(LoadingWindow)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"role", u"dim")

        self.rows.addWidget(self.count)


        self.retranslateUi(LoadingWindow)
    # setupUi

    def retranslateUi(self, LoadingWindow):
        LoadingWindow.setWindowTitle(QCoreApplication.translate("LoadingWindow", u"Izix Desk: demo", None))
        self.title.setText(QCoreApplication.translate("LoadingWindow", u"Loading the demo site Quai Nord", None))
#if QT_CONFIG(accessibility)
        self.bar.setAccessibleName(QCoreApplication.translate("LoadingWindow", u"How much of the demo site is loaded", None))
#endif // QT_CONFIG(accessibility)
        self.count.setText(QCoreApplication.translate("LoadingWindow", u"Starting\u2026", None))
    # retranslateUi

