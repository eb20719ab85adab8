const { Session } = require('node:inspector/promises');
const { default: Runtime } = require('jest-runtime');

/** Of this worker, from its first suite on. */
let session;

/**
 * Counts from the worker's first suite to its last. Jest's own begins again with each suite: V8 then throws away all
 * optimised code, and the debugger hears of each script of all suites before, which takes longer than the tests.
 */
const instrumenter = {
  async startInstrumenting() {
    if (session !== undefined) return;
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  },
  /** What was run since the suite before. */
  async stopInstrumenting() {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result;
  },
};

/** How Jest loads modules, with coverage that costs little. */
module.exports = class CoveredRuntime extends Runtime {
  async collectV8Coverage() {
    Object.assign(this.v8Coverage, { instrumenter, sources: new Map() });
    await instrumenter.startInstrumenting();
  }
};
