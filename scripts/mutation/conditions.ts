/**
 * The mutants of conditional writes: of each write's condition, every clause left out. The search
 * begins at each `ConditionExpression` and follows it back to what it is made of: text, or an
 * object of attributes and the values that they must have.
 */
import { below, bindingOf, callsOf, functionAround, type Place, placesOf } from './bindings.ts';
import { ALWAYS, droppedClauses } from './condition-text.ts';
import { distinct, type Edit, type Mutant, mutantOf } from './mutant.ts';
import { dropped } from './operators.ts';
import { childOf, keyOf, lineOf, listOf, nameOf, type Source } from './syntax.ts';

/** A part of a condition. */
type Part = { readonly kind: 'text'; readonly literal: Place; readonly isOwn: boolean } | Equality;

/**
 * One attribute of an object that the function with the condition is given, and the call that gives
 * it.
 */
interface Equality {
  readonly kind: 'equality';
  readonly name: string;
  readonly given: Place;
  readonly call: Place | undefined;
}

interface Trail {
  /** The wanted part of an object. */
  readonly path: readonly string[];
  /** The expression that is given for the condition of one write. */
  readonly given?: Place;
  readonly call?: Place;
}

/** @throws {Error} for a condition that can't be followed, so that none is left out unnoticed */
export function clauseMutants(sources: readonly Source[]): Mutant[] {
  const places = sources.flatMap((source) => [...placesOf(source)]);
  const calls = places.filter(({ node }) => node.type === 'CallExpression');
  const edits = places.filter(isCondition).flatMap((condition) => editsOf(condition, calls));
  return sources.flatMap((source) => {
    const here = edits.filter(([place]) => place === source).map(([, edit]) => edit);
    return distinct(source, here).map((edit) => mutantOf(source, edit));
  });
}

function isCondition({ node }: Place): boolean {
  return node.type === 'ObjectProperty' && keyOf(node) === 'ConditionExpression';
}

function editsOf(condition: Place, calls: readonly Place[]): [Source, Edit][] {
  const value = childOf(condition.node, 'value');
  const parts = value ? [...trace(below(condition, value), { path: [] }, calls)] : [];
  if (parts.length === 0) throw untraced(condition);
  return [
    ...parts.flatMap((part) =>
      part.kind === 'text' ? textEdits(part.literal) : [equalityEdit(part)],
    ),
    ...callEdits(condition, parts, calls),
  ];
}

function* trace(place: Place, trail: Trail, calls: readonly Place[]): Generator<Part> {
  const { node } = place;
  const { path, call } = trail;
  const here = path.length === 0 ? { given: place, ...trail } : trail;
  const into = function* (field: string): Generator<Part> {
    const child = childOf(node, field);
    if (child) yield* trace(below(place, child), here, calls);
  };
  switch (node.type) {
    case 'StringLiteral':
      yield { kind: 'text', literal: place, isOwn: call === undefined };
      return;
    case 'TemplateLiteral':
      yield { kind: 'text', literal: place, isOwn: call === undefined };
      for (const inner of listOf(node, 'expressions')) {
        yield* trace(below(place, inner), here, calls);
      }
      return;
    case 'BinaryExpression':
      yield* into('left');
      yield* into('right');
      return;
    case 'LogicalExpression':
      if (node.operator !== '&&') yield* into('left');
      yield* into('right');
      return;
    case 'ConditionalExpression':
      yield* into('consequent');
      yield* into('alternate');
      return;
    case 'ObjectExpression':
      yield* traceObject(place, here, calls);
      return;
    case 'MemberExpression': {
      const [object, name] = [childOf(node, 'object'), nameOf(childOf(node, 'property'))];
      if (!object || name === undefined) throw untraced(place);
      yield* trace(below(place, object), { ...here, path: [name, ...path] }, calls);
      return;
    }
    case 'CallExpression':
      for (const given of listOf(node, 'arguments')) {
        yield* trace(below(place, given), here, calls);
      }
      return;
    case 'Identifier':
      if (node.name !== 'undefined') yield* traceName(place, String(node.name), here, calls);
      return;
    default:
      throw untraced(place);
  }
}

