/**
 * Runs a TypeScript program, or Jest, with the flags that the project's sources need:
 * `node scripts/run.cjs packages/cli/src/main.ts dev --fresh`,
 * `node scripts/run.cjs jest --coverage`.
 *
 * Plain JavaScript for any Node.js: before `npm ci` the machine may have one that reads no
 * TypeScript, and its error doesn't say what to do.
 */
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const modules = path.join(root, 'node_modules');
const windows = process.platform === 'win32';

/** Lambda's Node.js, which `npm ci` brings. */
const node = path.join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');
if (!existsSync(node)) {
  console.error(
    existsSync(modules)
      ? "error: Lambda's Node.js is not installed; run `npm ci`, with its install scripts"
      : 'error: the packages are not installed; run `npm ci` first',
  );
  process.exit(1);
}

const [program = '', ...args] = process.argv.slice(2);
const jest = program === 'jest';
const command = [
  // Sources that both the construct, which is CommonJS, and the runtime load.
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  '--disable-warning=ExperimentalWarning',
  ...(jest ? ['--experimental-vm-modules'] : []),
  jest ? path.join(modules, 'jest', 'bin', 'jest.js') : path.join(root, program),
  ...args,
];
const bin = path.join(modules, '.bin');
const env = {
  // To strip types and to compile is most of what a program takes to start. Jest compiles by itself, and its coverage needs that.
  ...(!jest && { NODE_COMPILE_CACHE: path.join(root, '.cache', 'compiled') }),
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH}`,
};

if (!windows && process.execve) {
  // Replaces this process, so that a signal to it reaches the program.
  process.removeAllListeners('warning');
  process.execve(node, [node, ...command], env);
} else {
  spawn(node, command, { stdio: 'inherit', env }).once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
