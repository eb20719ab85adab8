const { rmSync } = require('node:fs');

/** Removes the folder that `set-up.cjs` made. */
module.exports = function tearDown() {
  rmSync(process.env.TMPDIR, { recursive: true, force: true });
};
