"""Writes a table of frames as a site file holds it."""

from datetime import date
from typing import TypeAlias

from izix_desk.domain.frame_table import Bit, Check, FrameTable
from izix_desk.services.frame_tables import shipped_tables

Plain: TypeAlias = "str | int | float | bool | date | list[Plain] | dict[str, Plain]"


def written_frames(table: FrameTable) -> Plain:
    """Return the name of a table that comes with the program, and any other whole."""
    if shipped_tables().get(table.name) == table:
        return table.name
    values: dict[str, Plain] = {"name": table.name, "title": table.title}
    values |= {"channels": list[Plain](table.channels), "gap": table.gap}
    values |= {"reply_within": table.reply_within}
    if table.check is not Check.NONE:
        values |= {"check": table.check.value, "check_from": table.check_from}
    if table.check is Check.CRC16:
        values |= {"check_order": table.check_order.value}
    for key, exchange in table.commands.items():
        refusal: dict[str, Plain] = {"refusal": exchange.refusal} if exchange.refusal else {}
        values[key] = {"request": exchange.request, "reply": _reply(exchange.reply), **refusal}
    if (status := table.status) is not None:
        values["status"] = {
            "request": status.request,
            "reply": _reply(status.reply),
            "inputs": _bits(status.inputs),
            "outputs": _bits(status.outputs),
        }
    return values


def _reply(text: str) -> Plain:
    if not text:
        return "none"
    if set(text.split()) == {"??"}:
        return {"length": len(text.split())}
    return {"mask" if "?" in text else "exact": text}


def _bits(bits: tuple[Bit, ...]) -> list[Plain]:
    return [f"{bit.byte}.{bit.bit}" for bit in bits]
