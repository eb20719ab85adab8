const { mkdtempSync, realpathSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** One folder for what a run writes to the temporary folder, such as the cloud assembly of each `App`. */
module.exports = function setUp() {
  process.env.TMPDIR = mkdtempSync(path.join(realpathSync(tmpdir()), 'users-api-tests-'));
};
