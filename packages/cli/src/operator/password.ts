import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Failure } from '../failure.ts';

/** Where a password comes from, and where it is asked for. */
export interface PasswordStreams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * A password that is in no history and no list of processes: at a terminal it is asked for, twice
 * and without echo; otherwise it is what standard input has, without the end of its line.
 *
 * @throws Failure where there is none
 */
export async function readPassword({
  input = process.stdin,
  output = process.stderr,
}: Partial<PasswordStreams> = {}): Promise<string> {
  if (!input.isTTY) {
    const password = (await text(input)).replace(/\r?\n$/, '');
    if (password !== '') return password;
    throw new Failure(
      'no password: run it at a terminal, or pipe the password into it, as in `pass show root | cdk-users-api ...`',
    );
  }
  const [password = '', again] = await ask(['Password: ', 'Again: '], { input, output });
  if (password !== again) throw new Failure('the two passwords differ; run it again');
  if (password === '') throw new Failure('no password; run it again');
  return password;
}

/** What is typed after each prompt, without echo; less where the input ends. */
async function ask(
  prompts: readonly string[],
  { input, output }: PasswordStreams,
): Promise<string[]> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true, historySize: 0 });
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  const answers: string[] = [];
  try {
    for (const prompt of prompts) {
      output.write(prompt);
      const line = new Promise<string>((resolve) => lines.once('line', resolve));
      const answer = await Promise.race([line, ended]);
      output.write('\n');
      if (answer === undefined) throw new Failure('no user was made: the password was not given');
      answers.push(answer);
    }
    return answers;
  } finally {
    lines.close();
  }
}
