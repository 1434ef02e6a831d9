"""Bring something of an earlier version back: all of it, one part, or one block of the body."""

from articles.editing.blocks import blocks_of, body_of
from articles.editing.contents import FIELDS, Content
from articles.editing.diff import pairs_of
from articles.models import made_summary
from yanjiang.lib.numbers import row_number

# A version restores what was written. Whether and when readers see the article is decided anew.
NOT_RESTORED = ("status", "publish_at", "expire_at", "owner")


def restored(present: Content, old: Content, name: str = "", number: str = "") -> Content | None:
    """Return the present content with what is brought back from an old one.

    `name` is the part to bring back, "" for all; `number` is that of a block in the old body. Returns None if the
    block is not to be found.
    """
    if name == "body" and number:
        body = _with_block(present["body"], old["body"], row_number(number) if number != "0" else 0)
        return None if body is None else _with_body(present, body)
    if name == "body":
        return _with_body(present, old["body"])
    if name:
        return {**present, name: old[name]} if name in FIELDS and name not in NOT_RESTORED else None
    return {**old, **{kept: present[kept] for kept in NOT_RESTORED}}


def _with_body(present: Content, body: str) -> Content:
    """Return the content with another body, and with its summary if that was made from the body."""
    is_made = present["summary"] == made_summary(present["body"])
    return {**present, "body": body, "summary": made_summary(body) if is_made else present["summary"]}


def _with_block(present: str, old: str, number: int | None) -> str | None:
    """Put a block of an old body back: in the place of what it became, or else behind the one that it followed."""
    blocks, olds = blocks_of(present), blocks_of(old)
    if number is None or number >= len(olds):
        return None
    pairs, moved = pairs_of(olds, blocks)
    pairs |= moved
    if number in pairs:
        blocks[pairs[number]] = olds[number]
    else:
        before = [pairs[earlier] for earlier in range(number) if earlier in pairs]
        blocks.insert(before[-1] + 1 if before else 0, olds[number])
    return body_of(blocks)
