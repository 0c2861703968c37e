"""Generated from ui/visit.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
    QSize,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from izix_desk.desk.parts.moments import MomentEdit

class Ui_VisitDialog(object):
    def setupUi(self, VisitDialog):
        if not VisitDialog.objectName():
            VisitDialog.setObjectName(u"VisitDialog")
        VisitDialog.setMinimumSize(QSize(940, 0))
        self.layout = QVBoxLayout(VisitDialog)
        self.layout.setSpacing(12)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.columns = QHBoxLayout()
        self.columns.setSpacing(32)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.visit_column = QVBoxLayout()
        self.visit_column.setSpacing(8)
        self.visit_column.setObjectName(u"visit_column")
        self.visit_column.setContentsMargins(0, 0, 0, 0)
        self.visit_title = QLabel(VisitDialog)
        self.visit_title.setObjectName(u"visit_title")
        self.visit_title.setProperty(u"role", u"title")

        self.visit_column.addWidget(self.visit_title)

        self.organisation_box = QVBoxLayout()
        self.organisation_box.setSpacing(2)
        self.organisation_box.setObjectName(u"organisation_box")
        self.organisation_box.setContentsMargins(0, 0, 0, 0)
        self.organisation_label = QLabel(VisitDialog)
        self.organisation_label.setObjectName(u"organisation_label")
        self.organisation_label.setProperty(u"role", u"small")

        self.organisation_box.addWidget(self.organisation_label)

        self.organisation = QLineEdit(VisitDialog)
        self.organisation.setObjectName(u"organisation")
        self.organisation.setMaxLength(120)

        self.organisation_box.addWidget(self.organisation)

        self.organisation_fault = QLabel(VisitDialog)
        self.organisation_fault.setObjectName(u"organisation_fault")
        self.organisation_fault.setProperty(u"role", u"fault")
        self.organisation_fault.setProperty(u"tone", u"red")
        self.organisation_fault.setWordWrap(True)

        self.organisation_box.addWidget(self.organisation_fault)

        self.spacer_1 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.organisation_box.addItem(self.spacer_1)


        self.visit_column.addLayout(self.organisation_box)

        self.terms = QLabel(VisitDialog)
        self.terms.setObjectName(u"terms")
        self.terms.setWordWrap(True)

        self.visit_column.addWidget(self.terms)

        self.host_row = QHBoxLayout()
        self.host_row.setSpacing(12)
        self.host_row.setObjectName(u"host_row")
        self.host_row.setContentsMargins(0, 0, 0, 0)
        self.host_box = QVBoxLayout()
        self.host_box.setSpacing(2)
        self.host_box.setObjectName(u"host_box")
        self.host_box.setContentsMargins(0, 0, 0, 0)
        self.host_label = QLabel(VisitDialog)
        self.host_label.setObjectName(u"host_label")
        self.host_label.setProperty(u"role", u"small")

        self.host_box.addWidget(self.host_label)

        self.host = QLineEdit(VisitDialog)
        self.host.setObjectName(u"host")
        self.host.setMaxLength(120)

        self.host_box.addWidget(self.host)

        self.host_fault = QLabel(VisitDialog)
        self.host_fault.setObjectName(u"host_fault")
        self.host_fault.setProperty(u"role", u"fault")
        self.host_fault.setProperty(u"tone", u"red")
        self.host_fault.setWordWrap(True)

        self.host_box.addWidget(self.host_fault)

        self.spacer_2 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.host_box.addItem(self.spacer_2)


        self.host_row.addLayout(self.host_box)

        self.host_answer_box = QVBoxLayout()
        self.host_answer_box.setSpacing(2)
        self.host_answer_box.setObjectName(u"host_answer_box")
        self.host_answer_box.setContentsMargins(0, 0, 0, 0)
        self.host_answer_label = QLabel(VisitDialog)
        self.host_answer_label.setObjectName(u"host_answer_label")
        self.host_answer_label.setProperty(u"role", u"small")

        self.host_answer_box.addWidget(self.host_answer_label)

        self.host_answer = QComboBox(VisitDialog)
        self.host_answer.addItem("")
        self.host_answer.addItem("")
        self.host_answer.addItem("")
        self.host_answer.addItem("")
        self.host_answer.setObjectName(u"host_answer")

        self.host_answer_box.addWidget(self.host_answer)

        self.host_answer_fault = QLabel(VisitDialog)
        self.host_answer_fault.setObjectName(u"host_answer_fault")
        self.host_answer_fault.setProperty(u"role", u"fault")
        self.host_answer_fault.setProperty(u"tone", u"red")
        self.host_answer_fault.setWordWrap(True)

        self.host_answer_box.addWidget(self.host_answer_fault)

        self.spacer_3 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.host_answer_box.addItem(self.spacer_3)


        self.host_row.addLayout(self.host_answer_box)

        self.host_row.setStretch(0, 3)
        self.host_row.setStretch(1, 2)

        self.visit_column.addLayout(self.host_row)

        self.place_row = QHBoxLayout()
        self.place_row.setSpacing(12)
        self.place_row.setObjectName(u"place_row")
        self.place_row.setContentsMargins(0, 0, 0, 0)
        self.lot_box = QVBoxLayout()
        self.lot_box.setSpacing(2)
        self.lot_box.setObjectName(u"lot_box")
        self.lot_box.setContentsMargins(0, 0, 0, 0)
        self.lot_label = QLabel(VisitDialog)
        self.lot_label.setObjectName(u"lot_label")
        self.lot_label.setProperty(u"role", u"small")

        self.lot_box.addWidget(self.lot_label)

        self.lot = QComboBox(VisitDialog)
        self.lot.setObjectName(u"lot")

        self.lot_box.addWidget(self.lot)

        self.lot_fault = QLabel(VisitDialog)
        self.lot_fault.setObjectName(u"lot_fault")
        self.lot_fault.setProperty(u"role", u"fault")
        self.lot_fault.setProperty(u"tone", u"red")
        self.lot_fault.setWordWrap(True)

        self.lot_box.addWidget(self.lot_fault)

        self.spacer_4 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.lot_box.addItem(self.spacer_4)


        self.place_row.addLayout(self.lot_box)

        self.group_box = QVBoxLayout()
        self.group_box.setSpacing(2)
        self.group_box.setObjectName(u"group_box")
        self.group_box.setContentsMargins(0, 0, 0, 0)
        self.group_label = QLabel(VisitDialog)
        self.group_label.setObjectName(u"group_label")
        self.group_label.setProperty(u"role", u"small")

        self.group_box.addWidget(self.group_label)

        self.group = QComboBox(VisitDialog)
        self.group.setObjectName(u"group")

        self.group_box.addWidget(self.group)

        self.group_fault = QLabel(VisitDialog)
        self.group_fault.setObjectName(u"group_fault")
        self.group_fault.setProperty(u"role", u"fault")
        self.group_fault.setProperty(u"tone", u"red")
        self.group_fault.setWordWrap(True)

        self.group_box.addWidget(self.group_fault)

        self.spacer_5 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.group_box.addItem(self.spacer_5)


        self.place_row.addLayout(self.group_box)

        self.place_row.setStretch(0, 1)
        self.place_row.setStretch(1, 1)

        self.visit_column.addLayout(self.place_row)

        self.time_row = QHBoxLayout()
        self.time_row.setSpacing(12)
        self.time_row.setObjectName(u"time_row")
        self.time_row.setContentsMargins(0, 0, 0, 0)
        self.starts_box = QVBoxLayout()
        self.starts_box.setSpacing(2)
        self.starts_box.setObjectName(u"starts_box")
        self.starts_box.setContentsMargins(0, 0, 0, 0)
        self.starts_label = QLabel(VisitDialog)
        self.starts_label.setObjectName(u"starts_label")
        self.starts_label.setProperty(u"role", u"small")

        self.starts_box.addWidget(self.starts_label)

        self.starts = MomentEdit(VisitDialog)
        self.starts.setObjectName(u"starts")

        self.starts_box.addWidget(self.starts)

        self.starts_fault = QLabel(VisitDialog)
        self.starts_fault.setObjectName(u"starts_fault")
        self.starts_fault.setProperty(u"role", u"fault")
        self.starts_fault.setProperty(u"tone", u"red")
        self.starts_fault.setWordWrap(True)

        self.starts_box.addWidget(self.starts_fault)

        self.spacer_6 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.starts_box.addItem(self.spacer_6)


        self.time_row.addLayout(self.starts_box)

        self.ends_box = QVBoxLayout()
        self.ends_box.setSpacing(2)
        self.ends_box.setObjectName(u"ends_box")
        self.ends_box.setContentsMargins(0, 0, 0, 0)
        self.ends_label = QLabel(VisitDialog)
        self.ends_label.setObjectName(u"ends_label")
        self.ends_label.setProperty(u"role", u"small")

        self.ends_box.addWidget(self.ends_label)

        self.ends = MomentEdit(VisitDialog)
        self.ends.setObjectName(u"ends")

        self.ends_box.addWidget(self.ends)

        self.ends_fault = QLabel(VisitDialog)
        self.ends_fault.setObjectName(u"ends_fault")
        self.ends_fault.setProperty(u"role", u"fault")
        self.ends_fault.setProperty(u"tone", u"red")
        self.ends_fault.setWordWrap(True)

        self.ends_box.addWidget(self.ends_fault)

        self.spacer_7 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.ends_box.addItem(self.spacer_7)


        self.time_row.addLayout(self.ends_box)

        self.time_row.setStretch(0, 1)
        self.time_row.setStretch(1, 1)

        self.visit_column.addLayout(self.time_row)

        self.cars_row = QHBoxLayout()
        self.cars_row.setSpacing(12)
        self.cars_row.setObjectName(u"cars_row")
        self.cars_row.setContentsMargins(0, 0, 0, 0)
        self.cars_box = QVBoxLayout()
        self.cars_box.setSpacing(2)
        self.cars_box.setObjectName(u"cars_box")
        self.cars_box.setContentsMargins(0, 0, 0, 0)
        self.cars_label = QLabel(VisitDialog)
        self.cars_label.setObjectName(u"cars_label")
        self.cars_label.setProperty(u"role", u"small")

        self.cars_box.addWidget(self.cars_label)

        self.cars = QSpinBox(VisitDialog)
        self.cars.setObjectName(u"cars")
        self.cars.setMinimum(1)
        self.cars.setMaximum(99)

        self.cars_box.addWidget(self.cars)

        self.cars_fault = QLabel(VisitDialog)
        self.cars_fault.setObjectName(u"cars_fault")
        self.cars_fault.setProperty(u"role", u"fault")
        self.cars_fault.setProperty(u"tone", u"red")
        self.cars_fault.setWordWrap(True)

        self.cars_box.addWidget(self.cars_fault)

        self.spacer_8 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.cars_box.addItem(self.spacer_8)


        self.cars_row.addLayout(self.cars_box)

        self.plates_box = QVBoxLayout()
        self.plates_box.setSpacing(2)
        self.plates_box.setObjectName(u"plates_box")
        self.plates_box.setContentsMargins(0, 0, 0, 0)
        self.plates_label = QLabel(VisitDialog)
        self.plates_label.setObjectName(u"plates_label")
        self.plates_label.setProperty(u"role", u"small")

        self.plates_box.addWidget(self.plates_label)

        self.plates = QLineEdit(VisitDialog)
        self.plates.setObjectName(u"plates")
        self.plates.setMaxLength(300)

        self.plates_box.addWidget(self.plates)

        self.plates_fault = QLabel(VisitDialog)
        self.plates_fault.setObjectName(u"plates_fault")
        self.plates_fault.setProperty(u"role", u"fault")
        self.plates_fault.setProperty(u"tone", u"red")
        self.plates_fault.setWordWrap(True)

        self.plates_box.addWidget(self.plates_fault)

        self.spacer_9 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.plates_box.addItem(self.spacer_9)


        self.cars_row.addLayout(self.plates_box)

        self.cars_row.setStretch(0, 1)
        self.cars_row.setStretch(1, 3)

        self.visit_column.addLayout(self.cars_row)

        self.spacer_10 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.visit_column.addItem(self.spacer_10)


        self.columns.addLayout(self.visit_column)

        self.profile_column = QVBoxLayout()
        self.profile_column.setSpacing(8)
        self.profile_column.setObjectName(u"profile_column")
        self.profile_column.setContentsMargins(0, 0, 0, 0)
        self.profile_title = QLabel(VisitDialog)
        self.profile_title.setObjectName(u"profile_title")
        self.profile_title.setProperty(u"role", u"title")

        self.profile_column.addWidget(self.profile_title)

        self.last_name_box = QVBoxLayout()
        self.last_name_box.setSpacing(2)
        self.last_name_box.setObjectName(u"last_name_box")
        self.last_name_box.setContentsMargins(0, 0, 0, 0)
        self.last_name_label = QLabel(VisitDialog)
        self.last_name_label.setObjectName(u"last_name_label")
        self.last_name_label.setProperty(u"role", u"small")

        self.last_name_box.addWidget(self.last_name_label)

        self.last_name = QLineEdit(VisitDialog)
        self.last_name.setObjectName(u"last_name")
        self.last_name.setMaxLength(80)

        self.last_name_box.addWidget(self.last_name)

        self.last_name_fault = QLabel(VisitDialog)
        self.last_name_fault.setObjectName(u"last_name_fault")
        self.last_name_fault.setProperty(u"role", u"fault")
        self.last_name_fault.setProperty(u"tone", u"red")
        self.last_name_fault.setWordWrap(True)

        self.last_name_box.addWidget(self.last_name_fault)

        self.spacer_11 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.last_name_box.addItem(self.spacer_11)


        self.profile_column.addLayout(self.last_name_box)

        self.first_name_box = QVBoxLayout()
        self.first_name_box.setSpacing(2)
        self.first_name_box.setObjectName(u"first_name_box")
        self.first_name_box.setContentsMargins(0, 0, 0, 0)
        self.first_name_label = QLabel(VisitDialog)
        self.first_name_label.setObjectName(u"first_name_label")
        self.first_name_label.setProperty(u"role", u"small")

        self.first_name_box.addWidget(self.first_name_label)

        self.first_name = QLineEdit(VisitDialog)
        self.first_name.setObjectName(u"first_name")
        self.first_name.setMaxLength(80)

        self.first_name_box.addWidget(self.first_name)

        self.first_name_fault = QLabel(VisitDialog)
        self.first_name_fault.setObjectName(u"first_name_fault")
        self.first_name_fault.setProperty(u"role", u"fault")
        self.first_name_fault.setProperty(u"tone", u"red")
        self.first_name_fault.setWordWrap(True)

        self.first_name_box.addWidget(self.first_name_fault)

        self.spacer_12 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.first_name_box.addItem(self.spacer_12)


        self.profile_column.addLayout(self.first_name_box)

        self.company_box = QVBoxLayout()
        self.company_box.setSpacing(2)
        self.company_box.setObjectName(u"company_box")
        self.company_box.setContentsMargins(0, 0, 0, 0)
        self.company_label = QLabel(VisitDialog)
        self.company_label.setObjectName(u"company_label")
        self.company_label.setProperty(u"role", u"small")

        self.company_box.addWidget(self.company_label)

        self.company = QLineEdit(VisitDialog)
        self.company.setObjectName(u"company")
        self.company.setMaxLength(120)

        self.company_box.addWidget(self.company)

        self.company_fault = QLabel(VisitDialog)
        self.company_fault.setObjectName(u"company_fault")
        self.company_fault.setProperty(u"role", u"fault")
        self.company_fault.setProperty(u"tone", u"red")
        self.company_fault.setWordWrap(True)

        self.company_box.addWidget(self.company_fault)

        self.spacer_13 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.company_box.addItem(self.spacer_13)


        self.profile_column.addLayout(self.company_box)

        self.phone_box = QVBoxLayout()
        self.phone_box.setSpacing(2)
        self.phone_box.setObjectName(u"phone_box")
        self.phone_box.setContentsMargins(0, 0, 0, 0)
        self.phone_label = QLabel(VisitDialog)
        self.phone_label.setObjectName(u"phone_label")
        self.phone_label.setProperty(u"role", u"small")

        self.phone_box.addWidget(self.phone_label)

        self.phone = QLineEdit(VisitDialog)
        self.phone.setObjectName(u"phone")
        self.phone.setMaxLength(40)

        self.phone_box.addWidget(self.phone)

        self.phone_fault = QLabel(VisitDialog)
        self.phone_fault.setObjectName(u"phone_fault")
        self.phone_fault.setProperty(u"role", u"fault")
        self.phone_fault.setProperty(u"tone", u"red")
        self.phone_fault.setWordWrap(True)

        self.phone_box.addWidget(self.phone_fault)

        self.spacer_14 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.phone_box.addItem(self.spacer_14)


        self.profile_column.addLayout(self.phone_box)

        self.email_box = QVBoxLayout()
        self.email_box.setSpacing(2)
        self.email_box.setObjectName(u"email_box")
        self.email_box.setContentsMargins(0, 0, 0, 0)
        self.email_label = QLabel(VisitDialog)
        self.email_label.setObjectName(u"email_label")
        self.email_label.setProperty(u"role", u"small")

        self.email_box.addWidget(self.email_label)

        self.email = QLineEdit(VisitDialog)
        self.email.setObjectName(u"email")
        self.email.setMaxLength(120)

        self.email_box.addWidget(self.email)

        self.email_fault = QLabel(VisitDialog)
        self.email_fault.setObjectName(u"email_fault")
        self.email_fault.setProperty(u"role", u"fault")
        self.email_fault.setProperty(u"tone", u"red")
        self.email_fault.setWordWrap(True)

        self.email_box.addWidget(self.email_fault)

        self.spacer_15 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.email_box.addItem(self.spacer_15)


        self.profile_column.addLayout(self.email_box)

        self.language_box = QVBoxLayout()
        self.language_box.setSpacing(2)
        self.language_box.setObjectName(u"language_box")
        self.language_box.setContentsMargins(0, 0, 0, 0)
        self.language_label = QLabel(VisitDialog)
        self.language_label.setObjectName(u"language_label")
        self.language_label.setProperty(u"role", u"small")

        self.language_box.addWidget(self.language_label)

        self.language = QComboBox(VisitDialog)
        self.language.addItem("")
        self.language.addItem("")
        self.language.addItem("")
        self.language.addItem("")
        self.language.setObjectName(u"language")

        self.language_box.addWidget(self.language)

        self.language_fault = QLabel(VisitDialog)
        self.language_fault.setObjectName(u"language_fault")
        self.language_fault.setProperty(u"role", u"fault")
        self.language_fault.setProperty(u"tone", u"red")
        self.language_fault.setWordWrap(True)

        self.language_box.addWidget(self.language_fault)

        self.spacer_16 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.language_box.addItem(self.spacer_16)


        self.profile_column.addLayout(self.language_box)

        self.spacer_17 = QSpacerItem(8, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.profile_column.addItem(self.spacer_17)


        self.columns.addLayout(self.profile_column)

        self.columns.setStretch(0, 1)
        self.columns.setStretch(1, 1)

        self.layout.addLayout(self.columns)

        self.fault = QLabel(VisitDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setProperty(u"tone", u"red")
        self.fault.setWordWrap(True)

        self.layout.addWidget(self.fault)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.cancel = QPushButton(VisitDialog)
        self.cancel.setObjectName(u"cancel")

        self.buttons.addWidget(self.cancel)

        self.hint = QLabel(VisitDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"role", u"dim")
        self.hint.setWordWrap(True)

        self.buttons.addWidget(self.hint)

        self.confirm = QPushButton(VisitDialog)
        self.confirm.setObjectName(u"confirm")

        self.buttons.addWidget(self.confirm)

        self.confirm_open = QPushButton(VisitDialog)
        self.confirm_open.setObjectName(u"confirm_open")
        self.confirm_open.setProperty(u"role", u"primary")

        self.buttons.addWidget(self.confirm_open)

        self.buttons.setStretch(1, 1)

        self.layout.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.organisation_label.setBuddy(self.organisation)
        self.host_label.setBuddy(self.host)
        self.host_answer_label.setBuddy(self.host_answer)
        self.lot_label.setBuddy(self.lot)
        self.group_label.setBuddy(self.group)
        self.starts_label.setBuddy(self.starts)
        self.ends_label.setBuddy(self.ends)
        self.cars_label.setBuddy(self.cars)
        self.plates_label.setBuddy(self.plates)
        self.last_name_label.setBuddy(self.last_name)
        self.first_name_label.setBuddy(self.first_name)
        self.company_label.setBuddy(self.company)
        self.phone_label.setBuddy(self.phone)
        self.email_label.setBuddy(self.email)
        self.language_label.setBuddy(self.language)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.organisation, self.host)
        QWidget.setTabOrder(self.host, self.host_answer)
        QWidget.setTabOrder(self.host_answer, self.lot)
        QWidget.setTabOrder(self.lot, self.group)
        QWidget.setTabOrder(self.group, self.starts)
        QWidget.setTabOrder(self.starts, self.ends)
        QWidget.setTabOrder(self.ends, self.cars)
        QWidget.setTabOrder(self.cars, self.plates)
        QWidget.setTabOrder(self.plates, self.last_name)
        QWidget.setTabOrder(self.last_name, self.first_name)
        QWidget.setTabOrder(self.first_name, self.company)
        QWidget.setTabOrder(self.company, self.phone)
        QWidget.setTabOrder(self.phone, self.email)
        QWidget.setTabOrder(self.email, self.language)
        QWidget.setTabOrder(self.language, self.confirm_open)
        QWidget.setTabOrder(self.confirm_open, self.confirm)
        QWidget.setTabOrder(self.confirm, self.cancel)

        self.retranslateUi(VisitDialog)
    # setupUi

    def retranslateUi(self, VisitDialog):
        VisitDialog.setWindowTitle(QCoreApplication.translate("VisitDialog", u"Create Profile +", None))
        self.visit_title.setText(QCoreApplication.translate("VisitDialog", u"1 Visit", None))
        self.organisation_label.setText(QCoreApplication.translate("VisitDialog", u"&Organisation visited", None))
#if QT_CONFIG(accessibility)
        self.organisation.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Organisation visited", None))
#endif // QT_CONFIG(accessibility)
        self.host_label.setText(QCoreApplication.translate("VisitDialog", u"&Host person", None))
#if QT_CONFIG(accessibility)
        self.host.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Host person", None))
#endif // QT_CONFIG(accessibility)
        self.host_answer_label.setText(QCoreApplication.translate("VisitDialog", u"Host says *", None))
        self.host_answer.setItemText(0, QCoreApplication.translate("VisitDialog", u"not asked", None))
        self.host_answer.setItemText(1, QCoreApplication.translate("VisitDialog", u"said yes", None))
        self.host_answer.setItemText(2, QCoreApplication.translate("VisitDialog", u"not reached", None))
        self.host_answer.setItemText(3, QCoreApplication.translate("VisitDialog", u"said no", None))

#if QT_CONFIG(accessibility)
        self.host_answer.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Host says *", None))
#endif // QT_CONFIG(accessibility)
        self.lot_label.setText(QCoreApplication.translate("VisitDialog", u"Lot", None))
#if QT_CONFIG(accessibility)
        self.lot.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Lot", None))
#endif // QT_CONFIG(accessibility)
        self.group_label.setText(QCoreApplication.translate("VisitDialog", u"Group", None))
#if QT_CONFIG(accessibility)
        self.group.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Group", None))
#endif // QT_CONFIG(accessibility)
        self.starts_label.setText(QCoreApplication.translate("VisitDialog", u"&From", None))
#if QT_CONFIG(accessibility)
        self.starts.setAccessibleName(QCoreApplication.translate("VisitDialog", u"From", None))
#endif // QT_CONFIG(accessibility)
        self.starts.setDisplayFormat(QCoreApplication.translate("VisitDialog", u"ddd dd/MM HH:mm", None))
        self.ends_label.setText(QCoreApplication.translate("VisitDialog", u"&Until", None))
#if QT_CONFIG(accessibility)
        self.ends.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Until", None))
#endif // QT_CONFIG(accessibility)
        self.ends.setDisplayFormat(QCoreApplication.translate("VisitDialog", u"ddd dd/MM HH:mm", None))
        self.cars_label.setText(QCoreApplication.translate("VisitDialog", u"&Cars", None))
#if QT_CONFIG(accessibility)
        self.cars.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Cars", None))
#endif // QT_CONFIG(accessibility)
        self.plates_label.setText(QCoreApplication.translate("VisitDialog", u"P&lates, with a comma between", None))
#if QT_CONFIG(accessibility)
        self.plates.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Plates, with a comma between", None))
#endif // QT_CONFIG(accessibility)
        self.profile_title.setText(QCoreApplication.translate("VisitDialog", u"2 Profile", None))
        self.last_name_label.setText(QCoreApplication.translate("VisitDialog", u"Last &name", None))
#if QT_CONFIG(accessibility)
        self.last_name.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Last name", None))
#endif // QT_CONFIG(accessibility)
        self.first_name_label.setText(QCoreApplication.translate("VisitDialog", u"F&irst name", None))
#if QT_CONFIG(accessibility)
        self.first_name.setAccessibleName(QCoreApplication.translate("VisitDialog", u"First name", None))
#endif // QT_CONFIG(accessibility)
        self.company_label.setText(QCoreApplication.translate("VisitDialog", u"Co&mpany", None))
#if QT_CONFIG(accessibility)
        self.company.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Company", None))
#endif // QT_CONFIG(accessibility)
        self.phone_label.setText(QCoreApplication.translate("VisitDialog", u"&Phone", None))
#if QT_CONFIG(accessibility)
        self.phone.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Phone", None))
#endif // QT_CONFIG(accessibility)
        self.email_label.setText(QCoreApplication.translate("VisitDialog", u"&E-mail", None))
#if QT_CONFIG(accessibility)
        self.email.setAccessibleName(QCoreApplication.translate("VisitDialog", u"E-mail", None))
#endif // QT_CONFIG(accessibility)
        self.language_label.setText(QCoreApplication.translate("VisitDialog", u"Langua&ge", None))
        self.language.setItemText(0, QCoreApplication.translate("VisitDialog", u"English", None))
        self.language.setItemText(1, QCoreApplication.translate("VisitDialog", u"Fran\u00e7ais", None))
        self.language.setItemText(2, QCoreApplication.translate("VisitDialog", u"Nederlands", None))
        self.language.setItemText(3, QCoreApplication.translate("VisitDialog", u"Deutsch", None))

#if QT_CONFIG(accessibility)
        self.language.setAccessibleName(QCoreApplication.translate("VisitDialog", u"Language", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("VisitDialog", u"Cancel   Esc", None))
        self.confirm.setText(QCoreApplication.translate("VisitDialog", u"Confirm   Ctrl+S", None))
        self.confirm_open.setText(QCoreApplication.translate("VisitDialog", u"Confirm && open gate   Ctrl+Enter", None))
    # retranslateUi

