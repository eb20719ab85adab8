import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Envelope } from '../e2e/support/system.ts';
import { HAS_CURL, searchPath } from './curl.ts';
import { type CodeBlock, codeBlocks, PROJECT } from './markdown.ts';
import { Shell } from './shell.ts';

/** Where the README says that the API is. */
const README_URL = 'http://127.0.0.1:3000';

/** Values that are new each time, and headers' line ends. */
function masked(text: string): string {
  return text
    .replaceAll('\r', '')
    .replace(/[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g, '<jwt>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, README_URL);
}

/**
 * The first command of the README, run as a reader runs it but in a folder and on a port of its
 * own.
 */
async function npmStart(data: string) {
  // Other suites write into the project.
  const child = spawn('npm', ['start', '--', '--no-watch', '--data', data], {
    cwd: PROJECT,
    env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C reaches every process of the terminal's group.
    detached: true,
  });
  const output: string[] = [];
  const ready = Promise.withResolvers<string>();
  createInterface(child.stdout).on('line', (line) => {
    output.push(line);
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url !== undefined) ready.resolve(url);
  });
  const exited = once(child, 'exit');
  exited.then(() => ready.reject(new Error(`npm start ended: ${output.join('\n')}`)));
  return {
    output,
    url: await ready.promise,
    async interrupt() {
      process.kill(-Number(child.pid), 'SIGINT');
      await exited;
    },
  };
}

describe('the README', () => {
  let blocks: CodeBlock[];
  beforeAll(async () => {
    blocks = await codeBlocks('README.md');
  });

  test('has one command to run it and one to test it, each in a block of its own', () => {
    const commands = (section: string) =>
      blocks.find((block) => block.section === section && block.language === 'sh')?.code;
    expect(commands('Run it')).toBe('npm ci && npm start\n');
    expect(commands('Test it')).toBe('npm ci && npm test\n');
  });

  describe.each([
    ['with curl where there is one', HAS_CURL],
    ['without curl', false],
  ])('run from top to bottom %s', (_, hasCurl) => {
    let data: string;
    let server: Awaited<ReturnType<typeof npmStart>>;
    let shell: Shell;

    beforeAll(async () => {
      data = await mkdtemp(path.join(tmpdir(), 'readme-'));
      server = await npmStart(data);
      const PATH = await searchPath(data, hasCurl);
      shell = new Shell({ cwd: PROJECT, env: { ...process.env, PATH, NODE_OPTIONS: '' } });
    });
    afterAll(async () => {
      shell?.stop();
      await server?.interrupt();
      await rm(data, { recursive: true, force: true });
    });

    test('prints what it says, command by command', async () => {
      const steps = blocks.filter(({ section }) => section === 'Run it').slice(1);
      expect(steps.length).toBeGreaterThan(8);
      let printed = '';
      for (const { language, code } of steps) {
        if (language === 'sh') {
          const command = code
            .replaceAll(README_URL, server.url)
            .replaceAll('.local/cookies', path.join(data, 'cookies'));
          printed = masked(await shell.run(command));
          if (command.includes('/forgot-password')) await resetTokenArrived();
          continue;
        }
        // Headers that the README leaves out may stand between the lines that it shows.
        let from = 0;
        for (const line of masked(code).trim().split('\n').filter(Boolean)) {
          const at = printed.indexOf(line, from);
          if (at < 0)
            throw new Error(`the README says\n${line}\nafter that was printed\n${printed}`);
          from = at + line.length;
        }
      }
    });

    /** A reader takes longer to type than the event to arrive. */
    async function resetTokenArrived(): Promise<void> {
      await eventually(async () => {
        const events = (await (await fetch(`${server.url}/_local/events`)).json()) as Envelope[];
        return events.find((event) => event['detail-type'] === 'after-forgot-password');
      }, 'after-forgot-password');
    }

    test('shows the events and what the subscribers print in the first terminal', async () => {
      await eventually(async () => {
        const text = masked(server.output.join('\n'));
        const lines = [
          'User <id> has registered.',
          'User <id> has forgot their password. Reset token: <jwt>',
        ];
        return lines.every((line) => text.includes(line)) ? text : undefined;
      }, 'the subscribers’ lines');
    });
  });
});
