import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDirectory } from 'cdk-users-api-local/test/temporary-directory';
import { type FileImport, importFile } from '../../src/operator/transfer/import-file.ts';

export interface Call {
  readonly users: readonly { readonly id: string; readonly email: string }[];
  readonly events: boolean;
}

export const NOTHING = { imported: 0, present: 0, rejected: [], left: [], ignored: [] };

/** A file of users, and the function that stores them. */
export class UsersFile {
  readonly file = path.join(temporaryDirectory(), 'users.ndjson');
  /** By address. */
  readonly stored = new Map<string, string>();
  readonly calls: Call[] = [];

  /** Adds users of these numbers. */
  write(from: number, to: number): void {
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    const lines = numbers.map((number) => `{"email":"u${number}@example.com"}\n`);
    writeFileSync(this.file, lines.join(''), { flag: 'a' });
  }

  /** Stores users as the function does. */
  async store(input: object): Promise<unknown> {
    const call = input as Call;
    this.calls.push(call);
    const outcomes = call.users.map(({ id, email }, index) => {
      const owner = this.stored.get(email);
      if (owner === undefined) this.stored.set(email, id);
      if (owner === undefined || owner === id) return owner === undefined ? 'imported' : 'present';
      return { index, reason: 'EMAIL_TAKEN', message: 'taken' };
    });
    return {
      ...NOTHING,
      imported: outcomes.filter((each) => each === 'imported').length,
      present: outcomes.filter((each) => each === 'present').length,
      rejected: outcomes.filter((each) => typeof each !== 'string'),
    };
  }

  run(changes: Partial<FileImport> = {}) {
    return importFile({
      ...{ file: this.file, name: 'import', events: false, restart: false },
      call: (input) => this.store(input),
      screen: { progress() {}, say() {} },
      stopping: { stopped: false },
      ...changes,
    });
  }

  progress() {
    return JSON.parse(readFileSync(`${this.file}.progress.json`, 'utf8'));
  }
}
