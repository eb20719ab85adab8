/**
 * What `console` writes, in the form in which Lambda's runtime for Node.js writes it: an object a line for functions with JSON
 * logs, and otherwise text behind the time, the request and the level. What a function writes to `process.stdout` stays as it is.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
import { format } from 'node:util';

/** From the finest on. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
type Level = (typeof LEVELS)[number];

export interface ConsoleOptions {
  /** The variables that Lambda sets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The invocation under way. */
  readonly requestId: () => string;
  readonly write: (text: string) => void;
}

/** Makes `console` write so. */
export function patchConsole({ environment, requestId, write }: ConsoleOptions): void {
  const json = environment.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  const lowest = LEVELS.indexOf(environment.AWS_LAMBDA_LOG_LEVEL as Level);
  const method = (level: Level) => {
    if (LEVELS.indexOf(level) < lowest) return () => {};
    return (message?: unknown, ...more: unknown[]) => {
      const head = [new Date().toISOString(), requestId(), level] as const;
      write(
        `${json ? asJson(head, message, more) : [...head, format(message, ...more)].join('\t')}\n`,
      );
    };
  };
  const info = method('INFO');
  Object.assign(console, {
    trace: method('TRACE'),
    debug: method('DEBUG'),
    info,
    log: info,
    warn: method('WARN'),
    error: method('ERROR'),
    fatal: method('FATAL'),
  });
}

type Head = readonly [timestamp: string, requestId: string, level: Level];

function asJson([timestamp, requestId, level]: Head, message: unknown, more: unknown[]): string {
  const head = { timestamp, level, requestId };
  if (more.length > 0) {
    const error = more.find((one) => one instanceof Error);
    return JSON.stringify({
      ...head,
      message: format(message, ...more),
      ...(error && parts(error)),
    });
  }
  try {
    return JSON.stringify({ ...head, message }, (_, value) =>
      value instanceof Error ? { ...parts(value), ...value } : value,
    );
  } catch {
    return JSON.stringify({ ...head, message: format(message) });
  }
}

function parts(error: Error): Record<string, unknown> {
  return {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: error.stack?.split('\n') ?? [],
  };
}
