"""A draft without errors, as the script that the engine runs."""

from bot.script.draft import BlockDraft, Draft, QuestionDraft
from bot.script.model import Block, Question, Script
from bot.script.nodes import word, words
from bot.script.reading import flag, number, text


def script(draft: Draft) -> Script:
    """The script of a draft in which the rules found no error."""
    root = draft.root
    title, consent, thanks, operator = (
        text(root.get(key), draft.languages) for key in ("title", "consent", "thanks", "operator")
    )
    blocks = tuple(_block(block, draft.languages) for block in draft.blocks)
    return Script(word(root.get("survey")), title, draft.languages, consent, thanks, blocks, operator)


def _block(block: BlockDraft, languages: tuple[str, ...]) -> Block:
    over = block.over.value if block.over else ""
    return Block(tuple(_question(question, languages) for question in block.questions), over)


def _question(asked: QuestionDraft, languages: tuple[str, ...]) -> Question:
    node = asked.table
    return Question(
        id=asked.id,
        kind=asked.kind or "note",
        ask=text(node.get("ask"), languages),
        measures=asked.measures,
        hint=text(node.get("hint"), languages),
        why=text(node.get("why"), languages),
        choices=tuple(draft.choice for draft in asked.choices),
        min=number(node.get("min")),
        max=number(node.get("max")),
        optional=flag(node.get("optional")),
        shuffle=flag(node.get("shuffle")),
        when=asked.when.condition,
        short=text(node.get("short"), languages),
        ineligible=tuple(code.value for code in words(node.get("ineligible"))),
    )
