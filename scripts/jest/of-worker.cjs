/** Jest transform: the module as the worker has it, loaded by Node.js itself; see `cdk-environment.cjs`. */
module.exports = {
  process: (_source, file) => ({
    code: `module.exports = requireOfWorker(${JSON.stringify(file)});`,
  }),
};
