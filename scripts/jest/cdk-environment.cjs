const { isNativeError } = require('node:util/types');
const { TestEnvironment } = require('jest-environment-node');

/**
 * For suites about constructs. The CDK, which is slow to load, is the worker's (`of-worker.cjs`): it is loaded once for
 * all of them. Since it reads the worker's variables, a suite sees and sets these, and they are restored at its end.
 */
module.exports = class CdkEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.requireOfWorker = require;
    this.variables = { ...process.env };
    // The validation of templates takes seconds; `test/bin/app.test.ts` has it on.
    process.env.CDK_VALIDATION = 'false';
    this.global.process.env = process.env;
  }

  async setup() {
    await super.setup();
    // Jest asks for 100 frames, and the CDK formats a stack for each construct. Node.js itself has 10.
    Error.stackTraceLimit = 10;
    // Jest looks for the source of each frame, which errors need and the places where the CDK says that constructs were
    // made don't: it takes a third of the time.
    const ofErrors = Error.prepareStackTrace;
    Error.prepareStackTrace = (object, frames) =>
      isNativeError(object) ? ofErrors(object, frames) : ['', ...frames].join('\n    at ');
  }

  async teardown() {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.variables);
    await super.teardown();
  }
};
