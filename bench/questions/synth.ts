/** What a `UsersApi` adds to the synthesis of an app, beside a user pool of Cognito. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Kind, Question } from '../question.ts';

const run = promisify(execFile);
const PROJECT = path.join(import.meta.dirname, '../..');
const APP = path.join(import.meta.dirname, '../apps/synth.ts');

const APPS: readonly { readonly name: string; readonly kind: Kind; readonly adds: string }[] = [
  { name: 'ten functions and a UsersApi', kind: 'ours', adds: 'UsersApi' },
  { name: 'ten functions and Cognito', kind: 'peer', adds: 'Cognito' },
  { name: 'ten functions', kind: 'floor', adds: 'nothing' },
];

export const synth: Question = {
  name: 'synth',
  title: 'Synthesis of an app, in the process',
  figures: [
    { name: 'ms', title: 'time', unit: 'ms' },
    { name: 'resources', title: 'resources', unit: '' },
    { name: 'kB', title: 'template', unit: 'kB' },
  ],
  subjects: async () =>
    APPS.map(({ name, kind, adds }) => ({
      name,
      kind,
      start: async () => async () => {
        const { stdout } = await run(process.execPath, ['--import', 'tsx', APP, adds], {
          cwd: PROJECT,
          env: { ...process.env, CDK_VALIDATION: 'false' },
        });
        return JSON.parse(stdout);
      },
    })),
};
