import { types } from 'node:util';
import type { IConstruct } from 'constructs';
import { withPath } from './errors';

type ConstructClass = abstract new (...args: never[]) => IConstruct;

/**
 * Decorates a class of constructs: what its constructor, a method or an accessor throws begins with the
 * construct's path.
 */
export function namesErrors<T extends ConstructClass>(target: T): T {
  nameErrorsOfMembers(target.prototype, ({ node }: IConstruct) => node.path);
  return new Proxy(target, {
    construct: (_, args, newTarget) => {
      const [scope, id] = args as [IConstruct, string];
      return named(
        () => [...scope.node.scopes.map(({ node }) => node.id), id].filter(Boolean).join('/'),
        () => Reflect.construct(target, args, newTarget),
      );
    },
  });
}

/** Decorates a class whose instances are about a users API each: their refusals begin with its path. */
export function namesUsersApi({ prototype }: { readonly prototype: object }): void {
  nameErrorsOfMembers(prototype, ({ users }: { readonly users: IConstruct }) => users.node.path);
}

function nameErrorsOfMembers<T>(prototype: object, pathOf: (self: T) => string): void {
  const wrapped = <Args extends unknown[]>(member: (...args: Args) => unknown) =>
    function (this: T, ...args: Args) {
      return named(
        () => pathOf(this),
        () => member.apply(this, args),
      );
    };
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const { value, get } = member;
    if (name === 'constructor') continue;
    if (typeof value === 'function') member.value = wrapped(value);
    if (get !== undefined) member.get = wrapped(get);
    Object.defineProperty(prototype, name, member);
  }
}

function named<T>(path: () => string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    // Whichever realm it is of, unlike `instanceof`: Jest gives each suite one of its own.
    throw types.isNativeError(error) ? withPath(error, path()) : error;
  }
}
