import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { installDynamoDBLocal, OTHERWISE } from '../../scripts/dynamodb-local/install.ts';
import { engineSuites } from '../../scripts/dynamodb-local/suites.ts';
import { JAVA, MAVEN, requireTool } from '../../scripts/tools.ts';

afterAll(removeTemporaryDirectories);

/** Variables with which these shell scripts are the only programs on the `PATH`. */
function envWith(scripts: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const directory = temporaryDirectory();
  for (const [name, script] of Object.entries(scripts)) {
    const file = path.join(directory, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return { ...process.env, PATH: directory };
}

/** As Java prints it, to standard error. */
const java = (version: string) => ({ java: `echo 'openjdk version "${version}" 2025-04-15' >&2` });
const javac = { javac: `case $1 in -version) echo 'javac 17.0.15' ;; esac` };
/** A Maven that does as given; `$folder` is where it is to put what it fetches. */
const maven = (fetch: string) => ({
  mvn: `
    case $1 in --version) echo 'Apache Maven 3.8.7'; exit ;; esac
    for argument; do folder=\${argument#*=}; done
    ${fetch}`,
});
const FETCHES = maven('/bin/mkdir -p $folder && echo fetched >> $folder/DynamoDBLocal.jar');

describe('what DynamoDB Local needs', () => {
  test.each([
    ['of the oldest version', '17.0.1'],
    ['of a later one', '25'],
  ])('is there with a Java %s', async (_, version) => {
    await requireTool(JAVA, envWith(java(version)));
  });

  test.each([
    ['without Java', {}, 'none'],
    ['with a Java that is too old', java('1.8.0_402'), 'java 1.8.0_402'],
    ['with a Java that does not start', { java: 'exit 1' }, 'none'],
  ])('is named in one line on a machine %s', async (_, scripts, got) => {
    await expect(requireTool(JAVA, envWith(scripts), OTHERWISE)).rejects.toThrow(
      `Java: got ${got}, expected 17 or newer; install one and have it on the PATH as java (on ` +
        'Debian and Ubuntu: apt install default-jdk-headless), or set DYNAMODB_ENDPOINT to the ' +
        'URL of an engine that runs',
    );
  });

  test('is compared number by number', async () => {
    const says = (version: string) => envWith({ mvn: `echo 'Apache Maven ${version}'` });
    await requireTool(MAVEN, says('3.10.0'));
    await requireTool(MAVEN, says('4.0'));
    await expect(requireTool(MAVEN, says('3.6.1'))).rejects.toThrow('Maven: got mvn 3.6.1');
  });
});

describe('an installation of DynamoDB Local', () => {
  test('is made once, and then needs no Maven', async () => {
    const cache = path.join(temporaryDirectory(), 'cache');
    const installation = await installDynamoDBLocal({
      cache,
      env: envWith({ ...FETCHES, ...javac }),
    });
    expect(await installDynamoDBLocal({ cache, env: envWith({}) })).toBe(installation);
    const jar = path.join(installation, 'lib', 'DynamoDBLocal.jar');
    expect(readFileSync(jar, 'utf8')).toBe('fetched\n');
    expect(readdirSync(cache)).toEqual([path.basename(installation)]);
  });

  test.each([
    ['Maven', javac, 'Maven: got none, expected 3.6.3 or newer'],
    ['a compiler', FETCHES, 'Java compiler: got none, expected 17 or newer'],
  ])('is not begun without %s', async (_, scripts, message) => {
    const cache = path.join(temporaryDirectory(), 'cache');
    const options = { cache, env: envWith(scripts) };
    await expect(installDynamoDBLocal(options)).rejects.toThrow(message);
    expect(existsSync(cache)).toBe(false);
  });

  test('that Maven cannot fetch is reported in one line, leaves nothing, and is tried again', async () => {
    const cache = path.join(temporaryDirectory(), 'cache');
    const fail = maven('echo "[ERROR] Unknown host"; echo "[ERROR] more"; exit 1');
    const options = { cache, env: envWith({ ...fail, ...javac }) };
    for (const _ of ['first', 'second']) {
      await expect(installDynamoDBLocal(options)).rejects.toThrow(
        /^Maven: got "Unknown host", expected to fetch what .*pom\.xml names; look at the network and at Maven's own settings/,
      );
      expect(readdirSync(cache)).toEqual([]);
    }
  });

  test('that is interrupted leaves nothing', async () => {
    const cache = path.join(temporaryDirectory(), 'cache');
    const options = { cache, env: envWith({ ...maven('exec /bin/sleep 60'), ...javac }) };
    const interruption = new AbortController();
    const installing = installDynamoDBLocal({ ...options, signal: interruption.signal });
    await eventually(() => existsSync(cache) && readdirSync(cache).length > 0);
    interruption.abort();
    await expect(installing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('the suites that run on it', () => {
  test('are those of this project', () => {
    expect(engineSuites('.')).toEqual(
      expect.arrayContaining([
        'test/lambda/adapters/dynamodb/accounts/user-store.test.ts',
        'test/lambda/adapters/dynamodb/passwords/request-store.test.ts',
        'test/lambda/adapters/dynamodb/events/stream-of-the-store.test.ts',
        'test/e2e/api.test.ts',
        'test/e2e/relay.test.ts',
        'test/e2e/guesses.test.ts',
      ]),
    );
  });

  test('must not go missing unnoticed', () => {
    const project = temporaryDirectory();
    mkdirSync(path.join(project, 'here'));
    writeFileSync(path.join(project, 'here', 'one.test.ts'), '');
    expect(engineSuites(project, ['here/*.test.ts'])).toEqual(['here/one.test.ts']);
    expect(() => engineSuites(project, ['here/*.test.ts', 'moved/*.test.ts'])).toThrow(
      /^engine suites: got no file for moved\/\*\.test\.ts in .*, expected one or more; correct the pattern in .*suites\.ts$/,
    );
  });
});
