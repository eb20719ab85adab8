const { readdirSync, readFileSync, rmSync } = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '../../../.cache/faults');

/** Jest reporter: every fault that somebody notices, and one line for all suites. */
module.exports = class Summary {
  onRunStart() {
    rmSync(FOLDER, { recursive: true, force: true });
  }

  onRunComplete() {
    const outcomes = files().map((file) =>
      JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')),
    );
    const faults = outcomes.reduce((sum, outcome) => sum + outcome.faults, 0);
    const unmasked = outcomes.flatMap((outcome) => outcome.unmasked);
    const total = `${faults} single faults, ${unmasked.length} unmasked`;
    process.stdout.write(`${[...unmasked, total].join('\n')}\n`);
  }
};

function files() {
  try {
    return readdirSync(FOLDER);
  } catch {
    return [];
  }
}
