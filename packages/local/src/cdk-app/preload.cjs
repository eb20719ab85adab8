/**
 * Loaded by `--require` into every Node.js process of the command that synthesises a CDK app. In the one that runs
 * the app it waits before the app's first line, with the CDK loaded, until it is told to go on, and notes
 * which files the app loads. In any of them, an app in another language's included, it notes which bundles esbuild is
 * called for, and calls it without npx. A process of Node.js that the app waits for notes what it reads, too.
 *
 * Plain JavaScript for any Node.js: the project's can be older than this runtime's.
 */
const childProcess = require('node:child_process');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { noteReads } = require('./reads.cjs');

/** As `recording.ts` has it. */
const VARIABLE = 'CDK_USERS_API_LOCAL_APP';

/** Whether this process says which files the app loads. */
let runsApp = false;

const settings = JSON.parse(process.env[VARIABLE] ?? 'null');
if (settings !== null) {
  // Its own calls are no reads of the app.
  const { readFileSync } = fs;
  const { spawnSync } = childProcess;
  const reads = noteReads();
  if (settings.by === undefined) {
    recordBundles({ spawnSync, readFileSync, reads });
    recordModels(reads);
    recordApp({ readFileSync, reads });
  } else {
    delete process.env[VARIABLE];
    recordFiles(reads, `node-${process.pid}`);
  }
}

function recordApp({ readFileSync, reads }) {
  const { runMain } = Module;
  Module.runMain = function (...args) {
    if (isApp(process.argv[1])) {
      // What the app runs is no part of the command.
      delete process.env[VARIABLE];
      if (settings.nodeOptions === null) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = settings.nodeOptions;
      if (settings.wait) wait(readFileSync);
      runsApp = true;
      recordFiles(reads);
    }
    return runMain.apply(this, args);
  };
}

/** A file of the project, as opposed to tools such as npx, tsc and tsx. */
function isApp(file) {
  const inProject = path.relative(settings.project, path.resolve(file ?? '..'));
  return !path.isAbsolute(inProject) && !/(^|[\\/])(\.|node_modules([\\/]|$))/.test(inProject);
}

function wait(readFileSync) {
  for (const file of JSON.parse(readFileSync(settings.modules, 'utf8'))) {
    try {
      require(file);
    } catch {
      // The app says so, if it needs it.
    }
  }
  fs.writeSync(1, `${settings.wait}\n`);
  Object.assign(process.env, JSON.parse(readLine()));
}

function readLine() {
  const chunk = Buffer.alloc(65_536);
  let text = '';
  while (!text.includes('\n')) {
    const size = readInput(chunk);
    // Who would say it is gone.
    if (size === 0) process.exit(1);
    text += chunk.toString('utf8', 0, size);
  }
  return text;
}

