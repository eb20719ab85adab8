import { Spinner } from '../spinner.ts';
import { plain } from './plain.ts';

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;

/** Lines as things happen, or one JSON object at the end. */
export class Screen {
  readonly #json: boolean;
  readonly #spinner = new Spinner();
  readonly #timer: NodeJS.Timeout;
  #progress = '';
  #found: object = {};

  constructor(json: boolean) {
    this.#json = json;
    // A terminal sees it move.
    this.#timer = setInterval(() => {
      if (!process.stdout.isTTY && this.#progress !== '') this.say(this.#progress);
    }, PROGRESS);
  }

  progress(text: string): void {
    this.#progress = text;
    if (!this.#json) this.#spinner.spin(text);
  }

  say(line: string): void {
    if (!this.#json) this.#spinner.line(plain(line));
  }

  /** Adds to the JSON object. */
  found(more: object): void {
    this.#found = { ...this.#found, ...more };
  }

  /** Also of a run that failed: it may have done something. */
  result(error?: unknown): void {
    const failure = error === undefined ? {} : { error: plain(messageOf(error)) };
    if (this.#json) process.stdout.write(`${JSON.stringify({ ...this.#found, ...failure })}\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#spinner.stop();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
