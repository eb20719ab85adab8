import { parse as babelParse } from '@babel/parser';

/** A node of a syntax tree; its other fields hold values, nodes, or lists of nodes. */
export interface Node {
  readonly type: string;
  /** Offset of its first character, and of the one after its last. */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A source file with its syntax tree. */
export interface Source {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly text: string;
  readonly program: Node;
}

/** @throws {SyntaxError} for what is no TypeScript module */
export function parseSource(file: string, text: string): Source {
  const { program } = babelParse(text, { sourceType: 'module', plugins: ['typescript'] });
  return { file, text, program: program as unknown as Node };
}

/** What a node holds under a name, where that is one node. */
export function childOf(node: Node, field: string): Node | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** What a node holds under a name, where that is a list of nodes. */
export function listOf(node: Node, field: string): readonly Node[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The nodes right below one, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .sort((a, b) => a.start - b.start);
}

/**
 * All nodes of a tree, each before those below it, with the nodes that contain it, innermost first.
 */
export function* walk(
  node: Node,
  within: readonly Node[] = [],
): Generator<[Node, readonly Node[]]> {
  yield [node, within];
  for (const child of childrenOf(node)) yield* walk(child, [node, ...within]);
}

/** The name of an identifier, a private one included; `undefined` for any other node. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'PrivateName') return nameOf(childOf(node, 'id'));
  return node?.type === 'Identifier' ? String(node.name) : undefined;
}

/** What a property is called; `undefined` where that is computed. */
export function keyOf(property: Node): string | undefined {
  if (property.computed === true) return undefined;
  const key = childOf(property, 'key');
  return key?.type === 'StringLiteral' ? String(key.value) : nameOf(key);
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