function readInput(chunk) {
  for (;;) {
    try {
      return fs.readSync(0, chunk);
    } catch (error) {
      if (error.code === 'EOF') return 0;
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Which files of the project the app is made of, which modules of its packages are constructs, and what else it reads. */
function recordFiles(reads, name = 'app') {
  const files = new Set();
  const packages = new Set();
  Module.registerHooks?.({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const { url } = resolved;
      if (url.startsWith('file:')) (url.includes('/node_modules/') ? packages : files).add(url);
      return resolved;
    },
  });
  process.once('exit', () => {
    const loaded = Object.keys(require.cache);
    // In an older Node.js nobody can tell what the app loads.
    write(name, {
      by: settings.by,
      began: performance.timeOrigin,
      modules: loaded.filter((file) => isConstructs(file)),
      files: Module.registerHooks ? [...files] : null,
      loaded: [...loaded, ...packages, process.execPath],
      reads,
    });
  });
}

const manifests = new Map();

/** A package that jsii made: loading it does nothing else. */
function isConstructs(file) {
  const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(file)?.[0];
  if (folder === undefined) return false;
  if (!manifests.has(folder)) {
    let manifest = {};
    try {
      manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    } catch {
      // No package then.
    }
    manifests.set(folder, manifest.jsii !== undefined);
  }
  return manifests.get(folder);
}

/** Notes what `NodejsFunction` runs, as long as that is only esbuild. */
function recordBundles({ spawnSync, readFileSync, reads }) {
  const bundles = [];
  let prepared = false;
  const writeBundles = () => {
    // jsii's process for an app in another language, which itself loads no file of Node.js.
    const known = runsApp || process.env.JSII_AGENT !== undefined;
    write(String(process.pid), known ? { bundles } : { bundles, files: null });
  };
  childProcess.spawnSync = (...call) => {
    const [command, args, options] = call;
    const esbuild = Array.isArray(args) ? esbuildCall([command, ...args], options) : undefined;
    if (esbuild === undefined) {
      if (command === process.execPath && runsApp && options?.env !== undefined) {
        return runNode(call);
      }
      reads.doubt(`it runs ${command}`);
      if (changesBundles(command, args, options)) prepared = true;
      return spawnSync(...call);
    }
    const metafile = path.join(settings.record, `${process.pid}.${bundles.length}.meta.json`);
    const result = spawnSync(esbuild.program, [...esbuild.args, `--metafile=${metafile}`], options);
    if (result.status === 0) {
      const { program, args: parameters, cwd, outfile } = esbuild;
      const output = readFileSync(outfile);
      bundles.push({
        program,
        args: parameters,
        cwd,
        outfile,
        metafile,
        output: hash(output),
        whole: !prepared,
      });
      writeBundles();
    }
    prepared = false;
    return result;
  };
  /** Such as the one in which a user model is loaded. */
  function runNode([command, args, options]) {
    const env = {
      ...options.env,
      [VARIABLE]: JSON.stringify({ record: settings.record, by: process.pid }),
    };
    const result = spawnSync(command, ['--require', __filename, ...args], { ...options, env });
    if (result.status !== 0) reads.doubt('a program of Node.js fails');
    return result;
  }
  /** Another step of a bundle: of the last one if it is in its folder, or else of the next. */
  function changesBundles(command, args, options) {
    const last = bundles.at(-1);
    const folder = last && path.dirname(last.outfile);
    const words = [command, ...(Array.isArray(args) ? args : []), String(options?.cwd ?? '')].join(
      ' ',
    );
    if (folder && words.includes(folder)) {
      last.whole = false;
      writeBundles();
      return false;
    }
    return /^(bash|sh|tsc)$/.test(path.basename(command)) || /\btsc\b/.test(words);
  }
}

/** Notes what esbuild makes user models of. */
function recordModels(reads) {
  const { _load: load } = Module;
  Module._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest);
    if (request !== 'esbuild') return loaded;
    const buildSync = (options) => {
      const result = reads.knowing(() => loaded.buildSync({ ...options, metafile: true }));
      const from = path.resolve(options.absWorkingDir ?? '.');
      for (const file of Object.keys(result.metafile.inputs)) reads.note(path.resolve(from, file));
      return result;
    };
    return Object.create(loaded, { buildSync: { value: buildSync, enumerable: true } });
  };
}

const hash = (data) => require('node:crypto').createHash('sha256').update(data).digest('hex');

/** Undefined for any other command, and where esbuild isn't among the project's packages. */
function esbuildCall([command, ...rest], options) {
  if (process.platform === 'win32') return undefined;
  const words = command === 'bash' && rest[0] === '-c' ? wordsOf(rest[1]) : [command, ...rest];
  const start = words.indexOf('--bundle');
  const before = words.slice(0, Math.max(start, 0));
  if (!before.some((word) => path.basename(word) === 'esbuild')) return undefined;
  const args = words.slice(start);
  const outfile = args.find((word) => word.startsWith('--outfile='))?.slice('--outfile='.length);
  const cwd = path.resolve(String(options?.cwd ?? '.'));
  if (outfile === undefined || args.some((word) => word.startsWith('--metafile'))) return undefined;
  const program = findEsbuild(cwd);
  return program && { program, args, cwd, outfile: path.resolve(cwd, outfile) };
}

/** Of a command line for the shell; none if it does more than to run a program. */
function wordsOf(line) {
  if (/[;&|$`\\<>\n]/.test(line)) return [];
  return (line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) =>
    word.replace(/["']/g, ''),
  );
}

/** The native program, which npm's wrapper would start. */
function findEsbuild(from) {
  try {
    const manifest = require.resolve('esbuild/package.json', { paths: [from] });
    const native = `@esbuild/${process.platform}-${process.arch}/bin/esbuild`;
    return require.resolve(native, { paths: [path.dirname(manifest)] });
  } catch {
    return undefined;
  }
}

function write(name, content) {
  try {
    fs.writeFileSync(path.join(settings.record, `${name}.json`), JSON.stringify(content));
  } catch {
    // It is only for the next reload, which then takes longer.
  }
}
