"""A small site for the window's tests, with names as long as real ones."""

from datetime import date

from izix_desk.domain.site import (
    Direction,
    ExitRule,
    Gate,
    Group,
    Input,
    Lease,
    Line,
    Lot,
    Manager,
    Organisation,
    Output,
    Policy,
    Protocol,
    Site,
    Strategy,
    VisitorPolicy,
)

MEASURED = {"closed": Input(0), "opened": Input(1), "arrive": Input(2), "under": Input(3)}

_PLAN = ("control_room", "visitors", "bookings")


def _gate(number: int, name: str, lot: str, direction: Direction, **more: object) -> Gate:
    return Gate(
        id=name.lower().replace(" ", "-"),
        name=name,
        lot=lot,
        direction=direction,
        line="north" if lot == "p1" else "south",
        address=number,
        open=Output(number=0),
        **{"by_hand": "Key 7, crank under the cover", **more},  # pyright: ignore[reportArgumentType] the test's own names
    )


def gates() -> tuple[Gate, ...]:
    """Return six gates: measured, half measured and not measured ones."""
    return (
        _gate(1, "P1 Entry", "p1", Direction.ENTRY, inputs=MEASURED, hold=1, place="Rue du Quai"),
        _gate(2, "P1 Exit", "p1", Direction.EXIT, inputs=MEASURED, exit=ExitRule.FREE),
        _gate(3, "P1 Ramp", "p1", Direction.BOTH, inputs={"opened": Input(1)}, hold=1),
        _gate(4, "P2 Entry", "p2", Direction.ENTRY, inputs=MEASURED, hold=1),
        _gate(5, "P2 Exit", "p2", Direction.EXIT),
        _gate(6, "P2 Delivery", "p2", Direction.BOTH, in_service=False,
              out_of_service_note="arm bent, technician due Monday"),
    )  # fmt: skip


def lots() -> tuple[Lot, ...]:
    """Return two lots of two groups each."""
    staff, visitors = Group("staff", "Staff", 120), Group("visitors", "Visitors", 20)
    return (
        Lot(id="p1", name="P1", groups=(staff, visitors), hours="Mo-Fr 06:00-22:00",
            internal_note="Barrier arm replaced in May."),
        Lot(id="p2", name="P2", groups=(staff, visitors), hours="24/7"),
    )  # fmt: skip


def organisations() -> tuple[Organisation, ...]:
    """Return hosts, one that must ask the host, and two that take no visitors."""
    desk = Manager("Facility desk", "+32 2 555 10 00", "parking@acme.example")
    asks = VisitorPolicy(
        groups=("visitors",),
        host_must_confirm=True,
        mandatory=("organisation", "last_name", "host"),
    )
    long_name = "Société coopérative des Établissements Vandenbroucke-Lefèvre & Fils"
    return (
        Organisation(id="acme", name="Acme", plan=_PLAN, managers=(desk,), takes_visitors=True,
                     visitors=VisitorPolicy(groups=("visitors",), per_day=15)),
        Organisation(id="delta", name="Delta", managers=(Manager("Reception", "+32 2 555 11 00"),)),
        Organisation(id="nord", name="Nord Logistique", plan=_PLAN, managers=(desk,),
                     takes_visitors=True, visitors=asks),
        Organisation(id="vandenbroucke", name=long_name, plan=_PLAN, takes_visitors=True,
                     managers=(Manager("Anne-Françoise Vandenbroucke", "+32 475 12 34 56",
                                       "anne-francoise@vandenbroucke-lefevre.example"),),
                     visitors=VisitorPolicy(groups=("visitors",))),
    )  # fmt: skip


def site() -> Site:
    """Return Quai Nord in small."""
    return Site(
        name="Quai Nord",
        timezone="Europe/Brussels",
        technician="Technics, 204",
        on_call="+32 475 55 02 04",
        lines=(
            Line(id="north", port="sim", protocol=Protocol.MODBUS_RTU),
            Line(id="south", port="sim", protocol=Protocol.MODBUS_RTU),
            Line(id="cameras", port="sim", protocol=Protocol.PLATES),
        ),
        lots=lots(),
        gates=gates(),
        organisations=organisations(),
        leases=(
            Lease(tenant="acme", lot="p1", spots={"staff": 80, "visitors": 12},
                  starts=date(2026, 1, 1)),
        ),
        policies=(
            Policy(id="acme-weekdays", organisation="acme", strategy=Strategy.FCFS, lot="p1",
                   groups=("staff",), name="Staff weekdays", timetable="Mo-Fr 07:00-19:00"),
        ),
    )  # fmt: skip
