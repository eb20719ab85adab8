import { styleText } from 'node:util';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Milliseconds between two of them. */
const INTERVAL = 80;
/** To the start of the line, and what is on it away. */
const CLEAR = '\r\u001b[K';

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** A line at the end of a terminal that moves while something takes long, and says how long; nothing anywhere else. */
export class Spinner {
  readonly #output: Output;
  readonly #shown: boolean;
  #text = '';
  #since = 0;
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output = process.stdout) {
    this.#output = output;
    this.#shown = output.isTTY === true && process.env.TERM !== 'dumb' && !process.env.CI;
  }

  /** Says what goes on; time goes on with it if something does already. */
  spin(text: string): void {
    this.#text = text;
    if (!this.#shown) return;
    if (this.#timer === undefined) {
      this.#since = performance.now();
      this.#timer = setInterval(() => this.#draw(), INTERVAL).unref();
    }
    this.#draw();
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#output.write(CLEAR);
  }

  /** Writes a line above. */
  line(text: string): void {
    this.#output.write(this.#timer === undefined ? `${text}\n` : `${CLEAR}${text}\n`);
    if (this.#timer !== undefined) this.#draw();
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % FRAMES.length;
    const seconds = Math.floor((performance.now() - this.#since) / 1000);
    const time = seconds > 0 ? ` ${seconds} s` : '';
    const text = `${FRAMES[this.#frame]} ${this.#text}${time}`.slice(
      0,
      (this.#output.columns ?? 80) - 1,
    );
    this.#output.write(`${CLEAR}${styleText('dim', text, { stream: this.#output })}`);
  }
}
