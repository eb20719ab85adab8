import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { UsersApiError } from '../errors';

/** @throws when there is none of the name, with the names there are */
export function functionNamed<T extends IFunction>(
  functions: Readonly<Record<string, T>>,
  name: string,
): T {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found !== undefined) return found;
  throw new UsersApiError('functions', {
    got: name,
    expected: `one of ${Object.keys(functions).join(', ')}`,
    fix: 'give the name of a function of this API',
  });
}
