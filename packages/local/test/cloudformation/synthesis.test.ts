import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { synthesize } from '../../src/cloudformation/synthesis.ts';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);

/** A project whose app is a plain script; returns what `synthesize` is given. */
function project(app: string, cdkJson: object = { app: 'node app.cjs' }) {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'app.cjs'), app);
  writeFileSync(path.join(directory, 'cdk.json'), JSON.stringify(cdkJson));
  return { project: directory, output: path.join(directory, 'out') };
}

const WRITES_ENVIRONMENT = `
  const fs = require('node:fs');
  fs.mkdirSync(process.env.CDK_OUTDIR);
  fs.writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', JSON.stringify(process.env));`;

describe('the synthesis of a CDK app', () => {
  test('runs the app command with the context of cdk.json, and without validation', async () => {
    const options = project(WRITES_ENVIRONMENT, { app: 'node app.cjs', context: { mine: 1 } });
    await synthesize(options);
    const environment = JSON.parse(
      readFileSync(path.join(options.output, 'manifest.json'), 'utf8'),
    );
    expect(environment.CDK_VALIDATION).toBe('false');
    expect(JSON.parse(environment.CDK_CONTEXT_JSON)).toMatchObject({
      mine: 1,
      'aws:cdk:version-reporting': false,
    });
  });

  test('leaves nothing of an earlier one', async () => {
    const options = project(WRITES_ENVIRONMENT);
    mkdirSync(options.output);
    writeFileSync(path.join(options.output, 'old'), '');
    await synthesize(options);
    expect(existsSync(path.join(options.output, 'old'))).toBe(false);
  });

  test('gives functions whose code is CommonJS what they need in a project of ES modules', async () => {
    const options = project(`${WRITES_ENVIRONMENT}
      fs.mkdirSync(process.env.CDK_OUTDIR + '/asset.1');
      fs.writeFileSync(process.env.CDK_OUTDIR + '/asset.1/index.js', 'exports.handler = () => {};');`);
    writeFileSync(path.join(options.project, 'package.json'), '{ "type": "module" }');
    await synthesize(options);
    const file = path.join(options.output, 'asset.1', 'index.js');
    const load = `import(${JSON.stringify(file)}).then(({ handler }) => console.log(typeof handler))`;
    expect(execFileSync(process.execPath, ['--eval', load], { encoding: 'utf8' })).toBe(
      'function\n',
    );
  });

  test('that fails tells the error of the app', async () => {
    const options = project('console.log("noise"); throw new TypeError("no such prop");');
    await expect(synthesize(options)).rejects.toMatchObject({
      code: 'SYNTH_FAILED',
      message: 'the CDK app failed to synthesise (node app.cjs): TypeError: no such prop',
      details: expect.stringContaining('TypeError: no such prop'),
    });
  });

  test('that writes nothing says so', async () => {
    await expect(synthesize(project(''))).rejects.toMatchObject({
      message: 'the CDK app wrote no cloud assembly: node app.cjs (does it call app.synth()?)',
    });
  });

  test('needs an app', async () => {
    const options = project('', {});
    await expect(synthesize(options)).rejects.toMatchObject({
      message: `${path.join(options.project, 'cdk.json')} names no app: run this in the folder of a CDK app, or name its file with --app`,
    });
  });

  test('stops with all that it runs when it is aborted', async () => {
    const options = project(
      `require('node:fs').writeFileSync('started', ''); setInterval(() => {}, 1000);`,
    );
    const abort = new AbortController();
    const synthesis = synthesize({ ...options, signal: abort.signal });
    const failed = expect(synthesis).rejects.toMatchObject({ code: 'SYNTH_FAILED' });
    const file = path.join(options.project, 'started');
    await eventually(() => existsSync(file));
    abort.abort();
    // Not before everything that holds the app's output has ended.
    await failed;
  });
});
