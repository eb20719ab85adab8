/** What people need to see of what a failed command has printed. */

/** Lines of an error that are worth showing. */
const ERROR_LINES = 12;

const PYTHON_FRAME = /^\s+File "(.+)", line \d+/;
/** Frames of packages, and of Python itself. */
const NOT_OWN = /[\\/](site-packages|dist-packages|lib[\\/]python[\d.]+)[\\/]|"</;
/** Lines of a frame: where it is, the code, and a mark below it. */
const FRAME_LINES = 3;

/** The line of an error, whatever language and tool it is of. */
const ERROR = /^(?=\S).*?\w*(error|exception|panic)\b/i;
/** What npm and Node.js say after any failure. */
const NOISE = /^(npm |Node\.js v|exit status )/;

/** The message of an error in what a command printed, and the first frames of its stack; of Python, the last own one. */
export function excerpt(output: string): string {
  const lines = linesOf(output);
  const last = lines.findLastIndex((line) => PYTHON_FRAME.test(line));
  if (last >= 0) return pythonExcerpt(lines, last);
  const shown = lines.filter((line) => !/^\s+at .*node_modules/.test(line));
  const start = shown.findIndex((line) => /\b\w*Error\b/.test(line));
  return shown.slice(Math.max(start, 0)).slice(0, ERROR_LINES).join('\n');
}

/** What a command that failed says last about why, after what it was and what it was for. */
export function whyFailed(what: string, command: string, output: string): string {
  const lines = linesOf(output).filter((line) => !NOISE.test(line));
  const index = lines.findLastIndex((line) => ERROR.test(line));
  const line = (index >= 0 ? lines[index] : lines.at(-1))?.trim();
  if (line === undefined) return `${what}: ${command}`;
  const more = index >= 0 && line.endsWith(':') ? lines[index + 1]?.trim() : undefined;
  return `${what} (${command}): ${[line, more].filter(Boolean).join(' ')}`;
}

/** A traceback has its error at its end. */
function pythonExcerpt(lines: readonly string[], last: number): string {
  const own = lines.findLastIndex((line) => PYTHON_FRAME.test(line) && !NOT_OWN.test(line));
  const after = own < 0 ? [] : lines.slice(own + 1, own + FRAME_LINES);
  const next = after.findIndex((line) => PYTHON_FRAME.test(line) || /^\S/.test(line));
  const frame = own < 0 ? [] : lines.slice(own, own + 1 + (next < 0 ? after.length : next));
  const error = lines.findIndex((line, index) => index > last && /^\S/.test(line));
  return [...frame, ...(error < 0 ? [] : lines.slice(error))].slice(0, ERROR_LINES).join('\n');
}

const linesOf = (output: string) => output.split(/\r?\n/).filter((line) => line.trim() !== '');
