/** Where names of a source come from, for the parts that the conditions of writes are made of. */
import path from 'node:path';
import { childOf, keyOf, listOf, type Node, nameOf, type Source, walk } from './syntax.ts';

/** A node with the nodes that contain it, innermost first. */
export interface Place {
  readonly source: Source;
  readonly node: Node;
  readonly within: readonly Node[];
}

/**
 * The value that a name stands for, or the parameter that it is; of an object, the part at a path.
 */
export type Binding =
  | { readonly kind: 'value'; readonly place: Place; readonly path: readonly string[] }
  | {
      readonly kind: 'parameter';
      readonly callee: Place;
      readonly index: number;
      readonly path: readonly string[];
    };

/** The place of what is right below another place. */
export function below({ source, node, within }: Place, child: Node): Place {
  return { source, node: child, within: [node, ...within] };
}

/** All places of a source. */
export function* placesOf(source: Source): Generator<Place> {
  for (const [node, within] of walk(source.program)) yield { source, node, within };
}

export function bindingOf({ source, within }: Place, name: string): Binding | undefined {
  for (const [index, node] of within.entries()) {
    const around: Place = { source, node, within: within.slice(index + 1) };
    const found = parameterOf(around, name) ?? declarationOf(around, name);
    if (found) return found;
  }
  return undefined;
}

/** The function that a place is in, the outermost one that has a name. */
export function functionAround({ source, within }: Place): Place | undefined {
  const places = within.map((node, index) => ({ source, node, within: within.slice(index + 1) }));
  return places.findLast((place) => calledName(place) !== undefined);
}

/** Those of the calls that call a function: by its name, as a method, or through its module. */
export function callsOf(callee: Place, calls: readonly Place[]): readonly Place[] {
  const name = calledName(callee);
  if (name === undefined) return [];
  return calls.filter(({ source, node }) => isCallOf(source, node, callee, name));
}

function parameterOf(callee: Place, name: string): Binding | undefined {
  for (const [index, pattern] of listOf(callee.node, 'params').entries()) {
    const path = pathTo(pattern, name);
    if (path) return { kind: 'parameter', callee, index, path };
  }
  return undefined;
}

function declarationOf(block: Place, name: string): Binding | undefined {
  if (!Array.isArray(block.node.body)) return undefined;
  for (const statement of listOf(block.node, 'body')) {
    const declaration = childOf(statement, 'declaration') ?? statement;
    for (const declarator of listOf(declaration, 'declarations')) {
      const [target, value] = [childOf(declarator, 'id'), childOf(declarator, 'init')];
      const path = target && pathTo(target, name);
      if (path && value)
        return { kind: 'value', place: below(below(block, statement), value), path };
    }
  }
  return undefined;
}

/** The way to a name in a destructuring pattern; `undefined` if it isn't there. */
function pathTo(pattern: Node, name: string): readonly string[] | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return nameOf(pattern) === name ? [] : undefined;
    case 'AssignmentPattern':
      return pathTo(childOf(pattern, 'left') ?? pattern, name);
    case 'RestElement':
      return pathTo(childOf(pattern, 'argument') ?? pattern, name);
    case 'ObjectPattern':
      for (const property of listOf(pattern, 'properties')) {
        const rest = pathTo(childOf(property, 'value') ?? property, name);
        const key = keyOf(property);
        if (rest) return key === undefined ? rest : [key, ...rest];
      }
      return undefined;
    default:
      return undefined;
  }
}

function calledName({ node, within: [parent] }: Place): string | undefined {
  if (!Array.isArray(node.params)) return undefined;
  const isValue = parent?.type === 'VariableDeclarator';
  return nameOf(
    childOf(node, 'id') ?? childOf(node, 'key') ?? (isValue ? childOf(parent, 'id') : undefined),
  );
}

function isCallOf(source: Source, call: Node, callee: Place, name: string): boolean {
  const called = childOf(call, 'callee');
  const isHere = source.file === callee.source.file;
  if (nameOf(called) === name) {
    return isHere || importsOf(source, callee.source).includes(name);
  }
  if (!called || nameOf(childOf(called, 'property')) !== name) return false;
  const object = childOf(called, 'object');
  if (object?.type === 'ThisExpression') return isHere;
  const namespace = nameOf(object);
  return namespace !== undefined && importsOf(source, callee.source).includes(`* as ${namespace}`);
}

/** What a source imports from another one, by the names that it has there. */
function importsOf(source: Source, other: Source): string[] {
  return listOf(source.program, 'body')
    .filter((statement) => {
      const from = childOf(statement, 'source');
      const file = path.posix.join(path.posix.dirname(source.file), String(from?.value));
      return statement.type === 'ImportDeclaration' && file === other.file;
    })
    .flatMap((statement) => listOf(statement, 'specifiers'))
    .map((specifier) => {
      const local = nameOf(childOf(specifier, 'local'));
      return specifier.type === 'ImportNamespaceSpecifier' ? `* as ${local}` : String(local);
    });
}
