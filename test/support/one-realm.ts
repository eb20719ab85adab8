import { types } from 'node:util';

/**
 * Jest runs tests in a context of its own, in which the errors of Node itself (a lost connection,
 * say) are no `Error`. The SDK, and our own code, see them as they do outside of it.
 */
const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown) {
    return ordinary.call(this as never, value) || (this === Error && types.isNativeError(value));
  },
});
