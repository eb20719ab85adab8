/** What Lambda's runtime puts around a message, and no other program writes. */
interface Wrapped {
  readonly timestamp: string;
  readonly level: string;
  readonly requestId: string;
  readonly message?: unknown;
}

const TEXT = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t\S+\t(?<level>[A-Z]+)\t(?<message>.*)$/;

/** A line of a function's log, as people read it in a terminal: the message, and its level unless it is INFO. */
export function readable(line: string): string[] {
  const text = TEXT.exec(line)?.groups;
  if (text !== undefined) return withLevel(String(text.level), String(text.message));
  const wrapped = wrappedIn(line);
  return wrapped === undefined ? [line] : withLevel(wrapped.level, messageOf(wrapped.message));
}

function withLevel(level: string, message: string): string[] {
  return `${level === 'INFO' ? '' : `${level} `}${message}`.split('\n');
}

function wrappedIn(line: string): Wrapped | undefined {
  if (!line.startsWith('{"timestamp":')) return undefined;
  try {
    const parsed = JSON.parse(line) as Partial<Wrapped>;
    const { timestamp, level, requestId } = parsed;
    const texts = [timestamp, level, requestId].every((each) => typeof each === 'string');
    return texts ? (parsed as Wrapped) : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(message: unknown): string {
  if (typeof message === 'string') return message;
  const { errorType, errorMessage, stackTrace } = Object(message) as Record<string, unknown>;
  if (Array.isArray(stackTrace) && typeof errorType === 'string') {
    return stackTrace.length > 0 ? stackTrace.join('\n') : `${errorType}: ${errorMessage}`;
  }
  return JSON.stringify(message) ?? 'undefined';
}
