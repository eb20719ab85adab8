/** The `app` command of a `cdk.json`, in its parts. */
export interface AppCommand {
  /** Has to run before, such as a compiler. */
  readonly before: string | undefined;
  /** Only says whether the types are right, which nothing waits for. */
  readonly typeCheck: string | undefined;
  readonly main: string;
}

const SHELL = /[;|`$()<>"']/;
const TSC = /^(npx (--no-install )?)?(\S*\/)?tsc( |$)/;
/** Runs TypeScript as it is. */
const RUNS_SOURCES =
  /^(npx (--no-install )?)?(\S*\/)?(tsx|ts-node)( |$)|^(\S*\/)?node .*\.[cm]?ts( |$)/;
const RUNS_NODE = /^(npx (--no-install )?)?(\S*\/)?(node|tsx|ts-node)( |$)/;

/** `npx tsc && npx tsx bin/app.ts` is what `cdk init` makes. */
export function readAppCommand(command: string): AppCommand {
  const [main = '', ...steps] = command
    .split('&&')
    .map((step) => step.trim())
    .reverse();
  if (steps.length === 0 || SHELL.test(command)) {
    return { before: undefined, typeCheck: undefined, main: command };
  }
  const before = steps.reverse().join(' && ');
  return TSC.test(before) && steps.length === 1 && RUNS_SOURCES.test(main)
    ? { before: undefined, typeCheck: before, main }
    : { before, typeCheck: undefined, main };
}

/** Whether a process of Node.js runs the app, so that it can be started before it is needed. */
export function runsNode(main: string): boolean {
  return RUNS_NODE.test(main);
}
