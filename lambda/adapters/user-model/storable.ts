import { InvalidFieldsError } from '../../users/errors.ts';

/** DynamoDB's own limit is 32 levels, those of the item and of `custom` included. */
const MAX_DEPTH = 24;
/** RFC 7493, 2.2: the numbers that all JSON readers read alike; the SDK stores no larger ones. */
const MAX_NUMBER = Number.MAX_SAFE_INTEGER;
/** DynamoDB's own limit is 1e-130. */
const MIN_NUMBER = 1e-129;

type Path = readonly (string | number)[];

/**
 * A copy of the value as JSON, without fields that are `undefined`.
 *
 * @throws InvalidFieldsError for what a user may send and DynamoDB can't store
 * @throws Error for what is no JSON, such as a `Date`: only the schema can have made it
 */
export function storable(value: unknown, path: Path = []): unknown {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      // It has no UTF-8 form, so it would come back as something else.
      if (!value.isWellFormed()) throw refused(path, 'Input should be valid Unicode');
      return value;
    case 'number': {
      const size = Math.abs(value);
      if (!Number.isFinite(value)) break;
      if (size > MAX_NUMBER || (size < MIN_NUMBER && size > 0)) {
        throw refused(path, `Input should be a number between ${-MAX_NUMBER} and ${MAX_NUMBER}`);
      }
      return value;
    }
    case 'object': {
      if (value === null) return null;
      if (path.length > MAX_DEPTH) throw refused(path, 'Input should be nested less deeply');
      if (Array.isArray(value)) return value.map((each, index) => storable(each, [...path, index]));
      if (!isPlain(value)) break;
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([key, each]) => [checkedKey(key, path), storable(each, [...path, key])]),
      );
    }
  }
  throw new Error(`the schema of the user model returned no JSON at ${path.join('.')}`);
}

/** Objects of another realm have another `Object.prototype`. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Reading an object back would lose `''`, and would make `__proto__` its prototype. */
function checkedKey(key: string, path: Path): string {
  if (key !== '' && key !== '__proto__' && key.isWellFormed()) return key;
  throw refused(path, `Input should have no key ${JSON.stringify(key)}`);
}

function refused(path: Path, message: string): InvalidFieldsError {
  return new InvalidFieldsError([{ path, message, type: 'value_error' }]);
}
