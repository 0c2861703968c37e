"""Generated from ui/count.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
)
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

class Ui_CountDialog(object):
    def setupUi(self, CountDialog):
        if not CountDialog.objectName():
            CountDialog.setObjectName(u"CountDialog")
        self.rows = QVBoxLayout(CountDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.what = QLabel(CountDialog)
        self.what.setObjectName(u"what")
        self.what.setWordWrap(True)
        self.what.setProperty(u"role", u"title")

        self.rows.addWidget(self.what)

        self.window = QGridLayout()
        self.window.setObjectName(u"window")
        self.window.setHorizontalSpacing(16)
        self.window.setVerticalSpacing(4)
        self.group_label = QLabel(CountDialog)
        self.group_label.setObjectName(u"group_label")
        self.group_label.setProperty(u"role", u"dim")

        self.window.addWidget(self.group_label, 0, 0, 1, 1)

        self.cars_label = QLabel(CountDialog)
        self.cars_label.setObjectName(u"cars_label")
        self.cars_label.setProperty(u"role", u"dim")

        self.window.addWidget(self.cars_label, 0, 1, 1, 1)

        self.group = QComboBox(CountDialog)
        self.group.setObjectName(u"group")

        self.window.addWidget(self.group, 1, 0, 1, 1)

        self.cars = QSpinBox(CountDialog)
        self.cars.setObjectName(u"cars")
        self.cars.setMaximum(99999)

        self.window.addWidget(self.cars, 1, 1, 1, 1)


        self.rows.addLayout(self.window)

        self.counted = QLabel(CountDialog)
        self.counted.setObjectName(u"counted")
        self.counted.setWordWrap(True)
        self.counted.setProperty(u"role", u"dim")

        self.rows.addWidget(self.counted)

        self.fault = QLabel(CountDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setWordWrap(True)
        self.fault.setProperty(u"role", u"fault")

        self.rows.addWidget(self.fault)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.cancel = QPushButton(CountDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.confirm = QPushButton(CountDialog)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)
        self.confirm.setProperty(u"role", u"primary")

        self.buttons.addWidget(self.confirm)


        self.rows.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.group_label.setBuddy(self.group)
        self.cars_label.setBuddy(self.cars)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.group, self.cars)
        QWidget.setTabOrder(self.cars, self.confirm)
        QWidget.setTabOrder(self.confirm, self.cancel)

        self.retranslateUi(CountDialog)
    # setupUi

    def retranslateUi(self, CountDialog):
        self.group_label.setText(QCoreApplication.translate("CountDialog", u"&Group", None))
        self.cars_label.setText(QCoreApplication.translate("CountDialog", u"Cars &inside", None))
#if QT_CONFIG(accessibility)
        self.group.setAccessibleName(QCoreApplication.translate("CountDialog", u"Group", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.cars.setAccessibleName(QCoreApplication.translate("CountDialog", u"Cars inside", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("CountDialog", u"Cancel   Esc", None))
        pass
    # retranslateUi

