"""Generated from ui/find_devices.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
    QSize,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from izix_desk.desk.parts.row_table import RowTable

class Ui_FindDevicesDialog(object):
    def setupUi(self, FindDevicesDialog):
        if not FindDevicesDialog.objectName():
            FindDevicesDialog.setObjectName(u"FindDevicesDialog")
        FindDevicesDialog.setMinimumSize(QSize(760, 0))
        self.rows = QVBoxLayout(FindDevicesDialog)
        self.rows.setSpacing(8)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 16, 20, 12)
        self.line_title = QLabel(FindDevicesDialog)
        self.line_title.setObjectName(u"line_title")
        self.line_title.setWordWrap(True)
        self.line_title.setProperty(u"role", u"title")

        self.rows.addWidget(self.line_title)

        self.about = QLabel(FindDevicesDialog)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        self.about.setProperty(u"role", u"dim")

        self.rows.addWidget(self.about)

        self.fault = QLabel(FindDevicesDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setWordWrap(True)

        self.rows.addWidget(self.fault)

        self.asking = QHBoxLayout()
        self.asking.setSpacing(8)
        self.asking.setObjectName(u"asking")
        self.addresses = QComboBox(FindDevicesDialog)
        self.addresses.setObjectName(u"addresses")

        self.asking.addWidget(self.addresses)

        self.speeds = QCheckBox(FindDevicesDialog)
        self.speeds.setObjectName(u"speeds")

        self.asking.addWidget(self.speeds)

        self.search = QPushButton(FindDevicesDialog)
        self.search.setObjectName(u"search")

        self.asking.addWidget(self.search)

        self.asking.setStretch(0, 1)

        self.rows.addLayout(self.asking)

        self.warning = QLabel(FindDevicesDialog)
        self.warning.setObjectName(u"warning")
        self.warning.setWordWrap(True)
        self.warning.setProperty(u"role", u"dim")

        self.rows.addWidget(self.warning)

        self.progress = QLabel(FindDevicesDialog)
        self.progress.setObjectName(u"progress")
        self.progress.setWordWrap(True)

        self.rows.addWidget(self.progress)

        self.found = RowTable(FindDevicesDialog)
        self.found.setObjectName(u"found")

        self.rows.addWidget(self.found)

        self.result = QLabel(FindDevicesDialog)
        self.result.setObjectName(u"result")
        self.result.setWordWrap(True)

        self.rows.addWidget(self.result)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.gap)

        self.cancel = QPushButton(FindDevicesDialog)
        self.cancel.setObjectName(u"cancel")

        self.buttons.addWidget(self.cancel)

        self.buttons.setStretch(0, 1)

        self.rows.addLayout(self.buttons)

        self.rows.setStretch(6, 1)
        QWidget.setTabOrder(self.addresses, self.speeds)
        QWidget.setTabOrder(self.speeds, self.search)
        QWidget.setTabOrder(self.search, self.found)
        QWidget.setTabOrder(self.found, self.cancel)

        self.retranslateUi(FindDevicesDialog)
    # setupUi

    def retranslateUi(self, FindDevicesDialog):
        FindDevicesDialog.setWindowTitle(QCoreApplication.translate("FindDevicesDialog", u"Find devices", None))
#if QT_CONFIG(accessibility)
        self.addresses.setAccessibleName(QCoreApplication.translate("FindDevicesDialog", u"Addresses that are asked", None))
#endif // QT_CONFIG(accessibility)
        self.speeds.setText(QCoreApplication.translate("FindDevicesDialog", u"Other speeds too", None))
        self.search.setText(QCoreApplication.translate("FindDevicesDialog", u"Search", None))
#if QT_CONFIG(accessibility)
        self.found.setAccessibleName(QCoreApplication.translate("FindDevicesDialog", u"Devices that answered", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("FindDevicesDialog", u"Close   Esc", None))
    # retranslateUi

