/** The programs of the machine that the checks need, and what to say if one is missing or too old. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Tool {
  readonly name: string;
  readonly command: string;
  /** What makes it print its version, and where in its output that is. */
  readonly ask: { readonly argument: string; readonly answer: RegExp };
  readonly oldest: string;
  /** The package of Debian and Ubuntu. */
  readonly package: string;
}

const JDK = { oldest: '17', package: 'default-jdk-headless' };

/** DynamoDB Local 3 is built for Java 17, and jsii needs less. */
export const JAVA: Tool = {
  name: 'Java',
  command: 'java',
  ask: { argument: '-version', answer: /version "([^"]+)"/ },
  ...JDK,
};

export const JAVA_COMPILER: Tool = {
  name: 'Java compiler',
  command: 'javac',
  ask: { argument: '-version', answer: /javac (\S+)/ },
  ...JDK,
};

/** The oldest that the plugins of the `pom.xml` files run on. */
export const MAVEN: Tool = {
  name: 'Maven',
  command: 'mvn',
  ask: { argument: '--version', answer: /Apache Maven (\d[\d.]*)/ },
  oldest: '3.6.3',
  package: 'maven',
};

/** As the `go.mod` of the CDK has it; Go fetches a newer toolchain itself. */
export const GO: Tool = {
  name: 'Go',
  command: 'go',
  ask: { argument: 'version', answer: /go(\d[\d.]*)/ },
  oldest: '1.21',
  package: 'golang-go',
};

/** Compilers of C come with it. Its package brings what compiled programs are linked with. */
export const C_COMPILER: Tool = {
  name: 'C++ compiler',
  command: 'g++',
  ask: { argument: '--version', answer: / (\d+\.[\d.]+)/ },
  oldest: '9',
  package: 'g++',
};

export const CMAKE: Tool = {
  name: 'CMake',
  command: 'cmake',
  ask: { argument: '--version', answer: /version (\d[\d.]*)/ },
  oldest: '3.9',
  package: 'cmake',
};

export const MAKE: Tool = {
  name: 'make',
  command: 'make',
  ask: { argument: '--version', answer: /Make (\d[\d.]*)/ },
  oldest: '4',
  package: 'make',
};

/** What `tar` unpacks some archives with. */
export const XZ: Tool = {
  name: 'xz',
  command: 'xz',
  ask: { argument: '--version', answer: /(\d[\d.]*)/ },
  oldest: '5',
  package: 'xz-utils',
};

/**
 * Makes sure that a program is there and new enough.
 *
 * @param otherwise what can be done without it, as the end of the sentence
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export async function requireTool(
  tool: Tool,
  env: NodeJS.ProcessEnv,
  otherwise = '',
): Promise<void> {
  const version = await versionOf(tool, env);
  if (version !== undefined && isAtLeast(version, tool.oldest)) return;
  const got = version === undefined ? 'none' : `${tool.command} ${version}`;
  throw new Error(
    `${tool.name}: got ${got}, expected ${tool.oldest} or newer; install one and have it on the ` +
      `PATH as ${tool.command} (on Debian and Ubuntu: apt install ${tool.package})${otherwise}`,
  );
}

async function versionOf({ command, ask }: Tool, env: NodeJS.ProcessEnv) {
  const said = await run(command, [ask.argument], { env }).catch(() => undefined);
  // Java prints it to standard error.
  return said && ask.answer.exec(said.stdout + said.stderr)?.[1];
}

function isAtLeast(version: string, oldest: string): boolean {
  const numbers = (text: string) => text.split(/\D+/).map(Number);
  const found = numbers(version);
  for (const [index, wanted] of numbers(oldest).entries()) {
    const number = found[index] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}
