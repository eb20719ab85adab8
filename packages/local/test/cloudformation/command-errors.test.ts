import { describe, expect, test } from '@jest/globals';
import { excerpt, whyFailed } from '../../src/cloudformation/command-errors.ts';

const TRACEBACK = `jsii.errors.JavaScriptError:
  @jsii/kernel.RuntimeError: Error: fields has to be a file, but there is none: model.ts
      at Kernel._Kernel_ensureSync (/tmp/tmp1/lib/program.js:9510:23)

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/me/shop/app.py", line 7, in <module>
    ShopStack(app, "Shop")
  File "/home/me/shop/.venv/lib/python3.12/site-packages/jsii/_runtime.py", line 118, in __call__
    inst = super(JSIIMeta, cast(JSIIMeta, cls)).__call__(*args)
  File "/home/me/shop/shop/stack.py", line 21, in __init__
    UsersApi(self, "Users", fields="model.ts")
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/home/me/shop/.venv/lib/python3.12/site-packages/jsii/_kernel/providers/process.py", line 342, in send
    raise RuntimeError(resp.error) from JavaScriptError(resp.stack)
RuntimeError: fields has to be a file, but there is none: model.ts
`;

describe('what a failed command has printed', () => {
  test('of Python is shown with the last own line and the error', () => {
    expect(excerpt(TRACEBACK).split('\n')).toEqual([
      '  File "/home/me/shop/shop/stack.py", line 21, in __init__',
      '    UsersApi(self, "Users", fields="model.ts")',
      '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
      'RuntimeError: fields has to be a file, but there is none: model.ts',
    ]);
  });

  test('of Python is shown with file and line where the source can not be read', () => {
    const output =
      '  File "/home/me/shop/app.py", line 3\n    foo bar\n        ^^^\nSyntaxError: invalid syntax\n';
    expect(excerpt(output)).toBe(output.trimEnd());
  });

  test.each([
    [
      'an error of Node.js',
      'app.cjs:1\nthrow\n^\n\nTypeError: no prop\n    at a (b.js:1:2)\n\nNode.js v24.1.0\n',
      'TypeError: no prop',
    ],
    [
      'a traceback',
      TRACEBACK,
      'RuntimeError: fields has to be a file, but there is none: model.ts',
    ],
    [
      'several messages',
      'ValidationError: Validation failed with the following errors:\n  [Shop] no route\n',
      'ValidationError: Validation failed with the following errors: [Shop] no route',
    ],
    [
      'a compiler below npm',
      'a.ts(1,1): error TS2304: Cannot find name\nnpm error code 2\n',
      'a.ts(1,1): error TS2304: Cannot find name',
    ],
    ['Go', 'panic: no such prop\n\ngoroutine 1 [running]:\nexit status 2\n', 'panic: no such prop'],
    ['a tool that only says so', 'sh: 1: tsx: not found\n', 'sh: 1: tsx: not found'],
  ])('says in one line why: %s', (_, output, reason) => {
    expect(whyFailed('it failed', 'run app', output)).toBe(`it failed (run app): ${reason}`);
  });

  test('names the command alone where nothing was said', () => {
    expect(whyFailed('it failed', 'run app', '\n')).toBe('it failed: run app');
  });
});
