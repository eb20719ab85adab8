import { cp, glob, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { JAVA_COMPILER, MAVEN, requireTool } from '../tools.ts';
import { type Generated, resourcesIn, run } from './programs.ts';

/**
 * Compiles the generated classes and an app, and synthesises the app.
 *
 * @returns what it has seen
 */
export async function testJava({ folder, app }: Generated): Promise<string> {
  await requireTool(MAVEN, process.env);
  await requireTool(JAVA_COMPILER, process.env);
  const list = path.join(folder, 'class-path.txt');
  const quietly = ['--batch-mode', '--quiet', '--strict-checksums'];
  const file = path.join(app, 'pom.xml');
  const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${list}`];
  await run('mvn', [...quietly, '--file', file, ...goal], { cwd: folder });

  const classes = path.join(folder, 'classes');
  await rm(classes, { recursive: true, force: true });
  await mkdir(classes);
  const main = path.join(folder, 'src', 'main');
  const sources = [path.join(app, 'JavaApp.java')];
  for await (const source of glob('**/*.java', { cwd: path.join(main, 'java') })) {
    sources.push(path.join(main, 'java', source));
  }
  const libraries = (await readFile(list, 'utf8')).trim();
  const compile = ['-proc:none', '-nowarn', '-d', classes, '-cp', libraries];
  await run('javac', [...compile, ...sources], { cwd: folder });
  await cp(path.join(main, 'resources'), classes, { recursive: true });

  const assembly = path.join(folder, 'cdk.out');
  const env = { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' };
  const everything = [classes, libraries].join(path.delimiter);
  await run('java', ['-cp', everything, 'JavaApp'], { cwd: folder, env });
  const count = await resourcesIn(assembly, 'JavaApp');
  return `an app in Java synthesises ${count} resources`;
}
