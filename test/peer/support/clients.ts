import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { clientGenerators } from './tools.ts';

const run = promisify(execFile);

/** What a client got: the status, and the body of the answer. */
export interface Got {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what it is.
  readonly body: any;
}

/** The calls of a generated client that a front end makes. Those it signs in by are kept for the next. */
export interface GeneratedClient {
  register(body: object): Promise<Got>;
  login(username: string, password: string): Promise<Got>;
  logout(): Promise<Got>;
  me(): Promise<Got>;
  change(body: object): Promise<Got>;
  forgot(email: string): Promise<Got>;
  reset(token: string, password: string): Promise<Got>;
  requestVerify(email: string): Promise<Got>;
  verify(token: string): Promise<Got>;
}

/** Makes a client of a base URL, which is all that differs between two servers. */
export type ConnectClient = (url: string) => GeneratedClient;

export interface Generated {
  readonly clients: Readonly<Record<string, ConnectClient>>;
  remove(): Promise<void>;
}

/** Both clients, made from the OpenAPI document that a server publishes. */
export async function generateClients(url: string): Promise<Generated> {
  const generators = await clientGenerators();
  await mkdir(path.join(generators, 'made'), { recursive: true });
  const folder = await mkdtemp(path.join(generators, 'made/clients-'));
  const document = path.join(folder, 'openapi.json');
  await writeFile(document, await (await fetch(`${url}/openapi.json`)).text());
  const make = async (generator: string, args: readonly string[]) => {
    const program = path.join(generators, 'node_modules', generator);
    await run(process.execPath, [program, '--input', document, ...args], { cwd: folder });
  };
  const [hey, codegen] = ['hey-api', 'codegen'].map((name) => path.join(folder, name));
  await Promise.all([
    make('@hey-api/openapi-ts/bin/run.js', ['--output', `${hey}`, '-c', '@hey-api/client-fetch']),
    make('openapi-typescript-codegen/bin/index.js', [
      '--output',
      `${codegen}`,
      '--client',
      'fetch',
    ]),
  ]);
  const [heySdk, heyClient, codegenSdk] = await Promise.all([
    load(`${hey}/sdk.gen.ts`),
    load(`${hey}/client/index.ts`),
    load(`${codegen}/index.ts`),
  ]);
  return {
    clients: {
      '@hey-api/openapi-ts': (base) => ofHeyApi(heySdk, heyClient, base),
      'openapi-typescript-codegen': (base) => ofCodegen(codegenSdk, base),
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a module that is made when the tests run.
type Module = any;

/** Generated TypeScript has parts that Node can't strip. */
async function load(file: string): Promise<Module> {
  const outfile = file.replace(/ts$/, 'mjs');
  await build({ entryPoints: [file], outfile, bundle: true, format: 'esm', platform: 'node' });
  return import(outfile);
}

/** Functions named after the operations, which resolve to `{data, error, response}`. */
function ofHeyApi(sdk: Module, { createClient }: Module, baseUrl: string): GeneratedClient {
  let token: string | undefined;
  const client = createClient({ baseUrl, auth: () => token });
  const call = async (operation: string, options: object = {}): Promise<Got> => {
    const { data, error, response } = await sdk[operation]({ client, ...options });
    return { status: response.status, body: data ?? error };
  };
  return {
    register: (body) => call('registerRegisterAuthRegisterPost', { body }),
    async login(username, password) {
      const got = await call('authJwtLoginAuthJwtLoginPost', { body: { username, password } });
      token = got.body.access_token ?? token;
      return got;
    },
    logout: () => call('authJwtLogoutAuthJwtLogoutPost'),
    me: () => call('usersCurrentUserUsersMeGet'),
    change: (body) => call('usersPatchCurrentUserUsersMePatch', { body }),
    forgot: (email) => call('resetForgotPasswordAuthForgotPasswordPost', { body: { email } }),
    reset: (mailed, password) =>
      call('resetResetPasswordAuthResetPasswordPost', { body: { token: mailed, password } }),
    requestVerify: (email) =>
      call('verifyRequestTokenAuthRequestVerifyTokenPost', { body: { email } }),
    verify: (mailed) => call('verifyVerifyAuthVerifyPost', { body: { token: mailed } }),
  };
}

/** Static methods of services, which resolve to the body or throw an error that has it. */
function ofCodegen({ OpenAPI, AuthService, UsersService }: Module, base: string): GeneratedClient {
  let token: string | undefined;
  const call = async (send: () => Promise<unknown>): Promise<Got> => {
    // The settings of this client are those of its module.
    Object.assign(OpenAPI, { BASE: base, TOKEN: token });
    const [status, body] = await withStatus(() =>
      send().catch((error: { readonly body?: unknown }) => {
        if (error.body === undefined) throw error;
        return error.body;
      }),
    );
    return { status, body };
  };
  const auth = (operation: string, body?: object) => call(() => AuthService[operation](body));
  return {
    register: (body) => auth('registerRegisterAuthRegisterPost', body),
    async login(username, password) {
      const got = await auth('authJwtLoginAuthJwtLoginPost', { username, password });
      token = got.body.access_token ?? token;
      return got;
    },
    logout: () => auth('authJwtLogoutAuthJwtLogoutPost'),
    me: () => call(() => UsersService.usersCurrentUserUsersMeGet()),
    change: (body) => call(() => UsersService.usersPatchCurrentUserUsersMePatch(body)),
    forgot: (email) => auth('resetForgotPasswordAuthForgotPasswordPost', { email }),
    reset: (mailed, password) =>
      auth('resetResetPasswordAuthResetPasswordPost', { token: mailed, password }),
    requestVerify: (email) => auth('verifyRequestTokenAuthRequestVerifyTokenPost', { email }),
    verify: (mailed) => auth('verifyVerifyAuthVerifyPost', { token: mailed }),
  };
}

/** This client says the status only of what failed. */
async function withStatus<T>(send: () => Promise<T>): Promise<[status: number, value: T]> {
  const { fetch: original } = globalThis;
  let status = 0;
  globalThis.fetch = async (...request) => {
    const response = await original(...request);
    status = response.status;
    return response;
  };
  try {
    const value = await send();
    return [status, value];
  } finally {
    globalThis.fetch = original;
  }
}
