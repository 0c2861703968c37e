"""Generated from ui/lines.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from izix_desk.desk.parts.row_table import RowTable
from izix_desk.desk.parts.tail_view import TailView

class Ui_LinesDialog(object):
    def setupUi(self, LinesDialog):
        if not LinesDialog.objectName():
            LinesDialog.setObjectName(u"LinesDialog")
        self.rows = QVBoxLayout(LinesDialog)
        self.rows.setSpacing(8)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 16, 20, 12)
        self.top = QHBoxLayout()
        self.top.setSpacing(16)
        self.top.setObjectName(u"top")
        self.lines = QListWidget(LinesDialog)
        self.lines.setObjectName(u"lines")

        self.top.addWidget(self.lines)

        self.one = QVBoxLayout()
        self.one.setSpacing(4)
        self.one.setObjectName(u"one")
        self.line_title = QLabel(LinesDialog)
        self.line_title.setObjectName(u"line_title")
        self.line_title.setWordWrap(True)
        self.line_title.setProperty(u"role", u"title")

        self.one.addWidget(self.line_title)

        self.line_about = QLabel(LinesDialog)
        self.line_about.setObjectName(u"line_about")
        self.line_about.setWordWrap(True)
        self.line_about.setProperty(u"role", u"dim")

        self.one.addWidget(self.line_about)

        self.line_fault = QLabel(LinesDialog)
        self.line_fault.setObjectName(u"line_fault")
        self.line_fault.setWordWrap(True)

        self.one.addWidget(self.line_fault)

        self.controllers = RowTable(LinesDialog)
        self.controllers.setObjectName(u"controllers")

        self.one.addWidget(self.controllers)

        self.detail = QLabel(LinesDialog)
        self.detail.setObjectName(u"detail")
        self.detail.setWordWrap(True)
        self.detail.setProperty(u"role", u"dim")

        self.one.addWidget(self.detail)

        self.acts = QHBoxLayout()
        self.acts.setSpacing(8)
        self.acts.setObjectName(u"acts")
        self.gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.acts.addItem(self.gap)

        self.find = QPushButton(LinesDialog)
        self.find.setObjectName(u"find")

        self.acts.addWidget(self.find)

        self.test_output = QPushButton(LinesDialog)
        self.test_output.setObjectName(u"test_output")

        self.acts.addWidget(self.test_output)

        self.try_now = QPushButton(LinesDialog)
        self.try_now.setObjectName(u"try_now")

        self.acts.addWidget(self.try_now)


        self.one.addLayout(self.acts)

        self.one.setStretch(3, 1)

        self.top.addLayout(self.one)

        self.top.setStretch(1, 1)

        self.rows.addLayout(self.top)

        self.narrowing = QHBoxLayout()
        self.narrowing.setSpacing(8)
        self.narrowing.setObjectName(u"narrowing")
        self.trace_title = QLabel(LinesDialog)
        self.trace_title.setObjectName(u"trace_title")
        self.trace_title.setProperty(u"role", u"title")

        self.narrowing.addWidget(self.trace_title)

        self.which = QComboBox(LinesDialog)
        self.which.setObjectName(u"which")

        self.narrowing.addWidget(self.which)

        self.address = QComboBox(LinesDialog)
        self.address.setObjectName(u"address")

        self.narrowing.addWidget(self.address)

        self.text = QLineEdit(LinesDialog)
        self.text.setObjectName(u"text")
        self.text.setClearButtonEnabled(True)

        self.narrowing.addWidget(self.text)

        self.pause = QPushButton(LinesDialog)
        self.pause.setObjectName(u"pause")
        self.pause.setCheckable(True)

        self.narrowing.addWidget(self.pause)

        self.save = QPushButton(LinesDialog)
        self.save.setObjectName(u"save")

        self.narrowing.addWidget(self.save)

        self.narrowing.setStretch(3, 1)

        self.rows.addLayout(self.narrowing)

        self.trace = TailView(LinesDialog)
        self.trace.setObjectName(u"trace")

        self.rows.addWidget(self.trace)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.trace_state = QLabel(LinesDialog)
        self.trace_state.setObjectName(u"trace_state")
        self.trace_state.setWordWrap(True)
        self.trace_state.setProperty(u"role", u"dim")

        self.buttons.addWidget(self.trace_state)

        self.cancel = QPushButton(LinesDialog)
        self.cancel.setObjectName(u"cancel")

        self.buttons.addWidget(self.cancel)

        self.buttons.setStretch(0, 1)

        self.rows.addLayout(self.buttons)

        self.rows.setStretch(0, 3)
        self.rows.setStretch(2, 4)
        QWidget.setTabOrder(self.lines, self.controllers)
        QWidget.setTabOrder(self.controllers, self.find)
        QWidget.setTabOrder(self.find, self.test_output)
        QWidget.setTabOrder(self.test_output, self.try_now)
        QWidget.setTabOrder(self.try_now, self.which)
        QWidget.setTabOrder(self.which, self.address)
        QWidget.setTabOrder(self.address, self.text)
        QWidget.setTabOrder(self.text, self.pause)
        QWidget.setTabOrder(self.pause, self.save)
        QWidget.setTabOrder(self.save, self.trace)
        QWidget.setTabOrder(self.trace, self.cancel)

        self.retranslateUi(LinesDialog)
    # setupUi

    def retranslateUi(self, LinesDialog):
        LinesDialog.setWindowTitle(QCoreApplication.translate("LinesDialog", u"Lines", None))
#if QT_CONFIG(accessibility)
        self.lines.setAccessibleName(QCoreApplication.translate("LinesDialog", u"Lines", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.controllers.setAccessibleName(QCoreApplication.translate("LinesDialog", u"Controllers of the line", None))
#endif // QT_CONFIG(accessibility)
        self.find.setText(QCoreApplication.translate("LinesDialog", u"Find devices\u2026", None))
        self.test_output.setText(QCoreApplication.translate("LinesDialog", u"Test an output\u2026", None))
        self.try_now.setText(QCoreApplication.translate("LinesDialog", u"Try now", None))
        self.trace_title.setText(QCoreApplication.translate("LinesDialog", u"Trace", None))
#if QT_CONFIG(accessibility)
        self.which.setAccessibleName(QCoreApplication.translate("LinesDialog", u"Lines that are traced", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.address.setAccessibleName(QCoreApplication.translate("LinesDialog", u"Address that is shown", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.text.setAccessibleName(QCoreApplication.translate("LinesDialog", u"Words or bytes that are shown", None))
#endif // QT_CONFIG(accessibility)
        self.text.setPlaceholderText(QCoreApplication.translate("LinesDialog", u"words or bytes", None))
        self.pause.setText(QCoreApplication.translate("LinesDialog", u"Pause", None))
        self.save.setText(QCoreApplication.translate("LinesDialog", u"Save\u2026", None))
#if QT_CONFIG(accessibility)
        self.trace.setAccessibleName(QCoreApplication.translate("LinesDialog", u"What passes on the line", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("LinesDialog", u"Close   Esc", None))
    # retranslateUi

