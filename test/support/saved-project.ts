/** A CDK app under `dev`, whose files are saved again and again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from 'cdk-users-api-local/test/eventually';

const ROOT = path.join(import.meta.dirname, '../..');
const MAIN = path.join(ROOT, 'packages/cli/src/main.ts');

/** As `cdk init` makes them. */
const FILES = {
  'cdk.json': '{ "app": "npx tsc && npx tsx bin/app.ts" }',
  'tsconfig.json':
    '{ "compilerOptions": { "noEmit": true, "skipLibCheck": true }, "files": ["lib/route.ts"] }',
  'bin/app.ts':
    "import { App } from 'aws-cdk-lib'; import { Users } from '../lib/stack'; new Users(new App(), 'Users');",
  'lib/route.ts': "export const ROUTE: string = '/hello';",
  'lib/stack.ts': `
    import { Stack } from 'aws-cdk-lib';
    import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
    import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
    import { Runtime } from 'aws-cdk-lib/aws-lambda';
    import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
    import type { Construct } from 'constructs';
    import { UserModel, UsersApi } from 'cdk-users-api';
    import { ROUTE } from './route';
    export class Users extends Stack {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        const users = new UsersApi(this, 'Users', { userModel: UserModel.fromFile('src/users.ts') });
        const hello = new NodejsFunction(this, 'Hello', { entry: 'src/hello.ts', runtime: Runtime.NODEJS_24_X });
        const integration = new HttpLambdaIntegration('Hello', hello);
        users.addRoutes({ path: ROUTE, methods: [HttpMethod.GET], integration, authorizer: new HttpNoneAuthorizer() });
      }
    }`,
  'src/users.ts':
    "import * as z from 'zod'; export default z.object({ plan: z.string().default('free') });",
  'src/hello.ts':
    "import { text } from './text'; export const handler = async () => ({ statusCode: 200, body: text });",
  'src/text.ts': "export const text = 'hello';",
};

/** What `dev` says in a line. */
export interface Line {
  readonly type: string;
  readonly action?: string;
  readonly functions?: readonly string[];
}

export interface SavedProjectOptions {
  /** Installs what was built, as npm does, in place of the sources of the construct. */
  readonly built?: boolean;
}

export class SavedProject {
  readonly folder: string;
  readonly lines: Line[] = [];
  readonly child: ChildProcess;
  url = '';

  private constructor({ built = false }: SavedProjectOptions) {
    mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
    // In the project, so that the construct's sources find their packages.
    this.folder = mkdtempSync(path.join(ROOT, '.cache/saved-'));
    for (const [name, text] of Object.entries(FILES)) this.save(name, text);
    this.#install(built);
    this.child = spawn(process.execPath, [MAIN, 'dev', '--json', '--port', '0'], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    });
    const { stdout } = this.child;
    if (stdout === null) throw new Error('it has no output');
    createInterface({ input: stdout }).on('line', (line) => this.lines.push(JSON.parse(line)));
  }

  /** Starts it, and waits until it is ready. */
  static async start(options: SavedProjectOptions = {}): Promise<SavedProject> {
    const project = new SavedProject(options);
    const { lines } = project;
    const ready = await eventually(
      () => lines.find(({ type }) => type === 'ready'),
      'the stack',
      60_000,
    );
    project.url = (ready as unknown as { url: string }).url;
    return project;
  }

  #install(built: boolean): void {
    const modules = path.join(this.folder, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
      if (name === 'cdk-users-api') continue;
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
    }
    const own = path.join(modules, 'cdk-users-api');
    if (built) {
      for (const name of ['package.json', 'dist', 'assets']) {
        cpSync(path.join(ROOT, name), path.join(own, name), { recursive: true });
      }
      return;
    }
    mkdirSync(own);
    writeFileSync(path.join(own, 'index.ts'), "export * from '../../../../lib/index.ts';");
    writeFileSync(path.join(own, 'package.json'), '{ "main": "index.ts" }');
  }

  save(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  replace(name: string, old: string | RegExp, next: string): void {
    this.save(name, readFileSync(path.join(this.folder, name), 'utf8').replace(old, next));
  }

  /** Saves something. @returns what is said until it is live */
  async reloads(change: () => void): Promise<readonly Line[]> {
    const start = this.lines.length;
    change();
    const said = () => this.lines.slice(start);
    await eventually(() => said().some(({ type }) => type === 'reloaded'), 'the reload', 30_000);
    return said();
  }

  async stop(): Promise<void> {
    this.child.kill('SIGINT');
    await once(this.child, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
