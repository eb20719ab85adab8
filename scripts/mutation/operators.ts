import { distinct, type Edit, type Mutant, mutantOf } from './mutant.ts';
import { childOf, childrenOf, listOf, type Node, nameOf, type Source } from './syntax.ts';

/**
 * The mistakes that can be made at a node. `await` is kept: whether a test notices that it is
 * missing is a matter of time.
 */
type Operator = (node: Node, text: string, within: readonly Node[]) => readonly Edit[];

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
};

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&': ['|'],
  '|': ['&'],
};

/** Text is joined by `+`, too, but never subtracted. */
const TEXTS = ['StringLiteral', 'TemplateLiteral'];

/** What can replace another expression without parentheses. */
const CLOSED = /^(Identifier|MemberExpression|OptionalMemberExpression|CallExpression)$|Literal$/;

const condition: Operator = (node) => replaced(childOf(node, 'test'), 'true', 'false');
/** Never `true`: a loop that does not end is found by waiting. */
const loop: Operator = (node) => replaced(childOf(node, 'test'), 'false');
const statement: Operator = (node) => replaced(node, ';');

/** A function that has nothing more to do returns by itself. */
const returning: Operator = (node, _, [block, callee]) => {
  const value = childOf(node, 'argument');
  const isLast = callee?.body === block && listOf(block ?? node, 'body').at(-1) === node;
  const isNothing = !value || nameOf(value) === 'undefined';
  return isLast && isNothing ? [] : replaced(node, ';');
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  IfStatement: condition,
  ConditionalExpression: condition,
  WhileStatement: loop,
  DoWhileStatement: loop,
  ForStatement: loop,

  /** One of the two dropped. */
  LogicalExpression: (node, text) =>
    [childOf(node, 'left'), childOf(node, 'right')].flatMap((kept) =>
      kept ? replaced(node, embedded(kept, text)) : [],
    ),

  BinaryExpression: (node, text) => {
    const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
    if (!left || !right) return [];
    const operator = String(node.operator);
    const joinsText = [left, right].some(({ type }) => TEXTS.includes(type));
    const others = COMPARISONS[operator] ?? (joinsText ? [] : ARITHMETIC[operator]) ?? [];
    const start = text.indexOf(operator, left.end);
    return others.map((other) => ({ start, end: start + operator.length, replacement: other }));
  },

  UnaryExpression: (node, text) => {
    const operand = childOf(node, 'argument');
    return operand && node.operator === '!' ? replaced(node, embedded(operand, text)) : [];
  },

  BooleanLiteral: (node) => replaced(node, String(node.value === false)),
  NumericLiteral: (node) => replaced(node, String(Number(node.value) + 1)),
  StringLiteral: (node) => replaced(node, node.value === '' ? "'mutated'" : "''"),
  TemplateLiteral: (node) => replaced(node, "''"),

  ExpressionStatement: statement,
  ThrowStatement: statement,
  ReturnStatement: returning,
  BreakStatement: statement,
  ContinueStatement: statement,

  ObjectExpression: (node) => dropped(listOf(node, 'properties'), node),
  ArrayExpression: (node) => dropped(listOf(node, 'elements'), node),
};

/** All mutants that the operators make of a source. */
export function mutantsOf(source: Source): Mutant[] {
  return distinct(source, editsBelow(source.program, source.text, [])).map((edit) =>
    mutantOf(source, edit),
  );
}

function* editsBelow(node: Node, text: string, within: readonly Node[]): Generator<Edit> {
  yield* OPERATORS[node.type]?.(node, text, within) ?? [];
  for (const child of childrenOf(node)) {
    if (!isErased(child) && !isName(child, node)) yield* editsBelow(child, text, [node, ...within]);
  }
}

/** Types, which are gone before anything runs, and imports, without which nothing does. */
function isErased({ type, exportKind }: Node): boolean {
  if (type === 'ImportDeclaration' || type.startsWith('Export')) {
    return type !== 'ExportNamedDeclaration' || exportKind === 'type';
  }
  return type.startsWith('TS') && !/^TS(As|Satisfies|NonNull)/.test(type);
}

/** The key of a property. */
function isName(node: Node, parent: Node): boolean {
  return parent.key === node && parent.computed !== true;
}

function replaced(node: Node | undefined, ...replacements: readonly string[]): Edit[] {
  if (!node) return [];
  const { start, end } = node;
  return replacements.map((replacement) => ({ start, end, replacement }));
}

/** Each item of a literal left out, with the comma next to it. */
export function dropped(items: readonly Node[], literal: Node): Edit[] {
  return items.map((item, index) => {
    const [last, next] = [items[index - 1], items[index + 1]];
    return next
      ? { start: item.start, end: next.start, replacement: '' }
      : { start: last?.end ?? item.start, end: literal.end - 1, replacement: '' };
  });
}

/** The text of an expression that replaces another one. */
function embedded({ type, start, end }: Node, text: string): string {
  const inner = text.slice(start, end);
  return CLOSED.test(type) ? inner : `(${inner})`;
}
