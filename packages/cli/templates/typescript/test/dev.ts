import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROJECT = path.join(import.meta.dirname, '..');

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Dev {
  readonly url: string;
  /** Waits for the mail that goes to an address with this subject. */
  mail(to: string, subject: string): Promise<Mail>;
  stop(): Promise<void>;
}

/** Runs the stack as `npm run dev` does, on a free port and with data of its own. */
export async function startDev(): Promise<Dev> {
  const command = fileURLToPath(import.meta.resolve('cdk-users-api-cli/main'));
  const options = ['--json', '--no-watch', '--fresh', '--port', '0', '--data', '.local-test'];
  const child = spawn(process.execPath, [command, 'dev', ...options], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const mails: Mail[] = [];
  const failures: string[] = [];
  const heard = new EventEmitter();
  const ready = Promise.withResolvers<string>();
  createInterface(child.stdout).on('line', (line) => {
    const { type, ...message } = JSON.parse(line);
    if (type === 'ready') ready.resolve(message.url);
    if (type === 'mail') mails.push(message);
    if (type === 'failure') failures.push(`${message.functionName}: ${message.errorMessage}`);
    heard.emit('line');
  });
  const url = await Promise.race([ready.promise, ended]);
  if (typeof url !== 'string') throw new Error('the stack does not start: npm run dev says why');

  return {
    url,
    async mail(to, subject) {
      const find = () => mails.find((mail) => mail.to.includes(to) && mail.subject === subject);
      for (let found = find(); ; found = find()) {
        if (found !== undefined) return found;
        if (failures.length > 0) throw new Error(failures.join('\n'));
        await once(heard, 'line');
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
