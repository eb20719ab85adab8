/** A program that registers users, signs them in and tells them who they are. */
import type { HttpClient } from './measure/http-client.ts';
import type { ProgramOptions } from './measure/program.ts';
import type { Kind } from './question.ts';

/** The hash of passwords: the system's own default, or the one that ours has by default. */
export type Hash = 'default' | 'argon2id';

export interface System {
  readonly name: string;
  readonly kind: Kind;
  /** What starts it, with data of its own in a new folder. */
  program(folder: string): Promise<ProgramOptions>;
  talk(client: HttpClient): Talk;
}

/** What a front end does. */
export interface Talk {
  register(email: string): Promise<void>;
  /** @returns what is sent along with the next requests */
  login(email: string): Promise<Readonly<Record<string, string>>>;
  me(credential: Readonly<Record<string, string>>): Promise<void>;
}

export const PASSWORD = 'correct horse battery';

export const bearer = (text: string) => ({
  authorization: `Bearer ${JSON.parse(text).access_token}`,
});