function* traceObject(place: Place, trail: Trail, calls: readonly Place[]): Generator<Part> {
  const [wanted, ...rest] = trail.path;
  for (const property of listOf(place.node, 'properties')) {
    const name = keyOf(property);
    const value = childOf(property, 'value') ?? childOf(property, 'argument');
    if (!value) throw untraced(place);
    const inside = below(below(place, property), value);
    if (property.type === 'SpreadElement') yield* trace(inside, trail, calls);
    else if (wanted !== undefined) {
      if (name === wanted) yield* trace(inside, { ...trail, path: rest }, calls);
    } else if (name === undefined) throw untraced(place);
    else yield { kind: 'equality', name, given: trail.given ?? place, call: trail.call };
  }
}

function* traceName(
  place: Place,
  name: string,
  trail: Trail,
  calls: readonly Place[],
): Generator<Part> {
  const binding = bindingOf(place, name);
  if (!binding) throw untraced(place);
  const path = [...binding.path, ...trail.path];
  if (binding.kind === 'value') {
    yield* trace(binding.place, { ...trail, path }, calls);
    return;
  }
  const found = callsOf(binding.callee, calls);
  if (found.length === 0) throw untraced(place);
  for (const call of found) {
    const argument = listOf(call.node, 'arguments')[binding.index];
    if (argument) yield* trace(below(call, argument), { path, call }, calls);
  }
}

function textEdits({ source, node }: Place): [Source, Edit][] {
  const texts = node.type === 'TemplateLiteral' ? listOf(node, 'quasis') : [node];
  return texts.flatMap(({ type, start, end }) => {
    const quote = type === 'StringLiteral' ? 1 : 0;
    const text = source.text.slice(start + quote, end - quote);
    return droppedClauses(text, start + quote).map((edit): [Source, Edit] => [source, edit]);
  });
}

/**
 * The clause of one attribute loses its meaning in the result of the call. It is not left out: it
 * may be the only one, and DynamoDB refuses an empty condition.
 */
function equalityEdit({ name, given, call }: Equality): [Source, Edit] {
  if (!call) throw untraced(given);
  const { source, node } = given;
  const properties = listOf(node, 'properties');
  const index = properties.findIndex((property) => keyOf(property) === name);
  const inPlace = node.type === 'ObjectExpression' ? dropped(properties, node)[index] : undefined;
  const { start, end } = node;
  const replacement = `without(${source.text.slice(start, end)}, ${name})`;
  const loosen = `condition.split(' AND ').map((clause) => /^#?${name}\\b/.test(clause) ? ${LOOSE('clause')} : clause).join(' AND ')`;
  return [
    call.source,
    { ...loosened(call, loosen), shown: inPlace ?? { start, end, replacement } },
  ];
}

/** A condition that is the same for all calls of its function is dropped at each of them. */
function callEdits(
  condition: Place,
  parts: readonly Part[],
  calls: readonly Place[],
): [Source, Edit][] {
  const isConstant = parts.every((part) => part.kind === 'text' && part.isOwn);
  const callee = functionAround(condition);
  const found = isConstant && callee ? callsOf(callee, calls) : [];
  if (found.length < 2) return [];
  return found.map((call) => {
    const { source, node } = call;
    const { start, end } = node;
    const replacement = `unconditional(${source.text.slice(start, end)})`;
    return [source, { ...loosened(call, LOOSE('condition')), shown: { start, end, replacement } }];
  });
}

/** The code of a condition that every item meets, from the code of one. */
const LOOSE = (condition: string) => `\`(\${${condition}} OR ${ALWAYS})\``;

/**
 * The writes that a call makes, with other conditions: `loosen` is the code of one, from
 * `condition`.
 */
function loosened({ source, node: { start, end } }: Place, loosen: string): Edit {
  const made =
    '((made) => { for (const write of [made].flat()) for (const input of [write, ...Object.values(write)]) ' +
    'if (input?.ConditionExpression) { const condition = input.ConditionExpression; ' +
    `input.ConditionExpression = ${loosen}; } return made; })`;
  return { start, end, replacement: `${made}(${source.text.slice(start, end)})` };
}

function untraced({ source, node }: Place): Error {
  const text = source.text.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
  return new Error(
    `${source.file}:${lineOf(source.text, node.start)}: got the condition ${text}, expected text or ` +
      'an object of attributes that can be followed to its literals; write it so, or teach ' +
      'scripts/mutation/conditions.ts to follow it',
  );
}
