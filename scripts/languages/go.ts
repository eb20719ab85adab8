import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { devAndRegister } from '../package/dev-and-register.ts';
import { installCommand } from '../package/install-command.ts';
import { GO, requireTool } from '../tools.ts';
import { type Generated, resourcesIn, run } from './programs.ts';

/**
 * Builds an app with the generated module, and runs it with the packed command.
 *
 * @returns what it has seen
 */
export async function testGo({ folder, app }: Generated): Promise<string> {
  await requireTool(GO, process.env);
  // Next to the module, which its `go.mod` refers to.
  const project = path.join(folder, 'app');
  await rm(project, { recursive: true, force: true });
  await cp(app, project, { recursive: true });
  const program = path.join(project, process.platform === 'win32' ? 'app.exe' : 'app');
  // What is run once needs no optimisation, which takes longer than all else.
  const build = ['build', '-gcflags=all=-N -l', '-ldflags=-s -w', '-o', program, '.'];
  await Promise.all([run('go', build, { cwd: project }), installCommand(project)]);

  await writeFile(path.join(project, 'cdk.json'), JSON.stringify({ app: `"${program}"` }));
  const { me } = await devAndRegister({
    folder: project,
    command: ['npx', 'cdk-users-api-cli'],
  });
  const count = await resourcesIn(path.join(project, '.local', 'cdk.out'), 'GoApp');
  return `an app in Go synthesises ${count} resources, and ${me.email} has registered under dev`;
}
