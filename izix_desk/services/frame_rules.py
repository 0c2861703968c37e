"""What must hold within a table of frames, so that it works or is refused at load."""

from collections.abc import Iterator

from izix_desk.domain.errors import BadInput
from izix_desk.domain.frame_pattern import ADDRESS, CHANNEL, CHECK, LONGEST, Pattern, read_pattern
from izix_desk.domain.frame_table import Bit, Check, Exchange, FrameTable, Status
from izix_desk.services.site_tables import Table


def check_table(table: Table, frames: FrameTable) -> None:
    """Raise BadInput for the first thing that could not work."""
    _check_commands(table, frames)
    for key, exchange in frames.commands.items():
        _check_exchange(table, frames, key, exchange)
    if frames.status is not None:
        _check_status(table, frames, frames.status)


def _check_commands(table: Table, frames: FrameTable) -> None:
    if (frames.on is None) != (frames.off is None):
        missing = "off" if frames.off is None else "on"
        table.missing(missing, "both on and off: what was switched on must go off again")
    if not frames.commands:
        table.missing("pulse", "a frame that opens: pulse, or on and off")
    requests = list(_commands(table, frames))
    for n, key in enumerate(frames.commands):
        if any(requests[n].may_be(other) for other in requests[:n]):
            table.fault(f"{key}.request", "must differ from the other requests")


def _commands(table: Table, frames: FrameTable) -> Iterator[Pattern]:
    for key, exchange in frames.commands.items():
        yield _request(table, frames, f"{key}.request", exchange.request)


def _check_exchange(table: Table, frames: FrameTable, key: str, exchange: Exchange) -> None:
    request = _request(table, frames, f"{key}.request", exchange.request)
    if len(frames.channels) > 1 and not request.has(CHANNEL):
        table.fault(f"{key}.request", f"lacks {CHANNEL}, so all outputs would be one")
    if frames.is_addressed and not request.has(ADDRESS):
        table.fault(f"{key}.request", f"lacks {ADDRESS}, which another request has")
    answers: list[Pattern] = []
    for part, text in (("reply", exchange.reply), ("refusal", exchange.refusal)):
        if text:
            answers.append(_pattern(table, frames, f"{key}.{part}", text))
            _check_reply(table, f"{key}.{part}", request, answers[-1])
    if len(answers) > 1 and answers[0].may_begin(answers[1]):
        table.fault(
            f"{key}.refusal", "must differ from the reply, which may begin with the same bytes"
        )


def _check_status(table: Table, frames: FrameTable, status: Status) -> None:
    request = _request(table, frames, "status.request", status.request)
    if request.has(CHANNEL):
        table.fault("status.request", f"cannot have {CHANNEL}: it asks for all of them at once")
    if frames.is_addressed and not request.has(ADDRESS):
        table.fault("status.request", f"lacks {ADDRESS}: all devices would answer at once")
    if any(request.may_be(order) for order in _commands(table, frames)):
        table.fault("status.request", "must differ from the requests that switch something")
    if not status.reply:
        table.fault("status.reply", "must be there: a status request asks for one")
    reply = _pattern(table, frames, "status.reply", status.reply)
    _check_reply(table, "status.reply", request, reply)
    _check_told(table, frames, reply)
    if not status.inputs and not status.outputs:
        table.missing("status.inputs", "the bits of inputs or outputs")
    if len(status.outputs) > len(frames.channels):
        table.fault("status.outputs", f"are more than the {len(frames.channels)} channels")
    for key, bit in _bits(status):
        _check_bit(table, f"status.{key}", reply, bit)
    if both := set(status.inputs) & set(status.outputs):
        bit = min(both, key=lambda each: (each.byte, each.bit))
        table.fault("status.outputs", f"has bit {bit.byte}.{bit.bit}, which is an input already")


def _check_told(table: Table, frames: FrameTable, reply: Pattern) -> None:
    """Refuse a reply of which noise could be one: its bits are where barriers stand."""
    if frames.check is not Check.NONE and not reply.has(CHECK):
        table.fault("status.reply", f"lacks {CHECK}, where its check {frames.check} stands")
    if not reply.says_something:
        table.fault("status.reply", "is any bytes of that length; name those that never change")


def _request(table: Table, frames: FrameTable, key: str, text: str) -> Pattern:
    request = _pattern(table, frames, key, text)
    if "?" in text:
        table.fault(key, "has a ?, but what is sent must be certain")
    if frames.check is not Check.NONE and not request.has(CHECK):
        table.fault(key, f"lacks {CHECK}, where its check {frames.check} stands")
    return request


def _pattern(table: Table, frames: FrameTable, key: str, text: str) -> Pattern:
    try:
        pattern = read_pattern(text, frames)
    except BadInput as bad:
        table.fault(key, str(bad))
    if text.split().count(CHECK) > 1:
        table.fault(key, f"has {CHECK} more than once")
    if not 0 < len(pattern) <= LONGEST:
        table.fault(key, f"must have 1 to {LONGEST} bytes")
    if pattern.has(CHECK) and frames.check_from >= pattern.check_at:
        table.fault(
            "check_from",
            f"is byte {frames.check_from}, outside of {key}, whose check stands at byte"
            f" {pattern.check_at}",
        )
    return pattern


def _check_reply(table: Table, key: str, request: Pattern, reply: Pattern) -> None:
    for place in (ADDRESS, CHANNEL):
        if reply.has(place) and not request.has(place):
            table.fault(key, f"has {place}, which the request does not tell: it could never fit")


def _bits(status: Status) -> Iterator[tuple[str, Bit]]:
    for key, bits in (("inputs", status.inputs), ("outputs", status.outputs)):
        yield from ((key, bit) for bit in bits)


def _check_bit(table: Table, key: str, reply: Pattern, bit: Bit) -> None:
    where = f"bit {bit.byte}.{bit.bit}"
    if bit.byte >= len(reply):
        table.fault(key, f"has {where}, but the reply has {len(reply)} bytes, from 0")
    cell = reply.cells[bit.byte]
    if cell.place or cell.mask >> bit.bit & 1:
        table.fault(key, f"has {where}, which is always the same in that reply")
