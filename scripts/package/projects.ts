/** The projects that the package is installed into: what `cdk init` made, makes, and what people make of it. */

/** Of TypeScript: the oldest that is looked at, the last that is written in JavaScript, and the newest. */
export const COMPILERS = { '5.4': '5.4.5', '5.9': '5.9.3', '7': '7.0.2' } as const;

export type Compiler = keyof typeof COMPILERS;

export interface Project {
  readonly name: string;
  /** Of `package.json`. */
  readonly type: 'commonjs' | 'module';
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly compilers: readonly Compiler[];
  /** What synthesises, as parameters of node; nothing for a project that only differs in its types. */
  readonly app?: readonly string[];
  /** Whether `dev` runs it, too. */
  readonly dev?: boolean;
}

const ALL = Object.keys(COMPILERS) as Compiler[];

export const PROJECTS: readonly Project[] = [
  {
    name: 'cdk-init',
    type: 'commonjs',
    compilerOptions: { target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext' },
    compilers: ALL,
    app: ['--import', 'tsx', 'app.ts'],
    dev: true,
  },
  {
    name: 'cdk-init-of-2023',
    type: 'commonjs',
    compilerOptions: { target: 'ES2020', module: 'commonjs', moduleResolution: 'node10' },
    // TypeScript 7 has no node10.
    compilers: ['5.4', '5.9'],
    app: ['--require', 'ts-node/register', 'app.ts'],
  },
  {
    name: 'es-modules',
    type: 'module',
    compilerOptions: {
      ...{ target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext' },
      verbatimModuleSyntax: true,
    },
    compilers: ALL,
    // Node.js itself leaves the types out.
    app: ['app.ts'],
    dev: true,
  },
  {
    name: 'node16',
    type: 'commonjs',
    compilerOptions: { target: 'ES2022', module: 'Node16', moduleResolution: 'Node16' },
    compilers: ALL,
  },
  {
    name: 'bundler',
    type: 'module',
    compilerOptions: { target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler' },
    compilers: ALL,
  },
  {
    name: 'javascript',
    type: 'commonjs',
    compilerOptions: {},
    compilers: [],
    app: ['plain.cjs'],
  },
  {
    name: 'javascript-modules',
    type: 'module',
    compilerOptions: {},
    compilers: [],
    app: ['plain.mjs'],
  },
];
