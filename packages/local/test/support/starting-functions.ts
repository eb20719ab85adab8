import { afterAll } from '@jest/globals';
import type { LambdaFunction } from '../../src/lambda/function.ts';
import { lambdaFunction } from './functions.ts';
import { removeTemporaryDirectories } from './temporary-directory.ts';

/** `lambdaFunction` for the file that this is called in: its functions are stopped when its tests are done. */
export function startingFunctions(): typeof lambdaFunction {
  const made: LambdaFunction[] = [];
  afterAll(async () => {
    await Promise.all(made.map((one) => one.stop()));
    removeTemporaryDirectories();
  });
  return (...args) => {
    const fixture = lambdaFunction(...args);
    made.push(fixture.function);
    return fixture;
  };
}
